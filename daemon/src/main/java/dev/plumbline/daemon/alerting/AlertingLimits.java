package dev.plumbline.daemon.alerting;

/**
 * Bounds.
 *
 * @param alerts known at once; further ones are refused
 * @param queueMessages waiting for one integration of one group; beyond it the newest is replaced
 * @param queueBytes their size as JSON in UTF-8; beyond it the newest is replaced, too: a document holds 16 MiB
 * @param totalBytes size of everything that waits
 * @param inFlight messages being sent at once
 * @param inFlightPerTarget of them to one integration of one receiver
 */
public record AlertingLimits(int alerts, int queueMessages, int queueBytes, long totalBytes, int inFlight,
        int inFlightPerTarget) {
    public static final AlertingLimits DEFAULTS = new AlertingLimits(100_000, 100, 4 << 20, 64L << 20, 64, 16);
}
