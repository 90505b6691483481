package dev.plumbline.analysis.keptn;

/**
 * What one indicator is held to.
 *
 * @param sli name of the indicator, unique
 * @param pass criteria for its whole weight; without any, it is shown and does not count
 * @param warning criteria for half of its weight
 * @param weight above 0
 * @param key whether everything fails when it fails
 */
public record Objective(String sli, Criteria pass, Criteria warning, double weight, boolean key) {
    public Objective {
        if (!(weight > 0 && Double.isFinite(weight))) {
            throw new IllegalArgumentException("objective " + sli + ": the weight is above 0, got " + weight);
        }
    }

    /** Whether it is shown and does not count. */
    public boolean informative() {
        return pass.sets().isEmpty();
    }
}
