package dev.plumbline.daemon.heartbeat;

import dev.plumbline.daemon.heartbeat.Withheld.Reason;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges health over time: remembers for everything that should move when it was last seen to have moved. At the start all is
 * well only when every group with an interval of a minute or less has been evaluated once, so that a process that dies soon
 * after each start never seems alive; a group that is loaded later has its whole time to show its first evaluation. Looks only at differences of the monotonic clock. Memory: a
 * few numbers for each group. One owner; not thread-safe.
 */
final class Pulse {
    /** No group is called stalled or failing earlier than this. */
    static final long MIN_PATIENCE_MILLIS = 60_000;

    static final int PATIENCE_INTERVALS = 3;
    static final long DISPATCH_PATIENCE_MILLIS = 60_000;
    static final long OLDEST_WAITING_MILLIS = 300_000;
    private static final long WALL_PATIENCE_MILLIS = 10_000;
    private static final long MILLI = 1_000_000;
    private Map<String, Seen> groups = Map.of();
    private boolean started;
    private @Nullable Moved dispatch;
    private @Nullable Moved wall;

    /** A value, and since when it has been that value. */
    private record Moved(long value, long sinceNanos) {
        Moved next(long now, long nanos) {
            return now == value ? this : new Moved(now, nanos);
        }
    }

    /** {@code wellNanos} is when the group was last seen without failure. */
    private record Seen(Moved evaluation, long wellNanos) {}

    /** Takes note of how things are; gives the first reason to keep quiet, or null when all is well. */
    @Nullable Withheld judge(Health health, long wallMillis, long nanos) {
        Withheld clock = wallClock(wallMillis, nanos);
        Withheld rules = groups(health.groups(), nanos);
        Withheld delivery = delivery(health.delivery(), nanos);
        if (clock != null) {
            return clock;
        }
        if (rules != null) {
            return rules;
        }
        if (health.watchdog() == Health.Watchdog.SILENT) {
            return new Withheld(Reason.WATCHDOG_SILENT, "the rule Watchdog is loaded and does not fire");
        }
        return delivery;
    }

    private @Nullable Withheld wallClock(long wallMillis, long nanos) {
        Moved before = wall;
        boolean back = before != null && wallMillis < before.value;
        Moved now = before == null ? new Moved(wallMillis, nanos) : before.next(wallMillis, nanos);
        wall = now;
        if (back) {
            return new Withheld(Reason.CLOCK, "the wall clock went back");
        }
        long stood = (nanos - now.sinceNanos) / MILLI;
        return stood < WALL_PATIENCE_MILLIS ? null : new Withheld(Reason.CLOCK, "the wall clock has stood still for " + stood + " ms");
    }

    private @Nullable Withheld groups(List<Health.Group> loaded, long nanos) {
        Withheld found = null;
        var next = new HashMap<String, Seen>();
        for (Health.Group group : loaded) {
            Seen before = groups.get(group.name());
            Moved evaluation = before == null ? new Moved(group.lastEvaluationMillis(), nanos)
                    : before.evaluation.next(group.lastEvaluationMillis(), nanos);
            long well = before == null || !group.failing() ? nanos : before.wellNanos;
            next.put(group.name(), new Seen(evaluation, well));
            if (found == null) {
                found = group(group, (nanos - evaluation.sinceNanos) / MILLI, (nanos - well) / MILLI);
            }
        }
        groups = next;
        return found == null ? starting(loaded) : found;
    }

    private @Nullable Withheld starting(List<Health.Group> loaded) {
        for (Health.Group group : loaded) {
            if (!started && group.lastEvaluationMillis() == 0 && group.intervalMillis() <= MIN_PATIENCE_MILLIS) {
                return new Withheld(Reason.STARTING, "the rule group " + group.name() + " has not been evaluated yet");
            }
        }
        started = true;
        return null;
    }

    private static @Nullable Withheld group(Health.Group group, long idleMillis, long failingMillis) {
        long patience = Math.max(MIN_PATIENCE_MILLIS, PATIENCE_INTERVALS * group.intervalMillis());
        if (idleMillis > patience) {
            return new Withheld(Reason.RULES_STALLED, "the rule group " + group.name() + " has not been evaluated for "
                    + idleMillis / 1000 + " s, its interval is " + group.intervalMillis() / 1000.0 + " s");
        }
        return failingMillis <= patience ? null : new Withheld(Reason.RULES_FAILING,
                "a rule of the group " + group.name() + " has failed in every evaluation for " + failingMillis / 1000 + " s");
    }

    private @Nullable Withheld delivery(Health.Delivery delivery, long nanos) {
        if (delivery.lastTickMillis() == 0) {
            dispatch = null;
            return null;
        }
        Moved now = dispatch == null ? new Moved(delivery.lastTickMillis(), nanos) : dispatch.next(delivery.lastTickMillis(), nanos);
        dispatch = now;
        long idle = (nanos - now.sinceNanos) / MILLI;
        if (idle > DISPATCH_PATIENCE_MILLIS) {
            return new Withheld(Reason.DELIVERY_STALLED, "the delivery of alerts has not looked for work for " + idle / 1000 + " s");
        }
        if (delivery.oldestWaitingMillis() > OLDEST_WAITING_MILLIS) {
            return new Withheld(Reason.DELIVERY_BEHIND, "a message has waited for " + delivery.oldestWaitingMillis() / 1000 + " s to be delivered");
        }
        return delivery.storeWritable() ? null : new Withheld(Reason.STORE, "what must not be lost cannot be written");
    }
}
