package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.notifiers.Notification.Reason;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a group is notified again, and why: what is now compared with what the receiver was told. Pure. */
final class Dedup {
    private Dedup() {}

    /** What the route and the integration ask for. */
    record Policy(long repeatIntervalMillis, boolean sendResolved) {}

    /**
     * The reason to notify, or empty.
     *
     * @param told the last entry, or null when there is none
     * @param ageMillis how long ago that was
     */
    static Optional<Reason> decide(@Nullable LogEntry told, long ageMillis, Set<String> firing, Set<String> resolved,
            Policy policy) {
        if (told == null) {
            return firing.isEmpty() ? Optional.empty() : Optional.of(Reason.FIRST);
        }
        if (!told.firing().containsAll(firing)) {
            return Optional.of(Reason.NEW_ALERTS);
        }
        if (firing.isEmpty()) { // whatever fired and ended since the last message was never heard of: nothing to take back
            return told.firing().isEmpty() ? Optional.empty() : Optional.of(Reason.ALL_RESOLVED);
        }
        if (policy.sendResolved() && !told.resolved().containsAll(resolved)) {
            return Optional.of(Reason.SOME_RESOLVED);
        }
        return ageMillis > policy.repeatIntervalMillis() ? Optional.of(Reason.REPEAT) : Optional.empty();
    }
}
