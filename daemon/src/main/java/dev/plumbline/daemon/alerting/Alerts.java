package dev.plumbline.daemon.alerting;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Every alert that is known, by fingerprint; bounded. Under the owner's lock. */
final class Alerts {
    private static final long REMEMBERED_MILLIS = 30 * 60_000;
    private final Core core;
    private final Map<String, AlertEntry> entries = new HashMap<>();

    Alerts(Core core) {
        this.core = core;
    }

    /**
     * Takes in what was heard of an alert.
     *
     * @return the entry when it fires and must be in its groups; empty when there is nothing to route: it has ended, or nobody
     *     knew that it ever fired
     * @throws PlumblineException of kind RESOURCE when the alert is new and the bound is reached
     */
    Optional<AlertEntry> hear(Alert heard) {
        String fingerprint = heard.fingerprint();
        AlertEntry entry = entries.get(fingerprint);
        long now = core.clock().wallMillis();
        core.listener().received(heard.resolvedAt(now));
        if (entry == null) {
            return heard.resolvedAt(now) ? Optional.empty() : Optional.of(add(heard, fingerprint));
        }
        boolean wasResolved = entry.isResolved(core);
        Alert old = asOf(entry, now, wasResolved);
        Alert latest = heard.notUpdatedBefore(old.updatedAtMillis()); // what is heard now is newer, whatever the clock says
        Alert merged = old.overlaps(latest) ? old.merge(latest, now) : latest;
        boolean resolved = merged.resolvedAt(now);
        if (resolved && wasResolved && entry.ended) {
            return Optional.empty(); // told again
        }
        if (entry.ended != resolved || !old.saysTheSame(merged)) {
            core.journal().changed(entry.draft);
        }
        set(entry, merged, now);
        return resolved ? Optional.empty() : Optional.of(entry);
    }

    private AlertEntry add(Alert heard, String fingerprint) {
        if (entries.size() >= core.limits().alerts()) {
            throw PlumblineException.resource("more than " + core.limits().alerts() + " alerts are known at once; "
                    + heard.labels() + " is refused", null);
        }
        var entry = new AlertEntry(heard, fingerprint, core.clock().monotonicNanos());
        set(entry, heard, core.clock().wallMillis());
        entry.idleNanos = core.clock().monotonicNanos();
        entries.put(fingerprint, entry);
        core.journal().changed(entry.draft);
        return entry;
    }

    private void set(AlertEntry entry, Alert alert, long now) {
        entry.alert = alert;
        entry.ended = alert.resolvedAt(now);
        entry.expiresNanos = core.nanosIn(alert.endsAtMillis() - now);
    }

    /** The alert with an end that fits the wall clock as it is now, though it may have jumped since. */
    private Alert asOf(AlertEntry entry, long now, boolean resolved) {
        Alert alert = entry.alert;
        if (resolved == alert.resolvedAt(now)) {
            return alert;
        }
        return alert.withEnd(resolved ? now : now + Math.max(1, -core.millisSince(entry.expiresNanos)));
    }

    /** Notes that an alert has ended because nothing more was heard of it, so that a restart does not revive it. */
    void noticeEnd(AlertEntry entry) {
        if (!entry.ended && core.reached(entry.expiresNanos)) {
            entry.ended = true;
            entry.alert = entry.alert.withEnd(Math.min(entry.alert.endsAtMillis(), core.clock().wallMillis()));
            core.journal().changed(entry.draft);
        }
    }

    /** Takes in what was kept; what has been heard since wins. */
    void adopt(AlertEntry kept) {
        entries.putIfAbsent(kept.fingerprint, kept);
    }

    /** Forgets alerts that ended, whose groups are done with them, half an hour later. */
    void collect() {
        entries.values().removeIf(entry -> {
            boolean over = entry.groups == 0 && entry.isResolved(core) && core.millisSince(entry.idleNanos) > REMEMBERED_MILLIS;
            if (over) {
                entry.gone = true;
                core.journal().changed(entry.draft);
            }
            return over;
        });
    }

    Collection<AlertEntry> all() {
        return entries.values();
    }

    /** The labels of those that fire. */
    Iterable<Labels> firing() {
        return entries.values().stream().filter(entry -> !entry.isResolved(core)).map(entry -> entry.alert.labels())
                ::iterator;
    }

    @Nullable AlertEntry find(String fingerprint) {
        return entries.get(fingerprint);
    }
}
