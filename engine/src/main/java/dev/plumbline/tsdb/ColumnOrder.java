package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a table may lean on which other one (docs/formats/blocks.md): the buckets and the count of a classic histogram on its
 * {@code +Inf} bucket. Only labels decide who may; the writer looks whether it pays.
 */
final class ColumnOrder {
    private static final String BOUND = "le";
    private static final String INFINITE = "+Inf";
    private static final String BUCKET = "_bucket";
    private static final String COUNT = "_count";

    private ColumnOrder() {}

    /**
     * What series have in common of which the others may lean on the {@code +Inf} bucket: the labels of that.
     *
     * @return null when the series is neither a bucket nor a count
     */
    static @Nullable Labels base(Labels labels) {
        String name = labels.metricName();
        if (name.endsWith(BUCKET)) {
            return labels.has(BOUND) ? labels.with(BOUND, INFINITE) : null;
        }
        if (name.endsWith(COUNT) && !labels.has(BOUND)) {
            String family = name.substring(0, name.length() - COUNT.length());
            return labels.with(Labels.METRIC_NAME, family + BUCKET).with(BOUND, INFINITE);
        }
        return null;
    }

    /** Whether others may lean on it. */
    static boolean isBase(Labels labels) {
        String bound = labels.get(BOUND);
        return (bound.equals(INFINITE) || bound.equals("Inf")) && labels.metricName().endsWith(BUCKET);
    }

    /** The same columns; those that may lean on one of them come right behind it, all else stays in its order. */
    static <T> List<T> of(Collection<T> columns, Function<T, Labels> labels) {
        List<T> given = List.copyOf(columns);
        if (given.stream().noneMatch(column -> isBase(labels.apply(column)))) {
            return given;
        }
        List<Optional<Labels>> bases = given.stream().map(column -> Optional.ofNullable(base(labels.apply(column)))).toList();
        Map<Labels, Family<T>> families = new HashMap<>();
        for (int i = 0; i < given.size(); i++) {
            if (isBase(labels.apply(given.get(i)))) {
                families.putIfAbsent(bases.get(i).orElseThrow(), new Family<>(given.get(i), new ArrayList<>()));
            }
        }
        return inOrder(given, bases.stream().map(base -> base.map(families::get)).toList());
    }

    /** @param families each column's, if it has one */
    private static <T> List<T> inOrder(List<T> columns, List<Optional<Family<T>>> families) {
        for (int i = 0; i < columns.size(); i++) {
            T column = columns.get(i);
            families.get(i).filter(family -> family.base != column).ifPresent(family -> family.others.add(column));
        }
        var ordered = new ArrayList<T>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            T column = columns.get(i);
            Optional<Family<T>> family = families.get(i);
            if (family.isEmpty()) {
                ordered.add(column);
            } else if (family.get().base == column) {
                ordered.add(column);
                ordered.addAll(family.get().others);
            }
        }
        return ordered;
    }

    /** A base and the columns that may lean on it, in their order. */
    private record Family<T>(T base, List<T> others) {}
}
