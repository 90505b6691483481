package dev.plumbline.daemon.alerting;

import java.util.Set;

/**
 * What a receiver was told last about a group: an entry of the notification log.
 *
 * @param firing fingerprints of the alerts it was told fire
 * @param resolved fingerprints of the alerts it was told have ended
 * @param timeMillis when, ms since the epoch
 */
record LogEntry(Set<String> firing, Set<String> resolved, long timeMillis) {
    LogEntry {
        firing = Set.copyOf(firing);
        resolved = Set.copyOf(resolved);
    }

    /** What a message about no alert leaves behind. */
    static LogEntry ofNoAlerts(long timeMillis) {
        return new LogEntry(Set.of(), Set.of(), timeMillis);
    }

    boolean isOfNoAlerts() {
        return firing.isEmpty() && resolved.isEmpty();
    }

    LogEntry at(long millis) {
        return new LogEntry(firing, resolved, millis);
    }
}
