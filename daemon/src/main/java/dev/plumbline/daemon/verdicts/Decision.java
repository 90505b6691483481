package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;

/**
 * What a person decided.
 *
 * @param word {@code go}, {@code no-go} or {@code inconclusive} (hold)
 * @param by who, as given
 * @param why as given
 * @param atMillis when, ms since the epoch
 */
public record Decision(String word, String by, String why, long atMillis) {

    /** The verdict that it makes. */
    public Verdict verdict() {
        String reason = "decided by " + by + ": " + why;
        return switch (word) {
            case "go" -> new Verdict.Go(reason);
            case "no-go" -> new Verdict.NoGo(reason);
            case "inconclusive" -> new Verdict.Inconclusive(reason);
            default -> throw new IllegalArgumentException("no decision: " + word);
        };
    }
}
