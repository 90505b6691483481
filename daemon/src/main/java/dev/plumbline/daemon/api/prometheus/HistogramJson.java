package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramBuckets;

/**
 * A native histogram as the API prints it: {@code {"count":"…","sum":"…","buckets":[[b,"lower","upper","n"]…]}} from the most
 * negative bucket to the most positive, empty buckets left out, {@code buckets} left out when there are none. {@code b} says
 * which bounds belong to the bucket: 0 the upper, 1 the lower, 2 none, 3 both. Source: {@code util/jsonutil/marshal.go}.
 */
final class HistogramJson {
    private static final int UPPER = 0;
    private static final int LOWER = 1;
    private static final int NEITHER = 2;
    private static final int BOTH = 3;

    private HistogramJson() {}

    static void write(JsonBytes json, Histogram h) {
        json.ascii("{\"count\":");
        quoted(json, h.count());
        json.ascii(",\"sum\":");
        quoted(json, h.sum());
        boolean any = false;
        for (var buckets = HistogramBuckets.ascending(h); buckets.next(); ) {
            json.ascii(any ? ",[" : ",\"buckets\":[[").number(bounds(buckets)).raw(',');
            quoted(json, buckets.lower());
            json.raw(',');
            quoted(json, buckets.upper());
            json.raw(',');
            quoted(json, buckets.count());
            json.raw(']');
            any = true;
        }
        json.ascii(any ? "]}" : "}");
    }

    private static int bounds(HistogramBuckets bucket) {
        if (bucket.lowerInclusive()) {
            return bucket.upperInclusive() ? BOTH : LOWER;
        }
        return bucket.upperInclusive() ? UPPER : NEITHER;
    }

    private static void quoted(JsonBytes json, double value) {
        json.raw('"');
        GoFloat.append(json, value);
        json.raw('"');
    }
}
