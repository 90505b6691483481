package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.stats.MissingValues;
import dev.plumbline.analysis.stats.Outliers;
import java.util.Arrays;

/**
 * What is done to each side's values before they are compared.
 *
 * @param replaceNaN NaN becomes 0, else it is dropped
 * @param removeOutliers values outside of Tukey's fences, or of the 1st and 99th percentile where those lie further out, are dropped
 * @param outlierFactor how many interquartile ranges the fences are away, above 0
 */
public record Cleaning(boolean replaceNaN, boolean removeOutliers, double outlierFactor) {
    /** Kayenta's: NaN dropped, outliers kept. */
    public static final Cleaning USUAL = new Cleaning(false, false, 3);

    public Cleaning {
        if (!(outlierFactor > 0)) {
            throw new IllegalArgumentException("outlierFactor is " + outlierFactor + ", must be above 0");
        }
    }

    double[] clean(double[] values) {
        double[] present = replaceNaN ? MissingValues.replaced(values, 0) : MissingValues.removed(values);
        if (!removeOutliers || present.length == 0) {
            return present;
        }
        var outliers = Outliers.tukeyGuarded(present, outlierFactor);
        return Arrays.stream(present).filter(v -> !outliers.contains(v)).toArray();
    }
}
