package dev.plumbline.promql.eval;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.VectorMatching;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Numbers the groups of an aggregation, or of a matching, in the order of their first member. {@code by} looks at the values of its labels
 * where they are, without a label set for each series; {@code without} and large lists of names make one. One thread.
 */
final class Grouping {
    private static final int MOST_NAMES = 16;
    private final boolean without;
    private final Set<String> names;
    private final boolean inPlace;
    private final String[] by;
    private final String[] found; // values of the series at hand
    private final int[] places; // where each label was in the last series: neighbours have the same names
    private final List<Labels> groups = new ArrayList<>();
    private final List<String[]> keys = new ArrayList<>();
    private final Map<Labels, Integer> numbers = new HashMap<>();
    private int[] table = new int[64]; // number + 1; 0 is free

    private Grouping(boolean without, Set<String> names) {
        this.without = without;
        this.names = names;
        inPlace = !without && names.size() <= MOST_NAMES;
        by = inPlace ? new TreeSet<>(names).toArray(String[]::new) : new String[0];
        found = new String[by.length];
        places = new int[found.length];
    }

    /** The groups of an aggregation. */
    static Grouping of(Expr.Aggregate a) {
        var names = new HashSet<>(a.grouping());
        if (a.without()) {
            names.addAll(Columns.METRIC_LABELS);
        }
        return new Grouping(a.without(), names);
    }

    /** The match groups of an operator: by the labels of {@code on}, or by all but those of {@code ignoring} and the name. */
    static Grouping of(VectorMatching matching) {
        var names = new HashSet<>(matching.labels());
        if (!matching.on()) {
            names.add(Labels.METRIC_NAME);
        }
        return new Grouping(!matching.on(), names);
    }

    /** Label sets by number. */
    List<Labels> groups() {
        return groups;
    }

    /** The group of a series; {@code nameless}: as if it had no labels of the metric. */
    int of(Labels labels, boolean nameless) {
        if (!inPlace) {
            return number(nameless && !without ? Columns.withoutMetric(labels) : labels);
        }
        int hash = 1;
        for (int k = 0; k < by.length; k++) {
            String value = nameless && Columns.METRIC_LABELS.contains(by[k]) ? "" : value(labels, k);
            found[k] = value;
            hash = 31 * hash + value.hashCode();
        }
        return lookUp(hash);
    }

    private int number(Labels labels) {
        Labels key = without ? labels.without(names) : labels.keep(names);
        return numbers.computeIfAbsent(key, k -> {
            groups.add(k);
            return groups.size() - 1;
        });
    }

    private String value(Labels labels, int k) {
        String wanted = Objects.requireNonNull(by)[k];
        int place = places[k];
        if (place < labels.size() && labels.name(place).equals(wanted)) {
            return labels.value(place);
        }
        for (int i = 0; i < labels.size(); i++) {
            if (labels.name(i).equals(wanted)) {
                places[k] = i;
                return labels.value(i);
            }
        }
        return "";
    }

    private int lookUp(int hash) {
        int mask = table.length - 1;
        int at = spread(hash) & mask;
        while (table[at] != 0) {
            if (Arrays.equals(keys.get(table[at] - 1), found)) {
                return table[at] - 1;
            }
            at = at + 1 & mask;
        }
        table[at] = keys.size() + 1;
        keys.add(found.clone());
        groups.add(labels(found));
        if (keys.size() * 2 > table.length) {
            grow();
        }
        return groups.size() - 1;
    }

    private static int spread(int hash) {
        int h = hash * 0x9E3779B9;
        return h ^ h >>> 15;
    }

    private Labels labels(String[] values) {
        String[] names = Objects.requireNonNull(by);
        var pairs = new ArrayList<String>(2 * values.length);
        for (int k = 0; k < values.length; k++) {
            if (!values[k].isEmpty()) {
                pairs.add(names[k]);
                pairs.add(values[k]);
            }
        }
        return Labels.ofSorted(pairs.toArray(String[]::new));
    }

    private void grow() {
        table = new int[table.length * 2];
        for (int n = 0; n < keys.size(); n++) {
            int at = spread(Arrays.hashCode(keys.get(n))) & table.length - 1;
            while (table[at] != 0) {
                at = at + 1 & table.length - 1;
            }
            table[at] = n + 1;
        }
    }
}
