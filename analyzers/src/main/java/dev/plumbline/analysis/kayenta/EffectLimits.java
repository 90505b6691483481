package dev.plumbline.analysis.kayenta;

/**
 * How large a difference must be to count, beside being one; all limits inclusive.
 *
 * @param allowedIncrease effect from which High counts
 * @param allowedDecrease effect down from which Low counts
 * @param criticalIncrease effect from which High of a critical metric fails the canary
 * @param criticalDecrease effect down from which Low does
 */
public record EffectLimits(Measure measure, double allowedIncrease, double allowedDecrease, double criticalIncrease, double criticalDecrease) {

    /** What an effect is measured by. */
    public enum Measure {
        /** Mean of the canary divided by mean of the baseline. */
        MEAN_RATIO(1),
        /** How probable it is that a value of the canary is above one of the baseline. */
        CLES(0.5);

        private final double none;

        Measure(double none) {
            this.none = none;
        }

        /** The effect when there is no difference: the default of all four limits. */
        public double none() {
            return none;
        }
    }

    /** Any difference counts. */
    public static EffectLimits any(Measure measure) {
        return new EffectLimits(measure, measure.none(), measure.none(), measure.none(), measure.none());
    }
}
