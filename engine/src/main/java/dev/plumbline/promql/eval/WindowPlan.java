package dev.plumbline.promql.eval;

import java.util.Arrays;

/**
 * Where each step's window begins and ends in a column of times: two pointers, one pass, O(samples + steps). A plan is
 * made once for every column of times; consecutive series with the same times share it, and what else is planned by it.
 */
final class WindowPlan {
    /** Fits nothing. */
    static final WindowPlan NONE = new WindowPlan(new long[0], 0, -1, 0);
    final int[] from;
    final int[] to;
    private final long[] times;
    private final int runFrom;
    private final int runTo;

    private WindowPlan(long[] times, int runFrom, int runTo, int steps) {
        this.times = times;
        this.runFrom = runFrom;
        this.runTo = runTo;
        from = new int[steps];
        to = new int[steps];
    }

    /** Plans what each step sees; ends ascend. */
    static WindowPlan of(long[] times, int runFrom, int runTo, WindowTimes w) {
        var plan = new WindowPlan(times, runFrom, runTo, w.count());
        int lo = runFrom;
        int hi = runFrom;
        for (int i = 0; i < w.count(); i++) {
            long end = w.visibleTo(w.end(i));
            long start = w.visibleAfter(w.end(i));
            while (hi < runTo && times[hi] <= end) {
                hi++;
            }
            while (lo < hi && times[lo] <= start) {
                lo++;
            }
            plan.from[i] = lo;
            plan.to[i] = hi;
        }
        return plan;
    }

    /** Whether the series has the times that were planned for: mostly the same array, else equal ones. */
    boolean fits(RangeSeries s) {
        return fits(s.times(), s.from(), s.to());
    }

    boolean fits(long[] otherTimes, int otherFrom, int otherTo) {
        return otherFrom == runFrom && otherTo == runTo
                && (otherTimes == times || Arrays.equals(otherTimes, runFrom, runTo, times, runFrom, runTo));
    }
}
