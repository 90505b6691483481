package dev.plumbline.storage;

import java.util.Arrays;

/**
 * The values before the resets of a counter in a window: one by one in time order, and of aggregate rows how many there are and what they
 * come to. Used by one thread.
 */
final class WindowResets {
    private final ExactSum summedUp = new ExactSum();
    private double[] single = new double[8];
    private int singles;
    private long others;
    private double plain;
    private boolean rows;

    void clear() {
        singles = 0;
        if (rows) {
            summedUp.clear();
            others = 0;
            plain = 0;
            rows = false;
        }
    }

    void add(double before) {
        if (singles == single.length) {
            single = Arrays.copyOf(single, 2 * singles);
        }
        single[singles++] = before;
    }

    void add(SampleStretch s, int from, int to) {
        for (int i = from; i < to; i++) {
            add(s.beforeReset(i));
        }
    }

    void add(AggregateTotals t) {
        rows = true;
        if (t.resets() > 0) {
            others += t.resets();
            summedUp.add(t.beforeHigh());
            summedUp.add(t.beforeLow());
            plain += t.beforeHigh();
        }
    }

    double before(int i) {
        return single[i];
    }

    long count() {
        return singles + others;
    }

    /** The increase from the first sample to the last, as {@link WindowFigures#increase} has it. */
    double increase(double first, double last) {
        double increase = last - first;
        if (rows) {
            increase += plain;
        }
        for (int i = 0; i < singles; i++) {
            increase += single[i];
        }
        return rows ? exact(first, last, increase) : increase;
    }

    private double exact(double first, double last, double otherwise) {
        var exact = new ExactSum();
        exact.add(last);
        exact.add(-first);
        exact.add(summedUp);
        for (int i = 0; i < singles; i++) {
            exact.add(single[i]);
        }
        return exact.isFinite() ? exact.value() : otherwise;
    }
}
