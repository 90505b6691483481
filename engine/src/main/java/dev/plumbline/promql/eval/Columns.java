package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What holds for lists of columns: labels that an operation drops, equal label sets, broadcasting. */
final class Columns {
    /** Dropped with the metric's name: they describe the metric that no longer is. */
    static final Set<String> METRIC_LABELS = Set.of(Labels.METRIC_NAME, "__type__", "__unit__");

    private Columns() {}

    /** The label set of a result that is no longer the metric. */
    static Labels withoutMetric(Labels labels) {
        for (String name : METRIC_LABELS) {
            if (labels.has(name)) {
                return labels.without(METRIC_LABELS);
            }
        }
        return labels;
    }

    /**
     * Unites columns with equal labels, which happens when names were dropped.
     *
     * @throws QueryException when two of them have an element at the same step
     */
    static List<Column> mergeEqual(List<Column> columns) {
        if (areDistinct(columns)) {
            return columns;
        }
        Map<Labels, Column> merged = new LinkedHashMap<>();
        for (Column c : columns) {
            Column present = merged.get(c.labels);
            if (present == null) {
                merged.put(c.labels, copy(c));
            } else {
                mergeInto(present, c);
            }
        }
        return new ArrayList<>(merged.values());
    }

    private static boolean areDistinct(List<Column> columns) {
        Map<Labels, Boolean> seen = HashMap.newHashMap(columns.size());
        for (Column c : columns) {
            if (seen.put(c.labels, true) != null) {
                return false;
            }
        }
        return true;
    }

    private static Column copy(Column c) {
        Column copy = Column.empty(c.labels, c.dropName, c.values.length);
        mergeInto(copy, c);
        return copy;
    }

    private static void mergeInto(Column target, Column c) {
        for (int i = 0; i < c.values.length; i++) {
            if (c.has(i)) {
                if (target.has(i)) {
                    throw sameLabelset();
                }
                target.copy(i, c);
            }
        }
    }

    static QueryException sameLabelset() {
        return new QueryException(QueryException.Type.EXECUTION, "vector cannot contain metrics with the same labelset");
    }

    /** Drops the names that were to be dropped at the end, and columns without elements. */
    static List<Column> finish(List<Column> columns) {
        var finished = new ArrayList<Column>(columns.size());
        for (Column c : columns) {
            if (!c.isEmpty()) {
                finished.add(c.dropName ? c.relabeled(withoutMetric(c.labels), false) : c);
            }
        }
        return mergeEqual(finished);
    }

    /** Repeats the only step of each column. */
    static List<Column> broadcast(List<Column> columns, int steps) {
        var wide = new ArrayList<Column>(columns.size());
        for (Column c : columns) {
            Column w = Column.empty(c.labels, c.dropName, steps);
            var histogram = c.histogram(0);
            for (int i = 0; i < steps; i++) {
                if (histogram != null) {
                    w.set(i, histogram);
                } else {
                    w.set(i, c.values[0]);
                }
            }
            wide.add(w);
        }
        return wide;
    }
}
