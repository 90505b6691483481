package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.canary.Margin.Direction;
import dev.plumbline.analysis.stats.EffectSize;
import dev.plumbline.analysis.stats.RankDistributions;
import dev.plumbline.analysis.stats.ShiftInterval;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Labels a metric High or Low when the interval for the shift between its cleaned samples lies wholly beyond a share of
 * the estimated shift, the direction counts, and the effect is as large as the configuration asks. Keeps distributions
 * that it has computed, hence not thread-safe: one for each judgement.
 */
public final class MetricClassifier {
    private final ShiftModel model;
    private final double tolerance;

    /**
     * @param tolerance the share of the estimate that the interval must clear, 0 or more
     * @param confidence of the interval, above 0 and below 1
     */
    public MetricClassifier(Mode mode, double tolerance, double confidence) {
        this.model = switch (mode) {
            case COMPATIBLE -> new CompatibleShift(confidence);
            case STRICT -> new StrictShift(confidence, new RankDistributions());
        };
        this.tolerance = tolerance;
    }

    /**
     * Compares cleaned samples; an exception in the comparison becomes the label Error.
     *
     * @param control the baseline's values, no NaN
     * @param experiment the canary's, no NaN
     */
    public MetricClassification classify(CanaryMetric metric, double[] control, double[] experiment) {
        if (control.length == 0 || experiment.length == 0) {
            return missing(metric, control.length == 0 ? experiment.length == 0 ? "neither side has" : "the baseline has no" : "the canary has no");
        }
        String refusal = model.refusal(control, experiment);
        if (refusal != null) {
            return new MetricClassification(Label.NODATA, metric.rules().importance().critical(), metric.name() + ": " + refusal, null);
        }
        if (sameValues(control, experiment)) {
            return new MetricClassification(Label.PASS, false, metric.name() + ": both sides have the same values", null);
        }
        try {
            return label(metric, compare(metric, control, experiment));
        } catch (IllegalArgumentException e) {
            return new MetricClassification(Label.ERROR, false, metric.name() + " could not be compared: " + e.getMessage(), null);
        }
    }

    private MetricClassification missing(CanaryMetric metric, String who) {
        if (model.replacedMissingPasses() && metric.rules().cleaning().replaceNaN()) {
            return new MetricClassification(Label.PASS, false, metric.name() + ": " + who + " data, which nanStrategy replace lets pass", null);
        }
        Importance importance = metric.rules().importance();
        boolean fails = importance.mustHaveData() && !importance.critical();
        String text = metric.name() + ": " + who + " data" + (fails ? ", which it must have" : "");
        return new MetricClassification(fails ? Label.NODATA_FAIL : Label.NODATA, !fails && importance.critical(), text, null);
    }

    /** As sets of values in any order; or one value only on both sides. */
    private static boolean sameValues(double[] control, double[] experiment) {
        double[] a = control.clone();
        double[] b = experiment.clone();
        Arrays.sort(a);
        Arrays.sort(b);
        boolean oneValue = a[0] == a[a.length - 1] && b[0] == b[b.length - 1] && a[0] == b[0];
        return oneValue || Arrays.equals(a, b);
    }

    private Comparison compare(CanaryMetric metric, double[] control, double[] experiment) {
        boolean constant = constant(control) && constant(experiment);
        double[] y = constant ? model.spread(control) : control;
        double[] x = constant ? model.spread(experiment) : experiment;
        ShiftInterval shift = model.shift(y, x);
        double effect = switch (metric.rules().effect().measure()) {
            case MEAN_RATIO -> model.meanEffect(y, x);
            case CLES -> EffectSize.commonLanguage(y, x);
        };
        return new Comparison(shift, tolerance * Math.abs(shift.estimate()), effect, EffectSize.meanRatio(y, x), model.probability(y, x));
    }

    private static boolean constant(double[] values) {
        for (double v : values) {
            if (v != values[0]) {
                return false;
            }
        }
        return true;
    }

    private static MetricClassification label(CanaryMetric metric, Comparison c) {
        EffectLimits limits = metric.rules().effect();
        Direction direction = metric.rules().direction();
        boolean beyondAbove = c.shift().lower() > c.bound();
        boolean beyondBelow = c.shift().upper() < -c.bound();
        boolean high = direction != Direction.DECREASE && beyondAbove && atLeast(c.effect(), limits.allowedIncrease());
        boolean low = direction != Direction.INCREASE && beyondBelow && atMost(c.effect(), limits.allowedDecrease());
        boolean critical = metric.rules().importance().critical()
                && (high ? atLeast(c.effect(), limits.criticalIncrease()) : low && atMost(c.effect(), limits.criticalDecrease()));
        Label label = high ? Label.HIGH : low ? Label.LOW : Label.PASS;
        return new MetricClassification(label, critical, ComparisonText.of(metric, label, c) + (critical ? "; critical" : ""), c);
    }

    private static boolean atLeast(double effect, double limit) {
        return Double.isNaN(effect) || effect >= limit;
    }

    private static boolean atMost(double effect, double limit) {
        return Double.isNaN(effect) || effect <= limit;
    }

    /** How the two modes differ. */
    sealed interface ShiftModel permits CompatibleShift, StrictShift {
        /** Why so little or such data is not compared at all; null when it is. */
        @Nullable String refusal(double[] control, double[] experiment);

        boolean replacedMissingPasses();

        /** Values that are all equal, as they are compared with others that are all equal. */
        double[] spread(double[] constant);

        ShiftInterval shift(double[] control, double[] experiment);

        double meanEffect(double[] control, double[] experiment);

        double probability(double[] control, double[] experiment);
    }
}
