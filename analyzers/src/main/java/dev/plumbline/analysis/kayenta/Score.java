package dev.plumbline.analysis.kayenta;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/**
 * The score of a canary before it is classified.
 *
 * @param value 0 to 100, two decimals
 * @param best what it would be if everything unknown passed; the same where nothing is unknown or unknown means failed
 * @param groups in the order of their names
 * @param reason what forced the value, empty where it is the weighted sum
 */
public record Score(double value, double best, List<GroupScore> groups, String reason) {
    public Score {
        groups = List.copyOf(groups);
    }

    /** To two decimals, half away from 0, as the decimal digits say it. */
    static double rounded(double value) {
        return Double.isFinite(value) ? new BigDecimal(Double.toString(value)).setScale(2, RoundingMode.HALF_UP).doubleValue() : value;
    }
}
