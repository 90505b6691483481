package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.stats.EffectSize;
import dev.plumbline.analysis.stats.NormalDistribution;
import dev.plumbline.analysis.stats.NormalShift;
import dev.plumbline.analysis.stats.ShiftInterval;
import org.jspecify.annotations.Nullable;

/**
 * Kayenta's interval. Where both sides are constant, it adds normal noise of 1e-5 of the value, at random; here the noise
 * is the normal scores (quantiles at (i + 1/2) / n), so that the same data always gets the same verdict.
 */
record CompatibleShift(double confidence) implements MetricClassifier.ShiftModel {
    private static final double NOISE = 1e-5;

    @Override
    public @Nullable String refusal(double[] control, double[] experiment) {
        return null;
    }

    @Override
    public boolean replacedMissingPasses() {
        return true;
    }

    @Override
    public double[] spread(double[] values) {
        double[] noisy = new double[values.length];
        for (int i = 0; i < noisy.length; i++) {
            noisy[i] = values[i] + NOISE * values[i] * NormalDistribution.quantile((i + 0.5) / noisy.length);
        }
        return noisy;
    }

    @Override
    public ShiftInterval shift(double[] control, double[] experiment) {
        return NormalShift.of(experiment, control, confidence);
    }

    @Override
    public double meanEffect(double[] control, double[] experiment) {
        return EffectSize.meanRatio(control, experiment);
    }

    @Override
    public double probability(double[] control, double[] experiment) {
        return Double.NaN;
    }
}
