package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Values of queries as the API's JSON, straight to bytes. */
final class ResultJson {
    private ResultJson() {}

    /** {@code {"resultType":"vector","result":[…]}}; at most {@code limit} series, 0 meaning all. */
    static void write(JsonBytes json, Value value, int limit) {
        json.raw('{').member("resultType", value.type().apiName()).key("result");
        switch (value) {
            case Value.Scalar s -> point(json, s.timeMillis(), s.value());
            case Value.Text t -> json.raw('[').seconds(t.timeMillis()).raw(',').string(t.value()).raw(']');
            case Value.Vector v -> vector(json, v, limit);
            case Value.Matrix m -> matrix(json, m, limit);
        }
        json.raw('}');
    }

    /** Whether a limit (0: none) would cut the value. */
    static boolean isCut(Value value, int limit) {
        int size = switch (value) {
            case Value.Vector v -> v.elements().size();
            case Value.Matrix m -> m.series().size();
            case Value.Scalar s -> 1;
            case Value.Text t -> 1;
        };
        return limit > 0 && size > limit;
    }

    private static void vector(JsonBytes json, Value.Vector vector, int limit) {
        json.raw('[');
        int n = count(vector.elements().size(), limit);
        for (Value.Element e : vector.elements().subList(0, n)) {
            json.next().ascii("{\"metric\":");
            labels(json, e.labels());
            Histogram histogram = e.histogram();
            if (histogram == null) {
                json.ascii(",\"value\":");
                point(json, e.timeMillis(), e.value());
            } else {
                json.ascii(",\"histogram\":");
                point(json, e.timeMillis(), histogram);
            }
            json.raw('}');
        }
        json.raw(']');
    }

    private static void matrix(JsonBytes json, Value.Matrix matrix, int limit) {
        json.raw('[');
        int n = count(matrix.series().size(), limit);
        List<Value.Points> series = matrix.series().subList(0, n);
        json.expect(series.stream().mapToLong(p -> 200 + 36L * p.times().length).sum());
        var prefixes = new TimePrefixes();
        for (Value.Points points : series) {
            json.next().ascii("{\"metric\":");
            labels(json, points.labels());
            if (points.histograms() == null) {
                floats(json, points, prefixes);
            } else {
                floats(json, points);
            }
            histograms(json, points);
            json.raw('}');
        }
        json.raw(']');
    }

    /** Points without histograms. */
    private static void floats(JsonBytes json, Value.Points points, TimePrefixes prefixes) {
        double[] values = points.values();
        prefixes.prepare(points.times());
        json.ascii(",\"values\":");
        for (int i = 0; i < values.length; i++) {
            prefixes.write(json, i);
            GoFloat.append(json, values[i]);
            json.ascii("\"]");
        }
        json.raw(']');
    }

    /** The points that are floats, if any. */
    private static void floats(JsonBytes json, Value.Points points) {
        @Nullable Histogram @Nullable [] histograms = points.histograms();
        boolean any = false;
        for (int i = 0; i < points.times().length; i++) {
            if (histograms == null || histograms[i] == null) {
                json.ascii(any ? "," : ",\"values\":[");
                point(json, points.times()[i], points.values()[i]);
                any = true;
            }
        }
        if (any) {
            json.raw(']');
        }
    }

    /** The points that are histograms, if any. */
    private static void histograms(JsonBytes json, Value.Points points) {
        @Nullable Histogram @Nullable [] histograms = points.histograms();
        boolean any = false;
        for (int i = 0; histograms != null && i < histograms.length; i++) {
            Histogram histogram = histograms[i];
            if (histogram != null) {
                json.ascii(any ? "," : ",\"histograms\":[");
                point(json, points.times()[i], histogram);
                any = true;
            }
        }
        if (any) {
            json.raw(']');
        }
    }

    private static int count(int size, int limit) {
        return limit > 0 ? Math.min(limit, size) : size;
    }

    private static void point(JsonBytes json, long millis, Histogram histogram) {
        json.raw('[').seconds(millis).raw(',');
        HistogramJson.write(json, histogram);
        json.raw(']');
    }

    private static void point(JsonBytes json, long millis, double value) {
        json.raw('[').seconds(millis).ascii(",\"");
        GoFloat.append(json, value);
        json.ascii("\"]");
    }

    /** A label set as an object; names ascending. */
    static void labels(JsonBytes json, Labels labels) {
        json.raw('{');
        for (int i = 0; i < labels.size(); i++) {
            json.member(labels.name(i), labels.value(i));
        }
        json.raw('}');
    }
}
