package dev.plumbline.analysis.backtest;

import java.util.OptionalLong;

/**
 * What one policy said of one release whose outcome is known. Times in ms since the epoch.
 *
 * @param bad the known outcome
 * @param said the policy's verdict
 * @param startMillis when its analysis began
 * @param decidedMillis when the verdict was reached, not before the start
 * @param badSinceMillis from when the release was bad; empty: not known, or from the start; always empty for a good one
 */
public record Trial(boolean bad, Said said, long startMillis, long decidedMillis, OptionalLong badSinceMillis) {

    /** A verdict that is given. */
    public enum Said { GO, NO_GO, INCONCLUSIVE }

    /** The verdict against the known outcome. */
    public enum Result {
        /** Good, and let go. */
        PASSED,
        /** Good, and stopped. */
        FALSE_ALARM,
        /** Bad, and stopped when it was. */
        CAUGHT,
        /** Bad later, and stopped before: right by chance, so neither caught nor missed. */
        TOO_EARLY,
        /** Bad, and let go, be it before it turned bad. */
        MISSED,
        /** No verdict within the release's time. */
        INCONCLUSIVE
    }

    public Trial {
        if (decidedMillis < startMillis) {
            throw new IllegalArgumentException("decided at " + decidedMillis + ", before the start at " + startMillis);
        }
        if (!bad && badSinceMillis.isPresent()) {
            throw new IllegalArgumentException("a good release is bad since " + badSinceMillis.getAsLong());
        }
    }

    /** What the verdict was worth. */
    public Result result() {
        return switch (said) {
            case INCONCLUSIVE -> Result.INCONCLUSIVE;
            case GO -> bad ? Result.MISSED : Result.PASSED;
            case NO_GO -> !bad ? Result.FALSE_ALARM : decidedMillis < badFromMillis() ? Result.TOO_EARLY : Result.CAUGHT;
        };
    }

    /** Minutes from the start to the verdict; to the end of the time where there is none. */
    public double minutesToVerdict() {
        return minutes(decidedMillis - startMillis);
    }

    /** Minutes that a bad release went on until it was caught. */
    public double minutesToDetection() {
        return minutes(decidedMillis - badFromMillis());
    }

    private long badFromMillis() {
        return Math.max(startMillis, badSinceMillis.orElse(startMillis));
    }

    private static double minutes(long millis) {
        return millis / 60_000.0;
    }
}
