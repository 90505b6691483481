package dev.plumbline.analysis.stats;

import java.util.Arrays;

/** How large a difference between two samples is, whether or not it could be chance. */
public final class EffectSize {
    private EffectSize() {}

    /** Mean of the experiment divided by mean of the control; NaN where either mean is 0 or a sample is empty. */
    public static double meanRatio(double[] control, double[] experiment) {
        double below = SampleSummary.mean(control);
        double above = SampleSummary.mean(experiment);
        return below == 0 || above == 0 ? Double.NaN : above / below;
    }

    /**
     * The common language effect size: how probable it is that a value of the experiment is above one of the control,
     * ties counted half (Vargha and Delaney 2000). From 0 to 1, exact; NaN where a sample is empty.
     */
    public static double commonLanguage(double[] control, double[] experiment) {
        if (control.length == 0 || experiment.length == 0) {
            return Double.NaN;
        }
        double[] x = experiment.clone();
        double[] y = control.clone();
        Arrays.sort(x);
        Arrays.sort(y);
        return RankSum.of(x, y, 0).u() / ((double) x.length * y.length);
    }
}
