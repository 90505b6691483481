package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many series there are of what. One pass over all series; memory follows the number of different labels. */
final class Cardinality {
    private static final List<LabelMatcher> ALL = List.of(new LabelMatcher(LabelMatcher.Type.MATCH, "__name__", ".*"));
    private static final long CHECK_EVERY = 4096;
    private final Map<String, Map<String, Long>> counts = new HashMap<>();
    private long series;

    /** A name and how often. */
    record Count(String name, long value) {}

    private Cardinality() {}

    static Cardinality of(Queryable store, QueryControl control) {
        var cardinality = new Cardinality();
        try (Querier querier = store.querier(RequestTimes.MIN, RequestTimes.MAX)) {
            for (Labels one : querier.labelSets(ALL)) {
                if (cardinality.series % CHECK_EVERY == 0 && control.isCanceled()) {
                    throw new QueryException(QueryException.Type.CANCELED, "the counting of series was canceled");
                }
                cardinality.add(one);
            }
        }
        return cardinality;
    }

    private void add(Labels labels) {
        series++;
        for (int i = 0; i < labels.size(); i++) {
            counts.computeIfAbsent(labels.name(i), n -> new HashMap<>()).merge(labels.value(i), 1L, Long::sum);
        }
    }

    long series() {
        return series;
    }

    long pairs() {
        return counts.values().stream().mapToLong(Map::size).sum();
    }

    List<Count> seriesByMetric(int limit) {
        return top(counts.getOrDefault("__name__", Map.of()).entrySet().stream()
                .map(e -> new Count(e.getKey(), e.getValue())).toList(), limit);
    }

    List<Count> valuesByLabel(int limit) {
        return top(counts.entrySet().stream().map(e -> new Count(e.getKey(), e.getValue().size())).toList(), limit);
    }

    /** Length of all values, as often as they stand in a series: what they would take without sharing. */
    List<Count> bytesByLabel(int limit) {
        return top(counts.entrySet().stream().map(e -> new Count(e.getKey(), e.getValue().entrySet().stream()
                .mapToLong(v -> v.getKey().length() * v.getValue()).sum())).toList(), limit);
    }

    List<Count> seriesByPair(int limit) {
        return top(counts.entrySet().stream().flatMap(label -> label.getValue().entrySet().stream()
                .map(v -> new Count(label.getKey() + "=" + v.getKey(), v.getValue()))).toList(), limit);
    }

    private static List<Count> top(List<Count> all, int limit) {
        return all.stream().sorted(Comparator.comparingLong(Count::value).reversed().thenComparing(Count::name)).limit(limit).toList();
    }
}
