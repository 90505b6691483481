package dev.plumbline.template.prometheus;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramBuckets;
import dev.plumbline.template.text.FloatText;

/** A native histogram as an alert shows it: {@code {count:3, sum:10, (1,2]:1, (2,4]:2}}, buckets ascending, empty ones left out. */
final class HistogramValueText {
    private HistogramValueText() {}

    static String print(Histogram h) {
        var out = new StringBuilder("{count:").append(number(h.count())).append(", sum:").append(number(h.sum()));
        HistogramBuckets buckets = HistogramBuckets.unclipped(h);
        while (buckets.next()) {
            out.append(", ").append(buckets.lowerInclusive() ? '[' : '(').append(number(buckets.lower())).append(',')
                    .append(number(buckets.upper())).append(buckets.upperInclusive() ? ']' : ')').append(':')
                    .append(number(buckets.count()));
        }
        return out.append('}').toString();
    }

    private static String number(double v) {
        return FloatText.general(v);
    }
}
