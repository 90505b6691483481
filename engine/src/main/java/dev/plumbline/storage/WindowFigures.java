package dev.plumbline.storage;

import dev.plumbline.model.StaleMarker;

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
    private final WindowResets resets = new WindowResets();
    private double plainSum; // that counts when there is no exact one
    private boolean hasRows;
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
    private long beginResolution;
    private long endResolution;

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
        resets.clear();
        plainSum = 0;
        hasRows = false;
        complete = true;
        sign = 1;
        sum.clear();
        beginResolution = 0;
        endResolution = 0;
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
    public boolean isBeyond(SampleStretch s) {
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
    public void add(SampleStretch s, long stretchFirstMillis, long stretchLastMillis) {
        beginAt(stretchFirstMillis, s.first());
        switch (wanted) {
            case COUNT, ENDS -> { }
            case RESETS -> resets.add(s, 0, s.resets());
            case CHANGES -> changes += s.changes();
            case MIN -> takeMin(s.min());
            case MAX -> takeMax(s.max());
            case SUM -> {
                sum.add(s.sumHigh());
                sum.add(s.sumLow());
                plainSum += s.sumHigh();
            }
        }
        count += s.samples();
        endAt(stretchLastMillis, s.last());
    }

    /** Adds an aggregate row that covers so many ms; from here on sums that are not finite are what adding gives. */
    public void add(AggregateTotals t, long resolutionMillis) {
        if (t.samples() == 0) {
            return;
        }
        if (count == 0) {
            beginResolution = resolutionMillis;
        }
        hasRows = true;
        beginAt(t.firstMillis(), t.first());
        switch (wanted) {
            case COUNT, ENDS -> { }
            case RESETS -> resets.add(t);
            case CHANGES -> changes += t.changes();
            case MIN -> takeMin(t.min());
            case MAX -> takeMax(t.max());
            case SUM -> {
                plainSum += t.sumHigh();
                sum.add(t.sumHigh());
                sum.add(t.sumLow());
            }
        }
        count += t.samples();
        endAt(t.lastMillis(), t.last());
        endResolution = resolutionMillis;
    }

    /** Counts samples that nothing else is known of. Only for COUNT. */
    public void count(int samples) {
        count += samples;
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
                resets.add(last);
            }
        } else if (wanted == Figure.CHANGES && differ(last, value)) {
            changes++;
        }
    }

    /**
     * Passes over samples that nobody has looked at, and all the resets among them and right behind them: of the stretch those
     * with {@code fromReset <= i < toReset}. The next sample is not compared with the last of these.
     */
    public void passOver(int samples, SampleStretch s, int fromReset, int toReset) {
        count += samples;
        if (wanted == Figure.RESETS) {
            resets.add(s, fromReset, toReset);
        }
        last = Double.NaN; // nothing is smaller than that
    }

    /** Tells the last sample of what was passed over. */
    public void endAt(long timeMillis, double value) {
        last = value;
        lastMillis = timeMillis;
        endResolution = 0;
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
                    resets.add(previous);
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
        double plain = 0;
        for (int i = from; i < to; i++) {
            double v = values[i];
            if (StaleMarker.is(v)) {
                markers++;
            } else {
                sum.add(sign * v);
                plain += v;
            }
        }
        plainSum += sign * plain;
        return markers;
    }

    /** Whether the figures are those of the window; if not, its samples are to be read. */
    public boolean isComplete() {
        return complete && (wanted != Figure.SUM || sum.isFinite() || hasRows);
    }

    /** How much the aggregate row covers that the first sample is of, ms; 0 when that is known by itself. */
    public long beginResolutionMillis() {
        return beginResolution;
    }

    /** The same of the last sample. */
    public long endResolutionMillis() {
        return endResolution;
    }

    /**
     * How much a counter has grown from the first sample to the last: the difference and the value before each reset, added in time order; with
     * aggregate rows the exact sum of these, rounded once. Of RESETS.
     */
    public double increase() {
        return resets.increase(first, last);
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

    /** How many resets there are. */
    public long resets() {
        return resets.count();
    }

    /** The value before the i-th reset, in time order, of those that are not within aggregate rows. */
    public double beforeReset(int i) {
        return resets.before(i);
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
        return sum.isFinite() ? sum.value() : plainSum;
    }

    /** The exact sum less {@link #sum}, rounded. */
    public double sumRemainder() {
        return sum.isFinite() ? sum.remainder() : 0;
    }
}
