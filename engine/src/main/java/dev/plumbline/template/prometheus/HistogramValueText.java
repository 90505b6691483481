package dev.plumbline.template.prometheus;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramMath;
import dev.plumbline.template.text.FloatText;
import java.util.Map;
import java.util.TreeMap;

/** A native histogram as an alert shows it: {@code {count:3, sum:10, (1,2]:1, (2,4]:2}}, buckets ascending, empty ones left out. */
final class HistogramValueText {
    private HistogramValueText() {}

    static String print(Histogram h) {
        var out = new StringBuilder("{count:").append(number(h.count())).append(", sum:").append(number(h.sum()));
        for (Map.Entry<Integer, Double> bucket : new TreeMap<>(HistogramMath.toMap(h.negative())).descendingMap().entrySet()) {
            int i = bucket.getKey();
            append(out, "[" + number(-bound(h, i)) + "," + number(-bound(h, i - 1)) + ")", bucket.getValue());
        }
        String zero = number(h.zeroThreshold());
        append(out, "[" + (h.zeroThreshold() == 0 ? "-0" : "-" + zero) + "," + zero + "]", h.zeroCount());
        HistogramMath.toMap(h.positive()).forEach((i, count) ->
                append(out, "(" + number(bound(h, i - 1)) + "," + number(bound(h, i)) + "]", count));
        return out.append('}').toString();
    }

    private static void append(StringBuilder out, String range, double count) {
        if (count != 0) {
            out.append(", ").append(range).append(':').append(number(count));
        }
    }

    /** Upper bound of the bucket of an index. */
    private static double bound(Histogram h, int index) {
        if (HistogramMath.isCustom(h)) {
            double[] bounds = h.customBounds();
            return index < 0 ? Double.NEGATIVE_INFINITY : index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
        }
        return Math.pow(2, index * Math.pow(2, -h.schema()));
    }

    private static String number(double v) {
        return FloatText.general(v);
    }
}
