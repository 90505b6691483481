package dev.plumbline.daemon.api.remote;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Labels;
import dev.plumbline.wire.ProtoWriter;

/** Labels, samples and histograms as remote read's messages. */
final class SeriesMessages {
    private SeriesMessages() {}

    /** The series' labels and the external ones that it does not have, sorted by name. */
    static Labels merged(Labels series, Labels external) {
        if (external.isEmpty()) {
            return series;
        }
        var merged = series.builder();
        external.forEach((name, value) -> {
            if (!series.has(name)) {
                merged.set(name, value);
            }
        });
        return merged.build();
    }

    /** Field 1 of a series, once for each label. */
    static void labels(ProtoWriter out, Labels labels) {
        labels.forEach((name, value) -> {
            int mark = out.begin(1);
            out.string(1, name).string(2, value).end(mark);
        });
    }

    /** Field 2 of a series. */
    static void sample(ProtoWriter out, long timeMillis, double value) {
        int mark = out.begin(2);
        out.float64(1, value).int64(2, timeMillis).end(mark);
    }

    /** Field 4 of a series: counts as floats. */
    static void histogram(ProtoWriter out, long timeMillis, Histogram h) {
        int mark = out.begin(4);
        out.float64(2, h.count()).float64(3, h.sum()).sint64(4, h.schema()).float64(5, h.zeroThreshold()).float64(7, h.zeroCount());
        buckets(out, 8, 10, h.negative());
        buckets(out, 11, 13, h.positive());
        out.int64(14, switch (h.reset()) {
            case UNKNOWN -> 0;
            case RESET -> 1;
            case NOT_RESET -> 2;
            case GAUGE -> 3;
        });
        out.int64(15, timeMillis);
        doubles(out, 16, h.customBounds());
        out.end(mark);
    }

    private static void buckets(ProtoWriter out, int spans, int counts, Buckets buckets) {
        for (int i = 0; i < buckets.spanLengths().length; i++) {
            int mark = out.begin(spans);
            out.sint64(1, buckets.spanOffsets()[i]).int64(2, buckets.spanLengths()[i]).end(mark);
        }
        doubles(out, counts, buckets.counts());
    }

    private static void doubles(ProtoWriter out, int field, double[] values) {
        if (values.length > 0) {
            int mark = out.begin(field);
            for (double value : values) {
                out.fixed(value);
            }
            out.end(mark);
        }
    }
}
