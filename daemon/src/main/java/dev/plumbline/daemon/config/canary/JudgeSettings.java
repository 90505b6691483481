package dev.plumbline.daemon.config.canary;

/**
 * How the judge of a policy works; durations in ms.
 *
 * @param minRequests requests that an event metric rests on at least, default 200
 * @param minPoints evaluations that any other metric rests on at least, default 10
 * @param warmUpMillis how long nothing is measured after the start, default 1 min
 * @param minWindowMillis how long is measured at least before {@code go}, default 30 s; for the threshold judge, which
 *     has no other guard against chance
 * @param givenIntervalMillis how often is measured; 0 where the file leaves it to the method
 */
public record JudgeSettings(JudgeMethod method, long minRequests, long minPoints, long warmUpMillis, long minWindowMillis,
        long givenIntervalMillis) {
    /** What is used where the file says nothing. */
    public static final JudgeSettings DEFAULTS = new JudgeSettings(JudgeMethod.DEFAULT, 200, 10, 60_000, 30_000, 0);
    /** The most intervals that a judge looks at one by one: what is kept of an analysis is bounded by it. */
    public static final int MAX_INTERVALS = 240;
    private static final long LEAST_MILLIS = 5_000;
    private static final long MOST_MILLIS = 300_000;
    private static final int USUAL_INTERVALS = 60;

    /** The same by another method. */
    public JudgeSettings by(JudgeMethod other) {
        return new JudgeSettings(other, minRequests, minPoints, warmUpMillis, minWindowMillis, givenIntervalMillis);
    }

    /**
     * How often is measured in an analysis that may take so long: as the file says, else every 5 s, for the sequential judge every 60th of the time from 5 s to
     * 5 min. Never so often that there would be more than {@value #MAX_INTERVALS} intervals for a judge that looks at each of them.
     */
    public long intervalMillis(long atMostMillis) {
        if (!method.wantsTrails()) {
            return givenIntervalMillis == 0 ? LEAST_MILLIS : givenIntervalMillis;
        }
        long usual = Math.clamp(atMostMillis / USUAL_INTERVALS / 1000 * 1000, LEAST_MILLIS, MOST_MILLIS);
        return Math.max(givenIntervalMillis == 0 ? usual : givenIntervalMillis, Math.ceilDiv(atMostMillis, MAX_INTERVALS));
    }
}
