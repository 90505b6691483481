package dev.plumbline.daemon.config.alertmanager;

import java.util.List;

/** A name and what is told when it is notified: each integration gets every message, and keeps its own account of it. */
public record Receiver(String name, List<Integration> integrations) {
    public Receiver {
        integrations = List.copyOf(integrations);
    }
}
