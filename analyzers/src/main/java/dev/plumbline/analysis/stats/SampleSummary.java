package dev.plumbline.analysis.stats;

/**
 * Figures of a sample; all 0 for an empty one.
 *
 * @param std standard deviation with the divisor n - 1; 0 for one value
 */
public record SampleSummary(double min, double max, double mean, double std, int count) {

    /** Mean and variance take two passes, the second corrects the first one's rounding (Chan, Golub and LeVeque 1983). */
    public static SampleSummary of(double[] values) {
        if (values.length == 0) {
            return new SampleSummary(0, 0, 0, 0, 0);
        }
        double min = values[0];
        double max = values[0];
        for (double v : values) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        double mean = mean(values);
        return new SampleSummary(min, max, mean, Math.sqrt(variance(values, mean)), values.length);
    }

    /** Arithmetic mean; NaN for an empty sample. */
    static double mean(double[] values) {
        double sum = 0;
        for (double v : values) {
            sum += v;
        }
        double first = sum / values.length;
        double rest = 0;
        for (double v : values) {
            rest += v - first;
        }
        return first + rest / values.length;
    }

    private static double variance(double[] values, double mean) {
        return values.length < 2 ? 0 : squares(values, mean) / (values.length - 1);
    }

    /** Sum of squared deviations from the mean, 0 or more. */
    static double squares(double[] values, double mean) {
        double squares = 0;
        double deviations = 0;
        for (double v : values) {
            squares += (v - mean) * (v - mean);
            deviations += v - mean;
        }
        return Math.max(0, squares - deviations * deviations / values.length);
    }
}
