package dev.plumbline.promql.eval;

import dev.plumbline.model.StaleMarker;
import java.util.Arrays;

/**
 * Steps in a row whose windows begin and end one sample later at each step and have the same factor, as those of regular samples do when the
 * step is their interval: then a rate is one plain loop over the samples. Where steps are not so a stretch is one step. Immutable.
 *
 * @param ends the step behind each stretch
 */
record SteadySteps(WindowPlan plan, double[] factors, int[] ends) {
    static final SteadySteps NONE = new SteadySteps(WindowPlan.NONE, new double[0], new int[0]);

    static SteadySteps of(WindowPlan plan, double[] factors) {
        var ends = new int[factors.length];
        int n = 0;
        for (int i = 1; i <= factors.length; i++) {
            if (i == factors.length || plan.from[i] != plan.from[i - 1] + 1 || plan.to[i] != plan.to[i - 1] + 1 || factors[i] != factors[i - 1]) {
                ends[n++] = i;
            }
        }
        return new SteadySteps(plan, factors, Arrays.copyOf(ends, n));
    }

    /** Writes the difference of each window's last and first sample times the step's factor, or the marker; answers whether there is any value. */
    boolean compute(double[] values, double[] out, int begin, int end) {
        boolean any = false;
        int at = Arrays.binarySearch(ends, begin + 1);
        for (int step = begin, stretch = at < 0 ? -at - 1 : at; step < end; stretch++) {
            int until = Math.min(end, ends[stretch]);
            int from = plan.from[step];
            int last = plan.to[step] - 1;
            if (last > from) {
                differences(values, from, last, out, step, until);
                any = true;
            } else {
                Arrays.fill(out, step, until, StaleMarker.VALUE);
            }
            step = until;
        }
        return any;
    }

    private void differences(double[] values, int from, int last, double[] out, int begin, int end) {
        double factor = factors[begin];
        int toFirst = from - begin;
        int toLast = last - begin;
        for (int i = begin; i < end; i++) {
            out[i] = (values[toLast + i] - values[toFirst + i]) * factor;
        }
    }
}
