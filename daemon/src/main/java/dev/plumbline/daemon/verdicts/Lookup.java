package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** The queries of one metric at one time; remembers their texts for the evidence. Used once. */
final class Lookup {
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
        return OneNumber.of(ask(query));
    }

    /** The samples of a range vector; no series when it yields something else. */
    Value.Matrix samples(String query) {
        return ask(query) instanceof Value.Matrix m ? m : new Value.Matrix(List.of());
    }

    /** The values that a label of an instant vector's elements has, without the empty one. */
    Set<String> values(String query, String label) {
        return ask(query) instanceof Value.Vector v
                ? v.elements().stream().map(e -> e.labels().get(label)).filter(value -> !value.isEmpty()).collect(Collectors.toSet()) : Set.of();
    }

    /** The label {@code le} as a number; empty when there is none. */
    static OptionalDouble bound(Labels labels) {
        String le = labels.get("le");
        if (le.isEmpty()) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le));
        } catch (NumberFormatException notABound) {
            return OptionalDouble.empty();
        }
    }
}
