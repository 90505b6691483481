package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;

/**
 * A native histogram as the API prints it: {@code {"count":"…","sum":"…","buckets":[[b,"lower","upper","n"]…]}} from the most
 * negative bucket to the most positive, empty buckets left out, {@code buckets} left out when there are none. {@code b} says
 * which bounds belong to the bucket: 0 the upper, 1 the lower, 2 none, 3 both. Source: {@code util/jsonutil/marshal.go}.
 */
final class HistogramJson {
    private static final int UPPER_INCLUSIVE = 0;
    private static final int LOWER_INCLUSIVE = 1;
    private static final int CLOSED = 3;
    private static final int MAX_EXPONENT = 1024;
    private final JsonBytes json;
    private boolean any;

    private HistogramJson(JsonBytes json) {
        this.json = json;
    }

    static void write(JsonBytes json, Histogram h) {
        json.raw('{').key("count");
        quoted(json, h.count());
        json.key("sum");
        quoted(json, h.sum());
        new HistogramJson(json).buckets(h);
        json.raw('}');
    }

    private void buckets(Histogram h) {
        negative(h);
        if (h.zeroCount() > 0) {
            bucket(CLOSED, -h.zeroThreshold(), h.zeroThreshold(), h.zeroCount());
        }
        positive(h);
        if (any) {
            json.raw(']');
        }
    }

    private void positive(Histogram h) {
        Buckets b = h.positive();
        int index = 0;
        int n = 0;
        for (int span = 0; span < b.spanOffsets().length; span++) {
            index += b.spanOffsets()[span];
            for (int i = 0; i < b.spanLengths()[span]; i++, index++, n++) {
                boolean closed = h.schema() == Histogram.CUSTOM_SCHEMA && index == 0;
                bucket(closed ? CLOSED : UPPER_INCLUSIVE, bound(h, index - 1), bound(h, index), b.counts()[n]);
            }
        }
    }

    /** From the last bucket to the first: they are mirrored. */
    private void negative(Histogram h) {
        Buckets b = h.negative();
        int index = 0;
        for (int span = 0; span < b.spanOffsets().length; span++) {
            index += b.spanOffsets()[span] + b.spanLengths()[span];
        }
        int n = b.counts().length;
        for (int span = b.spanOffsets().length - 1; span >= 0; span--) {
            for (int i = 0; i < b.spanLengths()[span]; i++) {
                index--;
                n--;
                bucket(LOWER_INCLUSIVE, -bound(h, index), -bound(h, index - 1), b.counts()[n]);
            }
            index -= b.spanOffsets()[span];
        }
    }

    private void bucket(int inclusive, double lower, double upper, double count) {
        if (count == 0) {
            return;
        }
        if (!any) {
            json.key("buckets").raw('[');
            any = true;
        }
        json.next().raw('[').number(inclusive).raw(',');
        quoted(json, lower);
        json.raw(',');
        quoted(json, upper);
        json.raw(',');
        quoted(json, count);
        json.raw(']');
    }

    private static void quoted(JsonBytes json, double value) {
        json.raw('"');
        GoFloat.append(json, value);
        json.raw('"');
    }

    /** The upper bound of a bucket on the positive side. */
    private static double bound(Histogram h, int index) {
        if (h.schema() != Histogram.CUSTOM_SCHEMA) {
            return exponential(index, h.schema());
        }
        double[] bounds = h.customBounds();
        if (index < 0) {
            return Double.NEGATIVE_INFINITY;
        }
        return index < bounds.length ? bounds[index] : Double.POSITIVE_INFINITY;
    }

    /** 2^(index·2^−schema); the last finite bucket ends at the greatest double. */
    private static double exponential(int index, int schema) {
        int whole = schema <= 0 ? index << -schema : index >> schema;
        int part = schema <= 0 ? 0 : index - (whole << schema);
        if (whole == MAX_EXPONENT && part == 0) {
            return Double.MAX_VALUE;
        }
        return Math.scalb(part == 0 ? 1 : Math.pow(2, part / (double) (1 << schema)), whole);
    }
}
