package dev.plumbline.testkit.script;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import dev.plumbline.testkit.script.SeriesDescription.Sample;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Compares an answer with an expectation; each method returns what is wrong, or null. */
final class ResultComparison {
    private ResultComparison() {}

    static @Nullable String instant(Expectation e, Value value) {
        if (e.string != null) {
            return value instanceof Value.Text t && t.value().equals(e.string) ? null
                    : "expected string \"" + e.string + "\" but got " + value;
        }
        if (e.rangeVector != null) {
            return range(e, value, e.rangeVector);
        }
        return switch (value) {
            case Value.Scalar s -> e.scalar == null ? "expected vector or matrix result, but got scalar " + s.value()
                    : SampleComparison.problem(Sample.of(e.scalar), s.value(), null);
            case Value.Vector v -> e.scalar == null ? vector(e, v.elements())
                    : "expected scalar result, but got vector " + v.elements();
            case Value.Matrix m -> "expected vector or scalar result, but got a matrix of " + m.series().size() + " series";
            case Value.Text t -> "expected vector or scalar result, but got string \"" + t.value() + "\"";
        };
    }

    private static @Nullable String vector(Expectation e, List<Value.Element> elements) {
        Map<Labels, Sample> expected = new HashMap<>();
        for (SeriesDescription s : e.series) {
            if (s.samples().size() != 1) {
                return "an instant query needs one value for " + s.labels() + ", the script has " + s.samples().size();
            }
            expected.put(s.labels(), s.samples().getFirst());
        }
        int position = 0;
        for (Value.Element element : elements) {
            Sample sample = expected.remove(element.labels());
            if (sample == null) {
                return "unexpected metric " + element.labels() + " in result, has value " + shown(element);
            }
            if (e.ordered && !e.series.get(position).labels().equals(element.labels())) {
                return "expected metric " + e.series.get(position).labels() + " at position " + (position + 1) + " but got "
                        + element.labels();
            }
            String problem = SampleComparison.problem(sample, element.value(), element.histogram());
            if (problem != null) {
                return problem + " for " + element.labels();
            }
            position++;
        }
        return expected.isEmpty() ? null : "expected metric " + expected.keySet().iterator().next() + " not found";
    }

    private static String shown(Value.Element e) {
        Histogram h = e.histogram();
        return h == null ? Double.toString(e.value()) : dev.plumbline.model.HistogramText.print(h);
    }

    /** An answer over time against series whose i-th value belongs to start + i·step. */
    static @Nullable String range(Expectation e, Value value, QueryRunner.Window window) {
        if (!(value instanceof Value.Matrix matrix)) {
            return "expected matrix result, but got " + value.type().apiName();
        }
        if (e.scalar != null) {
            return "expected scalar result, but got matrix " + matrix.series();
        }
        Map<Labels, SeriesDescription> expected = new HashMap<>();
        e.series.forEach(s -> expected.put(s.labels(), s));
        Labels before = null;
        for (Value.Points points : matrix.series()) {
            if (before != null && before.compareTo(points.labels()) >= 0) {
                return "series are not sorted: " + points.labels() + " comes after " + before;
            }
            before = points.labels();
            SeriesDescription s = expected.remove(points.labels());
            String problem = s == null ? "unexpected metric " + points.labels() + " in result, has "
                    + points.times().length + " points" : series(s, points, window);
            if (problem != null) {
                return problem;
            }
        }
        return expected.isEmpty() ? null : "expected metric " + expected.keySet().iterator().next() + " not found";
    }

    private static @Nullable String series(SeriesDescription s, Value.Points points, QueryRunner.Window window) {
        long room = window.stepMillis() == 0 ? 1 : (window.endMillis() - window.startMillis()) / window.stepMillis() + 1;
        if (s.samples().size() > room) {
            return "expected " + s.samples().size() + " points for " + s.labels()
                    + ", but query time range cannot return this many points";
        }
        var places = new ArrayList<Integer>();
        for (int i = 0; i < s.samples().size(); i++) {
            if (!s.samples().get(i).omitted()) {
                places.add(i);
            }
        }
        if (places.size() != points.times().length) {
            return "expected " + places.size() + " points for " + s.labels() + ", but got " + points.times().length;
        }
        for (int i = 0; i < places.size(); i++) {
            long time = window.startMillis() + places.get(i) * window.stepMillis();
            if (points.times()[i] != time) {
                return "expected value at index " + i + " for " + s.labels() + " to have timestamp " + time
                        + ", but it had timestamp " + points.times()[i];
            }
            Histogram h = points.histograms() == null ? null : points.histograms()[i];
            String problem = SampleComparison.problem(s.samples().get(places.get(i)), points.values()[i], h);
            if (problem != null) {
                return problem + " for " + s.labels() + " at index " + i + " (t=" + time + ")";
            }
        }
        return null;
    }
}
