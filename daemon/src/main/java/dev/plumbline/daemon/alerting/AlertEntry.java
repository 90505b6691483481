package dev.plumbline.daemon.alerting;

/**
 * An alert in the store. That it fires is believed until a monotonic time, so that a jump of the wall clock neither
 * ends nor prolongs it. Shared by the groups that hold it; under the owner's lock.
 */
final class AlertEntry {
    final String fingerprint;
    final Draft draft;
    Alert alert;
    /** Until when it is believed to fire, by the monotonic clock. */
    long expiresNanos;
    /** Whether its end has been noticed and is, or will be, kept. */
    boolean ended;
    /** Until when its end is not told, by the monotonic clock: after a restart, its rule may know better. */
    long heldNanos;
    /** How many groups hold it. */
    int groups;
    /** Since when no group holds it, by the monotonic clock. */
    long idleNanos;
    /** Whether it was muted when its group was flushed last. */
    boolean suppressed;
    /** Gone from the store: its document shall be, too. */
    boolean gone;

    AlertEntry(Alert alert, String fingerprint, long heldNanos) {
        this.alert = alert;
        this.fingerprint = fingerprint;
        this.heldNanos = heldNanos;
        this.draft = new Draft(Draft.ALERT, fingerprint, () -> gone ? null : AlertDocuments.render(this));
    }

    /** Whether its end may be told. */
    boolean mayEnd(Core core) {
        return ended && core.reached(heldNanos);
    }

    boolean isResolved(Core core) {
        return ended || core.reached(expiresNanos);
    }
}
