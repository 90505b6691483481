package dev.plumbline.model;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.stream.Collectors;

/** The text of a native histogram in the script language of PromQL tests: {@code {{schema:1 count:3 buckets:[1 2]}}}. */
public final class HistogramText {
    private HistogramText() {}

    /** Parts that are zero are left out; gaps between spans are printed as zeros. */
    public static String print(Histogram h) {
        var out = new StringJoiner(" ", "{{", "}}");
        if (h.schema() != 0) {
            out.add("schema:" + h.schema());
        }
        number(out, "count", h.count());
        number(out, "sum", h.sum());
        number(out, "z_bucket", h.zeroCount());
        number(out, "z_bucket_w", h.zeroThreshold());
        if (h.customBounds().length > 0) {
            out.add("custom_values:" + list(h.customBounds()));
        }
        if (h.reset() != Histogram.CounterReset.UNKNOWN) {
            out.add("counter_reset_hint:" + h.reset().name().toLowerCase(Locale.ROOT));
        }
        buckets(out, "", h.positive());
        buckets(out, "n_", h.negative());
        return out.toString();
    }

    private static void number(StringJoiner out, String key, double value) {
        if (value != 0) {
            out.add(key + ":" + number(value));
        }
    }

    private static String number(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        return Double.isInfinite(value) ? value > 0 ? "+Inf" : "-Inf"
                : value == 0 ? "0" : new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
    }

    private static String list(double[] values) {
        return Arrays.stream(values).mapToObj(HistogramText::number).collect(Collectors.joining(" ", "[", "]"));
    }

    private static void buckets(StringJoiner out, String prefix, Histogram.Buckets b) {
        double[] dense = HistogramMath.dense(b);
        if (dense.length == 0) {
            return;
        }
        if (b.spanOffsets()[0] != 0) {
            out.add(prefix + "offset:" + b.spanOffsets()[0]);
        }
        out.add(prefix + "buckets:" + list(dense));
    }
}
