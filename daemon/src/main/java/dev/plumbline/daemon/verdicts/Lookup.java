package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The queries of one metric at one time; remembers their texts for the evidence. Used once. */
final class Lookup {
    private static final int MAX_BUCKETS = 10_000;
    private final MetricsSource source;
    private final long timeMillis;
    private final List<String> queries = new ArrayList<>();

    Lookup(MetricsSource source, long timeMillis) {
        this.source = source;
        this.timeMillis = timeMillis;
    }

    List<String> queries() {
        return queries;
    }

    private Value ask(String query) {
        queries.add(query);
        return source.instant(query, timeMillis);
    }

    /** Whether any series is there; not among the queries that the evidence shows. */
    boolean exists(String series) {
        return switch (source.instant("count(" + series + ")", timeMillis)) {
            case Value.Vector v -> !v.elements().isEmpty();
            case Value.Scalar s -> true;
            case Value.Text t -> false;
            case Value.Matrix m -> !m.series().isEmpty();
        };
    }

    /** The one number that a query yields, or what it yields instead. */
    Reading number(String query) {
        return switch (ask(query)) {
            case Value.Scalar s -> finite(s.value());
            case Value.Vector v -> one(v.elements());
            case Value.Text t -> new Reading.Unreadable("the query yields a string, must yield one number");
            case Value.Matrix m -> new Reading.Unreadable("the query yields a range vector, must yield one number");
        };
    }

    private static Reading one(List<Value.Element> elements) {
        if (elements.isEmpty()) {
            return new Reading.Missing("the query returned nothing");
        }
        if (elements.size() > 1) {
            return new Reading.Unreadable("the query returned " + elements.size() + " series, must be one; aggregate them, "
                    + "for example with sum(...)");
        }
        Value.Element e = elements.getFirst();
        return e.histogram() == null ? finite(e.value())
                : new Reading.Unreadable("the query returned a native histogram, must be a number");
    }

    private static Reading finite(double value) {
        return Double.isFinite(value) ? new Reading.Number(value) : new Reading.Missing("the value is " + value);
    }

    /** Upper bounds to counts from a query that keeps the label {@code le}. */
    Map<Double, Double> buckets(String query) {
        var counts = new HashMap<Double, Double>();
        if (ask(query) instanceof Value.Vector v) {
            v.elements().stream().limit(MAX_BUCKETS).forEach(e -> bound(e).ifPresent(le -> counts.put(le, e.value())));
        }
        return counts;
    }

    private static OptionalDouble bound(Value.Element e) {
        String le = e.labels().get("le");
        try {
            return OptionalDouble.of(le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le));
        } catch (NumberFormatException notABound) {
            return OptionalDouble.empty();
        }
    }
}
