package dev.plumbline.daemon.verdicts;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Follows counters of plain numbers. Owned by one thread. */
class CounterReader extends IncreaseReader<Double> {
    private SortedMap<Double, Double> byBound = new TreeMap<>();
    private double total;

    /** What was added since the reading before: in all, by the bound {@code le}, over which time, by how many series in all. */
    record Increase(double total, SortedMap<Double, Double> byBound, long spanMillis, int series) {}

    CounterReader(Counters counters) {
        super(counters);
    }

    Increase read(Lookup lookup, long fromMillis, long nowMillis) {
        byBound = new TreeMap<>();
        total = 0;
        long span = follow(lookup, fromMillis, nowMillis);
        return new Increase(total, byBound, span, series());
    }

    @Override
    @Nullable Double at(Value.Points points, int i) {
        double value = points.values()[i];
        return Double.isFinite(value) ? value : null;
    }

    @Override
    void grew(Labels labels, @Nullable Double before, Double after) {
        double increase = before == null || after < before ? after : after - before;
        total += increase;
        add(labels, increase);
    }

    @Override
    void seen(Labels labels) {
        add(labels, 0);
    }

    private void add(Labels labels, double increase) {
        // A bound that did not grow is there all the same.
        Lookup.bound(labels).ifPresent(bound -> byBound.merge(bound, increase, Double::sum));
    }
}
