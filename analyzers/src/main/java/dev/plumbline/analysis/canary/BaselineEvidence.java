package dev.plumbline.analysis.canary;

/**
 * What is known about the same metric of the stable version over the same window.
 *
 * @param amount how many requests or points the reading rests on, 0 or more
 * @param source the series that were used, empty while none are found
 */
public record BaselineEvidence(Reading reading, long amount, String source) {
    public BaselineEvidence {
        if (amount < 0) {
            throw new IllegalArgumentException("amount of the baseline's evidence is " + amount);
        }
    }
}
