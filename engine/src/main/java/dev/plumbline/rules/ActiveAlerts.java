package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The alerts of one rule as a state machine: in go the series of an evaluation, each already turned into an alert's labels
 * and annotations; every alert takes at most one step to another state. No clock, no I/O. Not thread-safe.
 *
 * <p>New ones are pending; pending for {@code for}: firing; firing but not seen: firing on for {@code keep_firing_for}, then
 * inactive; pending but not seen, or inactive for 15 minutes (a day, if its end could not be told): gone. A pending alert whose {@code for} is over fires in the same
 * evaluation, so that {@code for: 0} fires at once. Source: Prometheus {@code rules/alerting.go}.
 */
final class ActiveAlerts {
    /** How long an alert that ended is told of. */
    static final long RESOLVED_RETENTION_MILLIS = 15 * 60_000;
    /** How long it is tried to tell that an alert ended. */
    static final long UNTOLD_RETENTION_MILLIS = 24 * 3_600_000;

    private final long forMillis;
    private final long keepFiringMillis;
    private final Map<Labels, Alert> alerts = new LinkedHashMap<>();
    private boolean changed;

    /** What one result series says: annotations and value. */
    record Sighting(Labels annotations, double value) {}

    ActiveAlerts(long forMillis, long keepFiringMillis) {
        this.forMillis = forMillis;
        this.keepFiringMillis = keepFiringMillis;
    }

    /**
     * One evaluation.
     *
     * @param seen alert labels to what was seen of them
     * @param graceMillis when not 0, nothing ends for not being seen: the store may not have got its data yet. What is pending and
     *     not seen stays so, and this much time does not count towards its {@code for}
     * @return how many are pending or firing
     */
    int apply(Map<Labels, Sighting> seen, long ts, long graceMillis) {
        seen.forEach((labels, sighting) -> alerts.compute(labels, (l, known) -> see(l, known, sighting, ts)));
        int active = 0;
        for (Iterator<Map.Entry<Labels, Alert>> i = alerts.entrySet().iterator(); i.hasNext();) {
            Map.Entry<Labels, Alert> entry = i.next();
            Alert before = entry.getValue();
            boolean present = seen.containsKey(before.labels());
            Alert after = present ? advance(before, ts) : graceMillis > 0 ? hold(before, graceMillis) : miss(before, ts);
            if (after == null) {
                i.remove();
                changed = true;
                continue;
            }
            changed |= after.state() != before.state() || !after.times().equals(before.times());
            entry.setValue(after);
            active += after.state() == AlertState.INACTIVE ? 0 : 1;
        }
        return active;
    }

    private Alert see(Labels labels, @Nullable Alert known, Sighting sighting, long ts) {
        if (known == null || known.state() == AlertState.INACTIVE) {
            changed = true;
            return new Alert(labels, sighting.annotations, sighting.value, AlertState.PENDING, AlertTimes.activeSince(ts));
        }
        changed |= known.times().keepFiringSince() != AlertTimes.NEVER;
        return known.seen(sighting.annotations, sighting.value);
    }

    private Alert advance(Alert alert, long ts) {
        boolean served = ts - alert.times().activeAt() >= forMillis;
        if (alert.state() == AlertState.PENDING && served) {
            return alert.with(AlertState.FIRING, alert.times().withFiredAt(ts));
        }
        // A longer "for" after a reload; but not a wall clock that went back behind the time it fired.
        if (alert.state() == AlertState.FIRING && !served && ts >= alert.times().firedAt()) {
            return alert.with(AlertState.PENDING, alert.times().withFiredAt(AlertTimes.NEVER));
        }
        return alert;
    }

    private @Nullable Alert miss(Alert alert, long ts) {
        return switch (alert.state()) {
            case PENDING -> null;
            case INACTIVE -> ts - alert.times().resolvedAt() > retention(alert.times()) ? null : alert;
            case FIRING -> missFiring(alert, ts);
        };
    }

    /** An end that the sink has not taken yet is not forgotten so soon. */
    private static long retention(AlertTimes times) {
        return times.resolvedAt() > times.lastSentAt() ? UNTOLD_RETENTION_MILLIS : RESOLVED_RETENTION_MILLIS;
    }

    private Alert missFiring(Alert alert, long ts) {
        long since = alert.times().keepFiringSince();
        AlertTimes times = alert.times();
        if (keepFiringMillis > 0) {
            times = times.withKeepFiringSince(since == AlertTimes.NEVER ? ts : since);
            if (ts - times.keepFiringSince() < keepFiringMillis) {
                return alert.with(times);
            }
        }
        return alert.with(AlertState.INACTIVE, times.withResolvedAt(ts));
    }

    private static Alert hold(Alert alert, long graceMillis) {
        return alert.state() != AlertState.PENDING ? alert
                : alert.with(alert.times().withActiveAt(alert.times().activeAt() + graceMillis));
    }

    /** All, those that ended included; a view. */
    Collection<Alert> all() {
        return alerts.values();
    }

    @Nullable Alert get(Labels labels) {
        return alerts.get(labels);
    }

    /** A copy of those that are pending or firing. */
    List<Alert> active() {
        return alerts.values().stream().filter(a -> a.state() != AlertState.INACTIVE).toList();
    }

    /** Puts alerts as they are, over those with the same labels. */
    void put(Collection<Alert> others) {
        others.forEach(a -> alerts.put(a.labels(), a));
        changed |= !others.isEmpty();
    }

    /** Changes every alert. */
    void replaceAll(UnaryOperator<Alert> change) {
        alerts.replaceAll((labels, alert) -> change.apply(alert));
        changed = true;
    }

    /** Says that the sink took these at {@code ts}; not a change that is worth keeping by itself. */
    void sent(Collection<Alert> told, long ts) {
        for (Alert alert : told) {
            alerts.computeIfPresent(alert.labels(), (l, a) -> a.with(a.times().withLastSentAt(ts)));
        }
    }

    /** Forgets all. */
    void clear() {
        changed |= !alerts.isEmpty();
        alerts.clear();
    }

    /** Whether anything but values, annotations and the time of sending changed since this was last asked. */
    boolean takeChanged() {
        boolean answer = changed;
        changed = false;
        return answer;
    }
}
