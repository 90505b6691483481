package dev.plumbline.tsdb;

import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.ExactSum;

/**
 * Puts samples or aggregate rows of one series together from left to right: to a row, or to the answers of a window. O(1) each, constant
 * memory. Used for one row or window after the other by one thread. Contract: docs/formats/downsampling.md.
 */
final class Aggregation {
    private static final AggregateRow.Edge NO_SAMPLE = new AggregateRow.Edge(0, 0);
    private final Sum sum = new Sum();
    private final Sum before = new Sum();
    private long samples;
    private long changes;
    private long resets;
    private double min;
    private double max;
    private AggregateRow.Edge first = NO_SAMPLE;
    private long lastMillis;
    private double last;
    private boolean endsStale;

    /** A sum that is exact as long as everything is finite, and else what adding one by one gives. */
    private static final class Sum {
        private final ExactSum exact = new ExactSum();
        private double plain;

        void clear() {
            exact.clear();
            plain = 0;
        }

        void add(double v) {
            exact.add(v);
            plain += v;
        }

        void add(AggregateRow.Total t) {
            exact.add(t.high());
            exact.add(t.low());
            plain += t.high();
        }

        AggregateRow.Total total() {
            if (!exact.isFinite()) {
                return new AggregateRow.Total(plain, 0);
            }
            double high = exact.value();
            return Double.isFinite(high) ? new AggregateRow.Total(high, exact.remainder()) : new AggregateRow.Total(high, 0);
        }
    }

    Aggregation clear() {
        sum.clear();
        before.clear();
        samples = 0;
        changes = 0;
        resets = 0;
        endsStale = false;
        return this;
    }

    /** Adds a sample, later than all before; a staleness marker ends the row's series for now. */
    void add(long timeMillis, double value) {
        endsStale = StaleMarker.is(value);
        if (!endsStale) {
            meet(timeMillis, value);
            samples++;
            takeExtremes(value, value);
            sum.add(value);
            last = value;
            lastMillis = timeMillis;
        }
    }

    /** Adds a row, later than all before. */
    void add(AggregateRow row) {
        if (row.samples() > 0) {
            meet(row.first().millis(), row.first().value());
            samples += row.samples();
            takeExtremes(row.min(), row.max());
            changes += row.changes();
            resets += row.resets();
            before.add(row.before());
            sum.add(row.sum());
            last = row.last().value();
            lastMillis = row.last().millis();
        }
        endsStale = row.endsStale();
    }

    /** What comes next begins with this sample: compares it with the last. */
    private void meet(long timeMillis, double value) {
        if (samples == 0) {
            first = new AggregateRow.Edge(timeMillis, value);
            min = value;
            max = value;
            return;
        }
        if (value != last && !(Double.isNaN(value) && Double.isNaN(last))) {
            changes++;
        }
        if (value < last) {
            resets++;
            before.add(last);
        }
    }

    private void takeExtremes(double least, double largest) {
        if (least < min || Double.isNaN(min)) {
            min = least;
        }
        if (largest > max || Double.isNaN(max)) {
            max = largest;
        }
    }

    /** The row of what was added. */
    AggregateRow row(long endMillis) {
        if (samples == 0) {
            return new AggregateRow(endMillis, 0, NO_SAMPLE, NO_SAMPLE, 0, 0, 0, 0, AggregateRow.Total.ZERO, AggregateRow.Total.ZERO, endsStale);
        }
        return new AggregateRow(endMillis, samples, first, new AggregateRow.Edge(lastMillis, last), min, max, changes, resets,
                before.total(), sum.total(), endsStale);
    }

    /** A counter's increase from the first to the last sample, not extrapolated: exact, rounded once. Of at least one sample. */
    static double increase(AggregateRow window) {
        var exact = new ExactSum();
        exact.add(window.last().value());
        exact.add(-window.first().value());
        exact.add(window.before().high());
        exact.add(window.before().low());
        if (exact.isFinite()) {
            return exact.value();
        }
        return window.last().value() - window.first().value() + window.before().high();
    }

    /** The average of at least one sample. */
    static double average(AggregateRow window) {
        double n = window.samples();
        return window.sum().high() / n + window.sum().low() / n;
    }
}
