package dev.plumbline.analysis.kayenta;

/**
 * Where scores are cut; 0 to 100, both inclusive.
 *
 * @param pass from here on it passes
 * @param marginal from here on it is marginal, below it fails
 */
public record ScoreThresholds(double pass, double marginal) {
    public ScoreThresholds {
        if (!(marginal >= 0 && marginal <= pass && pass <= 100)) {
            throw new IllegalArgumentException("thresholds need 0 <= marginal <= pass <= 100, got marginal " + marginal + ", pass " + pass);
        }
    }

    /** The three classes of a score. */
    public enum Classification {
        PASS("Pass"), MARGINAL("Marginal"), FAIL("Fail");

        private final String word;

        Classification(String word) {
            this.word = word;
        }

        /** As Kayenta's results spell it. */
        public String word() {
            return word;
        }
    }

    public Classification classify(double score) {
        if (score >= pass) {
            return Classification.PASS;
        }
        return score >= marginal ? Classification.MARGINAL : Classification.FAIL;
    }
}
