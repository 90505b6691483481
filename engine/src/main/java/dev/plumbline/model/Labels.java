package dev.plumbline.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable label set: names strictly ascending (by UTF-16 code unit, which for the names in use is Prometheus's
 * byte order), no empty values, since an empty value means that the label is absent. Two arrays' worth of strings in
 * one array; the hash is computed once.
 */
public final class Labels implements Comparable<Labels> {
    /** The label that holds the metric's name. */
    public static final String METRIC_NAME = "__name__";

    /** The empty label set. */
    public static final Labels EMPTY = new Labels(new String[0]);

    private final String[] pairs; // name, value, name, value …
    private int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
    }

    /** From name, value, name, value …; order does not matter; empty values are left out; a repeated name is an error. */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values must come in pairs, got " + namesAndValues.length + " strings");
        }
        var sorted = new TreeMap<String, String>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (sorted.put(namesAndValues[i], namesAndValues[i + 1]) != null) {
                throw new IllegalArgumentException("label \"" + namesAndValues[i] + "\" is given twice");
            }
        }
        return of(sorted);
    }

    /** From a map; empty values are left out. */
    public static Labels of(Map<String, String> map) {
        var pairs = new ArrayList<String>(map.size() * 2);
        new TreeMap<>(map).forEach((name, value) -> {
            if (!value.isEmpty()) {
                pairs.add(name);
                pairs.add(value);
            }
        });
        return pairs.isEmpty() ? EMPTY : new Labels(pairs.toArray(String[]::new));
    }

    /**
     * Takes over an array of name, value pairs that is already sorted by name, without duplicates and empty values.
     * The caller must not touch it again. For hot paths; not checked beyond an assertion.
     */
    public static Labels ofSorted(String[] sortedPairs) {
        assert isSorted(sortedPairs) : Arrays.toString(sortedPairs);
        return sortedPairs.length == 0 ? EMPTY : new Labels(sortedPairs);
    }

    private static boolean isSorted(String[] pairs) {
        for (int i = 2; i < pairs.length; i += 2) {
            if (pairs[i - 2].compareTo(pairs[i]) >= 0) {
                return false;
            }
        }
        return pairs.length % 2 == 0;
    }

    /** Number of labels. */
    public int size() {
        return pairs.length / 2;
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    /** Name of the i-th label in ascending order, 0-based. */
    public String name(int i) {
        return pairs[2 * i];
    }

    /** Value of the i-th label in ascending order of names, 0-based. */
    public String value(int i) {
        return pairs[2 * i + 1];
    }

    /** The value of a label, or the empty string when there is none. */
    public String get(String name) {
        int i = indexOf(name);
        return i < 0 ? "" : value(i);
    }

    public boolean has(String name) {
        return indexOf(name) >= 0;
    }

    /** The metric's name, or the empty string. */
    public String metricName() {
        return get(METRIC_NAME);
    }

    /** Whether both have the same names, whatever the values. */
    public boolean hasNamesOf(Labels other) {
        if (pairs.length != other.pairs.length) {
            return false;
        }
        for (int i = 0; i < pairs.length; i += 2) {
            if (!pairs[i].equals(other.pairs[i])) {
                return false;
            }
        }
        return true;
    }

    private int indexOf(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return i / 2;
            }
        }
        return -1;
    }

    /** The same set without the given labels. */
    public Labels without(Collection<String> names) {
        return filter(names, false);
    }

    public Labels without(String name) {
        return has(name) ? filter(List.of(name), false) : this;
    }

    /** Only the given labels of this set. */
    public Labels keep(Collection<String> names) {
        return filter(names, true);
    }

    /** The same set without the metric's name. */
    public Labels withoutMetricName() {
        return without(METRIC_NAME);
    }

    private Labels filter(Collection<String> names, boolean keep) {
        var kept = new ArrayList<String>(pairs.length);
        for (int i = 0; i < pairs.length; i += 2) {
            if (names.contains(pairs[i]) == keep) {
                kept.add(pairs[i]);
                kept.add(pairs[i + 1]);
            }
        }
        return kept.size() == pairs.length ? this : ofSorted(kept.toArray(String[]::new));
    }

    /** The same set with one label set, replaced, or (empty value) removed. */
    public Labels with(String name, String value) {
        int at = 0;
        while (at < pairs.length && pairs[at].compareTo(name) < 0) {
            at += 2;
        }
        boolean present = at < pairs.length && pairs[at].equals(name);
        if (value.isEmpty()) {
            return present ? filter(List.of(name), false) : this;
        }
        var changed = new String[present ? pairs.length : pairs.length + 2];
        System.arraycopy(pairs, 0, changed, 0, at);
        changed[at] = name;
        changed[at + 1] = value;
        int rest = present ? at + 2 : at;
        System.arraycopy(pairs, rest, changed, at + 2, pairs.length - rest);
        return new Labels(changed);
    }

    /** A builder that starts from this set. */
    public Builder builder() {
        return new Builder(this);
    }

    /** Calls back with every name and value, names ascending. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** A map in ascending order of names; a copy. */
    public Map<String, String> toMap() {
        var map = new TreeMap<String, String>();
        forEach(map::put);
        return map;
    }

    /** Prometheus's order: label by label, name before value; a prefix comes first. */
    @Override
    public int compareTo(Labels other) {
        int n = Math.min(pairs.length, other.pairs.length);
        for (int i = 0; i < n; i++) {
            int c = pairs[i].compareTo(other.pairs[i]);
            if (c != 0) {
                return c;
            }
        }
        return Integer.compare(pairs.length, other.pairs.length);
    }

    @Override
    public boolean equals(@Nullable Object o) {
        return this == o || o instanceof Labels other && hashCode() == other.hashCode() && Arrays.equals(pairs, other.pairs);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(pairs);
            hash = h;
        }
        return h;
    }

    /** {@code {__name__="up", job="a"}}, the way Prometheus prints a label set; values quoted and escaped. */
    @Override
    public String toString() {
        var text = new StringBuilder("{");
        forEach((name, value) -> {
            if (text.length() > 1) {
                text.append(", ");
            }
            text.append(LabelNames.isLegacy(name) ? name : Quoting.quote(name)).append('=').append(Quoting.quote(value));
        });
        return text.append('}').toString();
    }

    /** Builds a label set step by step. Not thread-safe. */
    public static final class Builder {
        private final TreeMap<String, String> map = new TreeMap<>();

        public Builder() {}

        private Builder(Labels start) {
            start.forEach(map::put);
        }

        /** Sets or replaces a label; an empty value removes it. */
        public Builder set(String name, String value) {
            if (value.isEmpty()) {
                map.remove(name);
            } else {
                map.put(name, value);
            }
            return this;
        }

        public Builder remove(String name) {
            map.remove(name);
            return this;
        }

        /** The value set so far, or the empty string. */
        public String get(String name) {
            return map.getOrDefault(name, "");
        }

        /** The names set so far, ascending; a copy. */
        public List<String> names() {
            return List.copyOf(map.keySet());
        }

        public Labels build() {
            return Labels.of(map);
        }
    }
}
