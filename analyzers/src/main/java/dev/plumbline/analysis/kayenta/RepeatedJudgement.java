package dev.plumbline.analysis.kayenta;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Judging again and again over a lifetime, as Kayenta's standalone analysis and Spinnaker's canary stage do; minutes.
 *
 * @param lifetime how long the analysis lasts
 * @param interval how far apart two judgements are, above 0
 * @param lookback how much each one looks back; 0: to the beginning
 * @param beginAfter how long nothing is measured at first
 */
public record RepeatedJudgement(long lifetime, long interval, long lookback, long beginAfter) {
    private static final int MAX_JUDGEMENTS = 10_000;

    public RepeatedJudgement {
        if (interval <= 0 || lifetime < 0 || lookback < 0 || beginAfter < 0 || lifetime / interval > MAX_JUDGEMENTS) {
            throw new IllegalArgumentException("an interval above 0 and nothing below 0 is needed, with at most " + MAX_JUDGEMENTS + " judgements");
        }
    }

    /**
     * One window, as offsets from the start of the analysis in minutes.
     *
     * @param start inclusive
     * @param end exclusive
     */
    public record Span(long start, long end) {}

    /** The windows in their order: as many as whole intervals fit into the lifetime. */
    public List<Span> windows() {
        var spans = new ArrayList<Span>();
        for (long i = 1; i <= lifetime / interval; i++) {
            long end = beginAfter + i * interval;
            spans.add(new Span(lookback > 0 ? Math.max(beginAfter, end - lookback) : beginAfter, end));
        }
        return spans;
    }

    /** When the baseline's window starts, which may lie {@code offset} before the canary's. */
    public static Instant controlStart(Instant experimentStart, Duration offset) {
        return experimentStart.minus(offset);
    }

    /** Whether a score before the last one ends the analysis as failed: where it is not above the marginal threshold. */
    public static boolean stops(double score, ScoreThresholds thresholds) {
        return score <= thresholds.marginal();
    }

    /**
     * Whether the last score passes: above the marginal threshold (one that equals it fails, unlike when it is classified)
     * and not below the pass threshold.
     *
     * @param marginal NaN for none
     * @param pass NaN for none
     */
    public static boolean passes(double score, double marginal, double pass) {
        return (Double.isNaN(marginal) || score > marginal) && (Double.isNaN(pass) || score >= pass);
    }
}
