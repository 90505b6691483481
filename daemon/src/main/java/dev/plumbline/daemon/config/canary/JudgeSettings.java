package dev.plumbline.daemon.config.canary;

/**
 * How the judge of a policy works; durations in ms.
 *
 * @param minRequests requests that an event metric rests on at least, default 200
 * @param minPoints evaluations that any other metric rests on at least, default 10
 * @param warmUpMillis how long nothing is measured after the start, default 1 min
 * @param minWindowMillis how long is measured at least before {@code go}, default 30 s; for the threshold judge, which
 *     has no other guard against chance
 * @param intervalMillis how often is measured, default 5 s
 */
public record JudgeSettings(long minRequests, long minPoints, long warmUpMillis, long minWindowMillis, long intervalMillis) {
    /** What is used where the file says nothing. */
    public static final JudgeSettings DEFAULTS = new JudgeSettings(200, 10, 60_000, 30_000, 5_000);
}
