package dev.plumbline.daemon.alerting;

import dev.plumbline.model.Labels;

/** Asks whether people have silenced an alert. Thread-safe and quick: asked for every alert of every flush. */
@FunctionalInterface
public interface Silencing {
    /** Nothing is silenced. */
    Silencing NONE = (labels, now) -> false;

    boolean silences(Labels labels, long nowMillis);
}
