package dev.plumbline.analysis.keptn;

import java.util.List;

/**
 * The sum over all objectives.
 *
 * @param achieved what was scored
 * @param maximum what could have been
 * @param grade what that is: where a key objective fails, a failure whatever the sum is
 */
public record TotalScore(double achieved, double maximum, Grade grade) {

    /** Pass, warning or fail, from the best to the worst. */
    public enum Grade { PASS, WARNING, FAIL }

    /**
     * Where scores are cut, in percent of the maximum, both inclusive.
     *
     * @param warning at most {@code pass}
     */
    public record Thresholds(double pass, double warning) {
        public Thresholds {
            if (!(warning >= 0 && warning <= pass && pass <= 100)) {
                throw new IllegalArgumentException("thresholds need 0 <= warning <= pass <= 100, got warning " + warning + ", pass " + pass);
            }
        }
    }

    /**
     * What one objective gives.
     *
     * @param score 0 to {@code weight}
     */
    public record Scored(double weight, double score, boolean key) {}

    /** Adds up; where nothing counts, it passes with 100. */
    public static TotalScore of(List<Scored> objectives, Thresholds thresholds) {
        double achieved = objectives.stream().mapToDouble(Scored::score).sum();
        double maximum = objectives.stream().mapToDouble(Scored::weight).sum();
        boolean keyFails = objectives.stream().anyMatch(o -> o.key && o.score == 0);
        double percent = maximum > 0 ? 100 * achieved / maximum : 100;
        Grade grade = keyFails ? Grade.FAIL : percent >= thresholds.pass ? Grade.PASS : percent >= thresholds.warning ? Grade.WARNING : Grade.FAIL;
        return new TotalScore(achieved, maximum, grade);
    }

    /** 0 to 100. */
    public double percent() {
        return maximum > 0 ? 100 * achieved / maximum : 100;
    }
}
