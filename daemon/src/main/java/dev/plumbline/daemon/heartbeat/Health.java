package dev.plumbline.daemon.heartbeat;

import java.util.List;

/**
 * What the heartbeat needs to know, at one moment.
 *
 * @param groups every rule group that is loaded; none is fine
 * @param watchdog of the alert named Watchdog
 */
public record Health(List<Group> groups, Watchdog watchdog, Delivery delivery) {
    public Health {
        groups = List.copyOf(groups);
    }

    /**
     * A rule group.
     *
     * @param name unique, such as {@code file;group}
     * @param lastEvaluationMillis when its last evaluation began, 0 for never; only whether it changes is looked at
     * @param failing whether a rule of it failed in that evaluation
     */
    public record Group(String name, long intervalMillis, long lastEvaluationMillis, boolean failing) {}

    /** Whether there is an alerting rule of the name Watchdog, and whether it fires. */
    public enum Watchdog { NO_RULE, FIRING, SILENT }

    /**
     * The way of alerts to receivers.
     *
     * @param lastTickMillis when the dispatcher last looked for something to do; only whether it changes is looked at, and it must
     *     within a minute. 0 where there is no delivery of our own: then nothing of this counts
     * @param oldestWaitingMillis how long the oldest message has waited to be delivered; 0 for none
     * @param storeWritable whether what must not be lost can be kept
     */
    public record Delivery(long lastTickMillis, long oldestWaitingMillis, boolean storeWritable) {
        /** Alerts go to other Alertmanagers only, or nowhere. */
        public static final Delivery NONE = new Delivery(0, 0, true);
    }
}
