package dev.plumbline.promql.eval;

import dev.plumbline.promql.function.Extrapolation;
import dev.plumbline.promql.function.Window;
import org.jspecify.annotations.Nullable;

/**
 * Where each step's window begins and ends in a column of times: two pointers, one pass, O(samples + steps). A plan is
 * made once for every times array; consecutive series that share the array (same object, same run) share the plan, and
 * with it the extrapolation factors.
 */
final class WindowPlan {
    final int[] from;
    final int[] to;
    private final long[] times;
    private final int runFrom;
    private final int runTo;
    private Extrapolation.@Nullable Plan @Nullable [] extrapolations;

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

    boolean fits(RangeSeries s) {
        return s.times() == times && s.from() == runFrom && s.to() == runTo;
    }

    /** The extrapolation of step i, planned at its first use; the window must hold two samples. */
    Extrapolation.Plan extrapolation(int i, Window w) {
        if (extrapolations == null) {
            extrapolations = new Extrapolation.@Nullable Plan[from.length];
        }
        var plan = extrapolations[i];
        if (plan == null) {
            plan = Extrapolation.plan(times, w);
            extrapolations[i] = plan;
        }
        return plan;
    }
}
