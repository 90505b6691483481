package dev.plumbline.daemon.heartbeat;

import org.jspecify.annotations.Nullable;

/**
 * How it beats.
 *
 * @param lastSuccessMillis wall time of the last beat that arrived, 0 for none
 * @param withheld why it is quiet now, or null
 */
public record HeartbeatStats(long sent, long failed, long lastSuccessMillis, @Nullable String withheld) {}
