package dev.plumbline.rules;

/**
 * The clocks of an alert, ms since the epoch, each the time of an evaluation or {@link #NEVER}.
 *
 * @param activeAt since when it is seen without a break, as far as that counts towards {@code for}
 * @param firedAt since when it fires or, when it has ended, fired
 * @param keepFiringSince since when it only fires because of {@code keep_firing_for}
 * @param resolvedAt when it ended
 * @param lastSentAt when the sink took it last
 */
public record AlertTimes(long activeAt, long firedAt, long keepFiringSince, long resolvedAt, long lastSentAt) {
    /** Has not happened. */
    public static final long NEVER = Long.MIN_VALUE;

    /** Of an alert that is seen for the first time. */
    public static AlertTimes activeSince(long activeAt) {
        return new AlertTimes(activeAt, NEVER, NEVER, NEVER, NEVER);
    }

    AlertTimes withActiveAt(long time) {
        return new AlertTimes(time, firedAt, keepFiringSince, resolvedAt, lastSentAt);
    }

    AlertTimes withFiredAt(long time) {
        return new AlertTimes(activeAt, time, keepFiringSince, resolvedAt, lastSentAt);
    }

    AlertTimes withKeepFiringSince(long time) {
        return time == keepFiringSince ? this : new AlertTimes(activeAt, firedAt, time, resolvedAt, lastSentAt);
    }

    AlertTimes withResolvedAt(long time) {
        return new AlertTimes(activeAt, firedAt, keepFiringSince, time, lastSentAt);
    }

    AlertTimes withLastSentAt(long time) {
        return new AlertTimes(activeAt, firedAt, keepFiringSince, resolvedAt, time);
    }
}
