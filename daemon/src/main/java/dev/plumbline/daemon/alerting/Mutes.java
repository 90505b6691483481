package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import dev.plumbline.daemon.config.alertmanager.Route;
import dev.plumbline.model.Labels;
import java.time.Instant;
import java.util.List;

/**
 * What keeps alerts from being told at one moment: other alerts (inhibition), people (silences), and, for whole routes,
 * the time of day. Made once for all groups that are flushed together.
 */
record Mutes(AlertmanagerConfig config, Inhibition inhibition, Silencing silencing, long nowMillis) {

    /** Whether the alert is inhibited or silenced. */
    boolean mutes(Labels labels) {
        return inhibition.mutes(labels) || silencing.silences(labels, nowMillis);
    }

    /** Whether it is no time for this route: outside of its active intervals or inside of a mute interval. */
    boolean mutes(Route route) {
        return !route.activeTimeIntervals().isEmpty() && !inside(route.activeTimeIntervals())
                || inside(route.muteTimeIntervals());
    }

    private boolean inside(List<String> names) {
        return names.stream().map(config.timeIntervals()::get)
                .anyMatch(interval -> interval != null && interval.contains(Instant.ofEpochMilli(nowMillis)));
    }
}
