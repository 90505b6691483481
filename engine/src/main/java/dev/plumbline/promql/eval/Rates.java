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
    private final boolean isCounter;
    private final boolean isRate;
    private final WindowTimes windows;
    private WindowPlan plan = WindowPlan.NONE;
    private Extrapolation.Plan[] times = {};
    private double[] factors = {};
    private int[] resets = new int[8];
    private int resetCount;

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
        boolean any = false;
        int next = 0;
        for (int i = 0; i < out.length; i++) {
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
        Extrapolation.Plan t = times[i];
        if (isCounter && difference > 0 && first >= 0
                && !(first * t.sampledSeconds() > 1.000001 * difference * t.toStartSeconds())) {
            return Extrapolation.factor(t, true, isRate, difference, first);
        }
        return factors[i];
    }

    private void prepare(WindowPlan newPlan, RangeSeries s) {
        if (newPlan == plan) {
            return;
        }
        plan = newPlan;
        times = new Extrapolation.Plan[plan.from.length];
        factors = new double[plan.from.length];
        Window w = s.window();
        for (int i = 0; i < times.length; i++) {
            w.from = plan.from[i];
            w.to = plan.to[i];
            if (w.size() >= 2) {
                w.endMillis = windows.end(i);
                w.startMillis = w.endMillis - windows.rangeMillis();
                times[i] = Extrapolation.plan(s.times(), w);
                factors[i] = Extrapolation.factor(times[i], false, isRate, 0, 0);
            }
        }
    }

    /** Indices of the samples that are smaller than the one before. */
    private void findResets(RangeSeries s) {
        resetCount = 0;
        if (!isCounter) {
            return;
        }
        double[] values = s.values();
        double previous = s.from() < s.to() ? values[s.from()] : 0;
        for (int i = s.from() + 1; i < s.to(); i++) {
            double value = values[i];
            if (value < previous) {
                if (resetCount == resets.length) {
                    resets = Arrays.copyOf(resets, 2 * resetCount);
                }
                resets[resetCount++] = i;
            }
            previous = value;
        }
    }
}
