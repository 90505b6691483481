package dev.plumbline.promql.eval;

import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.function.Extrapolation;
import dev.plumbline.promql.function.Window;
import java.util.Arrays;

/**
 * {@code rate}, {@code increase} and {@code delta} of floats for many series with the same times: what depends on times
 * only is computed once, a counter's resets are looked for once and not in each window. The bits are those of
 * {@link Extrapolation} window by window. O(samples + steps) a series, whatever the windows' length. One thread.
 */
final class Rates {
    /** So many are computed one by one before it is looked again whether those behind them have what all have in common. */
    private static final int FEW_STEPS = 16;
    private final boolean isCounter;
    private final boolean isRate;
    private final WindowTimes windows;
    private WindowPlan plan = WindowPlan.NONE;
    private Extrapolation.Plan[] times = {};
    private double[] factors = {};
    /** From the first to the last sample, seconds, and a little more than from the window's start to the first: beside each other for the loop. */
    private double[] sampled = {};
    private double[] toStart = {};
    private double leastSampled;
    private double mostToStart;
    private SteadySteps stretches = SteadySteps.NONE;
    private int[] resets = new int[8];
    private int resetCount;
    private boolean ordered; // no sample is NaN: but for resets they ascend

    Rates(String function, WindowTimes windows) {
        this.isCounter = !function.equals("delta");
        this.isRate = function.equals("rate");
        this.windows = windows;
    }

    /** Writes a value or the marker for each step; answers whether there is any value. */
    boolean compute(RangeSeries s, WindowPlan newPlan, double[] out) {
        prepare(newPlan, s);
        findResets(s);
        double[] values = s.values();
        if (!isCounter) {
            return stretches.compute(values, out, 0, out.length);
        }
        boolean any = false;
        for (int step = 0, next = 0; step < out.length; ) {
            while (next < resetCount && resets[next] <= plan.from[step]) {
                next++;
            }
            int end = endOfFast(values, step, next < resetCount ? resets[next] : s.to());
            if (end > step) {
                any |= stretches.compute(values, out, step, end);
            } else {
                end = Math.min(step + FEW_STEPS, out.length);
                any |= oneByOne(values, out, step, end, next);
            }
            step = end;
        }
        return any;
    }

    /**
     * The step behind those from this one on that have {@link #factors}, because a counter that does not fall is far from 0 where they begin: what
     * the samples up to its next reset tell of each of their windows, with what is smallest and what is largest of all steps.
     */
    private int endOfFast(double[] values, int step, int reset) {
        int from = plan.from[step];
        if (!ordered || from >= reset || plan.to[step] > reset || !(values[from] >= 0)
                || !(values[from] * leastSampled > (values[reset - 1] - values[from]) * mostToStart)) {
            return step;
        }
        int end = plan.to.length;
        for (int begin = step; begin < end; ) { // windows end in ascending order
            int middle = begin + end >>> 1;
            if (plan.to[middle] <= reset) {
                begin = middle + 1;
            } else {
                end = middle;
            }
        }
        return end;
    }

    private boolean oneByOne(double[] values, double[] out, int begin, int end, int firstReset) {
        boolean any = false;
        int next = firstReset;
        for (int i = begin; i < end; i++) {
            int from = plan.from[i];
            int to = plan.to[i];
            if (to - from < 2) {
                out[i] = StaleMarker.VALUE;
                continue;
            }
            any = true;
            double first = values[from];
            double difference = values[to - 1] - first;
            while (next < resetCount && resets[next] <= from) {
                next++;
            }
            for (int r = next; r < resetCount && resets[r] < to; r++) {
                difference += values[resets[r] - 1];
            }
            out[i] = difference * factor(i, difference, first);
        }
        return any;
    }

    /** The factor differs between series only where a counter would have been 0 within the time before its first sample. */
    private double factor(int i, double difference, double first) {
        boolean common = !(difference > 0) || !(first >= 0) || first * sampled[i] > difference * toStart[i];
        return common ? factors[i] : Extrapolation.factor(times[i], true, isRate, difference, first);
    }

    private void prepare(WindowPlan newPlan, RangeSeries s) {
        if (newPlan == plan) {
            return;
        }
        plan = newPlan;
        times = new Extrapolation.Plan[plan.from.length];
        factors = new double[plan.from.length];
        sampled = new double[plan.from.length];
        toStart = new double[plan.from.length];
        leastSampled = Double.POSITIVE_INFINITY;
        mostToStart = 0;
        Window w = s.window();
        for (int i = 0; i < times.length; i++) {
            w.from = plan.from[i];
            w.to = plan.to[i];
            if (w.size() >= 2) {
                w.endMillis = windows.end(i);
                w.startMillis = w.endMillis - windows.rangeMillis();
                times[i] = Extrapolation.plan(s.times(), w);
                sampled[i] = times[i].sampledSeconds();
                toStart[i] = 1.000001 * times[i].toStartSeconds();
                factors[i] = Extrapolation.factor(times[i], false, isRate, 0, 0);
                leastSampled = Math.min(leastSampled, sampled[i]);
                mostToStart = Math.max(mostToStart, toStart[i]);
            }
        }
        stretches = SteadySteps.of(plan, factors);
    }

    /** Indices of the samples that are smaller than the one before. */
    private void findResets(RangeSeries s) {
        resetCount = 0;
        ordered = s.from() < s.to() && !Double.isNaN(s.values()[s.from()]);
        if (!isCounter) {
            return;
        }
        double[] values = s.values();
        double previous = s.from() < s.to() ? values[s.from()] : 0;
        for (int i = s.from() + 1; i < s.to(); i++) {
            double value = values[i];
            if (!(value >= previous)) { // rare
                if (value < previous) {
                    if (resetCount == resets.length) {
                        resets = Arrays.copyOf(resets, 2 * resetCount);
                    }
                    resets[resetCount++] = i;
                } else {
                    ordered = false;
                }
            }
            previous = value;
        }
    }
}
