package dev.plumbline.daemon.alerting;

/**
 * How alerting stands.
 *
 * @param active alerts that fire and are told
 * @param suppressed alerts that fire and were muted at the last flush of their group
 * @param resolved alerts that have ended and are still remembered
 * @param waiting messages not yet delivered
 * @param oldestWaitingMillis how long the oldest of them has waited; 0 when none waits
 * @param lastTickMillis when the state machine last advanced, ms since the epoch; 0 before the first time
 * @param persistFailing whether nothing could be kept for 10 s, so that messages go out from memory
 */
public record AlertingStatus(long active, long suppressed, long resolved, long groups, long waiting, long oldestWaitingMillis,
        long lastTickMillis, boolean persistFailing) {}
