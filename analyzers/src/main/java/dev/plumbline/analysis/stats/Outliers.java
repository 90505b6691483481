package dev.plumbline.analysis.stats;

/** Which values of a sample lie strictly outside of two fences; values on a fence are kept. */
public final class Outliers {
    private final double lower;
    private final double upper;

    private Outliers(double lower, double upper) {
        this.lower = lower;
        this.upper = upper;
    }

    /** Tukey's fences: {@code factor} interquartile ranges outside of the quartiles; {@code factor} above 0. */
    public static Outliers tukey(double[] values, double factor) {
        requirePositive(factor);
        var percentiles = new Percentiles(values);
        double q1 = percentiles.at(25);
        double q3 = percentiles.at(75);
        return new Outliers(q1 - factor * (q3 - q1), q3 + factor * (q3 - q1));
    }

    /** Tukey's fences, never inside of the 1st and the 99th percentile. */
    public static Outliers tukeyGuarded(double[] values, double factor) {
        Outliers fences = tukey(values, factor);
        var percentiles = new Percentiles(values);
        return new Outliers(Math.min(percentiles.at(1), fences.lower), Math.max(percentiles.at(99), fences.upper));
    }

    /** More than {@code k} standard deviations (divisor n) from the mean; {@code k} above 0. */
    public static Outliers kSigma(double[] values, double k) {
        requirePositive(k);
        double mean = SampleSummary.mean(values);
        double reach = k * Math.sqrt(SampleSummary.squares(values, mean) / values.length);
        return new Outliers(mean - reach, mean + reach);
    }

    private static void requirePositive(double factor) {
        if (!(factor > 0)) {
            throw new IllegalArgumentException("a factor for outliers is above 0, got " + factor);
        }
    }

    public boolean contains(double value) {
        return value < lower || value > upper;
    }
}
