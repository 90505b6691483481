package dev.plumbline.storage;

import dev.plumbline.model.StaleMarker;
import java.util.Arrays;

/**
 * What the samples of one window of one series come to, put together from left to right in time: of stretches whose figures
 * are known, and of single samples. Staleness markers are no samples of a window. The bits are those of a loop over the
 * samples, however they are cut into stretches, except that {@link #sum} is the exact sum rounded once.
 *
 * <p>Only the figure that was asked for is collected, and what it needs. Used for one window after the other by one thread.
 */
public final class WindowFigures {
    private final Figure wanted;
    private final ExactSum sum = new ExactSum();
    private double[] resets = new double[8];
    private int resetCount;
    private long count;
    private long stale;
    private long changes;
    private long firstMillis;
    private long lastMillis;
    private double first;
    private double last;
    private double extreme;
    private boolean complete = true;
    private int sign = 1; // -1 while samples are taken away

    /** What is asked of a window. */
    public enum Figure {
        /** How many samples there are. */
        COUNT,
        /** The first and last sample and their times; and COUNT. */
        ENDS,
        /** The value before each sample that is smaller than the one before it; and ENDS. */
        RESETS,
        /** How many samples differ from the one before; and ENDS. */
        CHANGES,
        /** The smallest sample, the first of equal ones, NaN only when all are; and COUNT. */
        MIN,
        /** The largest in the same way; and COUNT. */
        MAX,
        /** The exact sum; and COUNT. */
        SUM
    }

    /** The figures of a stretch of samples that follow each other, none of them a marker or a histogram. */
    public interface Stretch {
        /** How many samples, at least one. */
        int samples();

        double first();

        double last();

        int resets();

        /** The value before the i-th reset. */
        double beforeReset(int i);

        int changes();

        /** As {@link Figure#MIN} says. */
        double min();

        double max();

        /** The exact sum is sumHigh + sumLow. */
        double sumHigh();

        double sumLow();
    }

    public WindowFigures(Figure wanted) {
        this.wanted = wanted;
    }

    public Figure wanted() {
        return wanted;
    }

    /** Begins another window. */
    public void clear() {
        count = 0;
        stale = 0;
        changes = 0;
        resetCount = 0;
        complete = true;
        sign = 1;
        sum.clear();
    }

    /** The window has something that is no float: nothing that was collected may be used. */
    public void giveUp() {
        complete = false;
    }

    /**
     * From now on what is added is taken away instead, until this is said again with false: for a stretch that is only in part in the
     * window, when less of it is outside than inside. Only for COUNT and SUM, which lose nothing by it.
     */
    public void takeAway(boolean away) {
        sign = away ? -1 : 1;
    }

    /** Whether no sample of a stretch can be the extreme, because the window has one that lies beyond all of them. */
    public boolean isBeyond(Stretch s) {
        return count > 0 && (wanted == Figure.MIN && extreme < s.min() || wanted == Figure.MAX && extreme > s.max());
    }

    /** Adds samples; histograms among them cannot be added. Start times are not looked at. */
    public void add(Samples samples) {
        if (samples.histograms() != null) {
            giveUp();
        } else {
            add(samples.times(), samples.values(), samples.from(), samples.to());
        }
    }

    /** Adds the floats {@code from <= i < to}, markers among them too. */
    public void add(long[] times, double[] values, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && StaleMarker.is(values[begin])) {
            begin++;
        }
        while (begin < end && StaleMarker.is(values[end - 1])) {
            end--;
        }
        long markers = to - from - (end - begin);
        if (begin < end) {
            beginAt(times[begin], values[begin]);
            int inside = addValues(values, begin, end);
            count += sign * (end - begin - inside);
            markers += inside;
            endAt(times[end - 1], values[end - 1]);
        }
        stale += sign * markers;
    }

    /** Adds values of which the first and the last are no markers; answers how many are. */
    private int addValues(double[] values, int from, int to) {
        return switch (wanted) {
            case COUNT, ENDS -> countMarkers(values, from, to);
            case RESETS -> addResets(values, from, to);
            case CHANGES -> addChanges(values, from, to);
            case MIN -> addExtreme(values, from, to, false);
            case MAX -> addExtreme(values, from, to, true);
            case SUM -> addSum(values, from, to);
        };
    }

    /** Adds a stretch by its figures; those that are not wanted may be anything. */
    public void add(Stretch s, long stretchFirstMillis, long stretchLastMillis) {
        beginAt(stretchFirstMillis, s.first());
        switch (wanted) {
            case COUNT, ENDS -> { }
            case RESETS -> addResets(s, 0, s.resets());
            case CHANGES -> changes += s.changes();
            case MIN -> takeMin(s.min());
            case MAX -> takeMax(s.max());
            case SUM -> {
                sum.add(s.sumHigh());
                sum.add(s.sumLow());
            }
        }
        count += s.samples();
        endAt(stretchLastMillis, s.last());
    }

    /** Counts markers beside samples. */
    public void addMarkers(int markers) {
        stale += markers;
    }

    /**
     * Tells the first sample of what {@link #passOver} counts, where a stretch is only in part in the window. It is compared with
     * the sample before.
     */
    public void beginAt(long timeMillis, double value) {
        if (count == 0) {
            first = value;
            firstMillis = timeMillis;
            extreme = value;
        } else if (wanted == Figure.RESETS) {
            if (value < last) {
                addReset(last);
            }
        } else if (wanted == Figure.CHANGES && differ(last, value)) {
            changes++;
        }
    }

    /**
     * Passes over samples that nobody has looked at, and all the resets among them and right behind them: of the stretch those
     * with {@code fromReset <= i < toReset}. The next sample is not compared with the last of these.
     */
    public void passOver(int samples, Stretch s, int fromReset, int toReset) {
        count += samples;
        if (wanted == Figure.RESETS) {
            addResets(s, fromReset, toReset);
        }
        last = Double.NaN; // nothing is smaller than that
    }

    /** Tells the last sample of what was passed over. */
    public void endAt(long timeMillis, double value) {
        last = value;
        lastMillis = timeMillis;
    }

    private void addResets(Stretch s, int from, int to) {
        for (int i = from; i < to; i++) {
            addReset(s.beforeReset(i));
        }
    }

    private void addReset(double before) {
        if (resetCount == resets.length) {
            resets = Arrays.copyOf(resets, 2 * resetCount);
        }
        resets[resetCount++] = before;
    }

    private static int countMarkers(double[] values, int from, int to) {
        int markers = 0;
        for (int i = from; i < to; i++) {
            markers += StaleMarker.is(values[i]) ? 1 : 0;
        }
        return markers;
    }

    private int addResets(double[] values, int from, int to) {
        int markers = 0;
        double previous = values[from];
        for (int i = from + 1; i < to; i++) {
            double v = values[i];
            if (!(v >= previous)) { // rare
                if (StaleMarker.is(v)) {
                    markers++;
                    continue;
                }
                if (v < previous) {
                    addReset(previous);
                }
            }
            previous = v;
        }
        return markers;
    }

    private int addChanges(double[] values, int from, int to) {
        int markers = 0;
        double previous = values[from];
        for (int i = from + 1; i < to; i++) {
            double v = values[i];
            if (StaleMarker.is(v)) {
                markers++;
            } else {
                changes += differ(previous, v) ? 1 : 0;
                previous = v;
            }
        }
        return markers;
    }

    private static boolean differ(double a, double b) {
        return a != b && !(Double.isNaN(a) && Double.isNaN(b));
    }

    private int addExtreme(double[] values, int from, int to, boolean largest) {
        int markers = 0;
        double best = extreme;
        for (int i = from; i < to; i++) {
            double v = values[i];
            if (StaleMarker.is(v)) {
                markers++;
            } else if ((largest ? v > best : v < best) || Double.isNaN(best)) {
                best = v;
            }
        }
        extreme = best;
        return markers;
    }

    private void takeMin(double v) {
        if (v < extreme || Double.isNaN(extreme)) {
            extreme = v;
        }
    }

    private void takeMax(double v) {
        if (v > extreme || Double.isNaN(extreme)) {
            extreme = v;
        }
    }

    private int addSum(double[] values, int from, int to) {
        int markers = 0;
        for (int i = from; i < to; i++) {
            double v = values[i];
            if (StaleMarker.is(v)) {
                markers++;
            } else {
                sum.add(sign * v);
            }
        }
        return markers;
    }

    /** Whether the figures are those of the window; if not, its samples are to be read. */
    public boolean isComplete() {
        return complete && (wanted != Figure.SUM || sum.isFinite());
    }

    /** How many samples the window has, markers not counted. */
    public long samples() {
        return count;
    }

    /** How many staleness markers it has. */
    public long markers() {
        return stale;
    }

    /** Of the first sample, as all figures below only when there is one. */
    public long firstMillis() {
        return firstMillis;
    }

    public long lastMillis() {
        return lastMillis;
    }

    public double first() {
        return first;
    }

    public double last() {
        return last;
    }

    public int resets() {
        return resetCount;
    }

    /** The value before the i-th reset, in time order. */
    public double beforeReset(int i) {
        return resets[i];
    }

    public long changes() {
        return changes;
    }

    /** The smallest or the largest sample, as was asked. */
    public double extreme() {
        return extreme;
    }

    /** The exact sum, rounded once. */
    public double sum() {
        return sum.value();
    }

    /** The exact sum less {@link #sum}, rounded. */
    public double sumRemainder() {
        return sum.remainder();
    }
}
