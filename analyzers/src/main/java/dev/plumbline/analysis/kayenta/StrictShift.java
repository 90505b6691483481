package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.stats.HodgesLehmann;
import dev.plumbline.analysis.stats.MannWhitneyTest;
import dev.plumbline.analysis.stats.RankDistributions;
import dev.plumbline.analysis.stats.SampleSummary;
import dev.plumbline.analysis.stats.ShiftInterval;
import org.jspecify.annotations.Nullable;

/** The exact interval, whatever the magnitude of the data, and no label on data that cannot carry one. */
record StrictShift(double confidence, RankDistributions known) implements MetricClassifier.ShiftModel {

    @Override
    public @Nullable String refusal(double[] control, double[] experiment) {
        long infinite = infinite(control) + infinite(experiment);
        if (infinite > 0) {
            return infinite + " of " + (control.length + experiment.length) + " values are infinite, which cannot be compared";
        }
        if (known.criticalRank(control.length, experiment.length, (1 - confidence) / 2) < 1) {
            return control.length + " points of the baseline and " + experiment.length + " of the canary are too few for a confidence of "
                    + Figures.show(100 * confidence) + " %";
        }
        return null;
    }

    private static long infinite(double[] values) {
        long count = 0;
        for (double v : values) {
            count += Double.isInfinite(v) ? 1 : 0;
        }
        return count;
    }

    @Override
    public boolean replacedMissingPasses() {
        return false;
    }

    @Override
    public double[] spread(double[] constant) {
        return constant;
    }

    @Override
    public ShiftInterval shift(double[] control, double[] experiment) {
        return HodgesLehmann.of(experiment, control, confidence, known);
    }

    /** The mean ratio, written so that it also has the right side of 1 where the baseline's mean is 0 or negative. */
    @Override
    public double meanEffect(double[] control, double[] experiment) {
        double baseline = SampleSummary.of(control).mean();
        double difference = SampleSummary.of(experiment).mean() - baseline;
        return difference == 0 ? 1 : 1 + difference / Math.abs(baseline);
    }

    @Override
    public double probability(double[] control, double[] experiment) {
        return MannWhitneyTest.of(experiment, control, known).pTwoSided();
    }
}
