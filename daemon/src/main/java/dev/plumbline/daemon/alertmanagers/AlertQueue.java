package dev.plumbline.daemon.alertmanagers;

import dev.plumbline.model.Labels;
import dev.plumbline.rules.RuleAlert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What waits for one Alertmanager, the oldest first: of each alert (labels) only the newest state, which takes the place of
 * the older one, so that a resolve is never followed by what came before it and an outage costs no more memory than there
 * are alerts. Bounded: beyond the capacity the oldest goes. One owner; not thread-safe.
 */
final class AlertQueue {
    private final int capacity;
    private LinkedHashMap<Labels, RuleAlert> waiting = new LinkedHashMap<>();

    AlertQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds or replaces; returns how many were dropped to make room, 0 or 1. */
    int put(RuleAlert alert) {
        waiting.put(alert.labels(), alert);
        return dropOldest();
    }

    private int dropOldest() {
        int dropped = 0;
        while (waiting.size() > capacity) {
            waiting.pollFirstEntry();
            dropped++;
        }
        return dropped;
    }

    /** Removes and returns the oldest, at most {@code max}. */
    List<RuleAlert> take(int max) {
        var batch = new ArrayList<RuleAlert>(Math.min(max, waiting.size()));
        while (batch.size() < max && !waiting.isEmpty()) {
            batch.add(waiting.pollFirstEntry().getValue());
        }
        return batch;
    }

    /** Takes back what {@link #take} gave, before all others, but for what has a newer state by now; returns how many were dropped. */
    int putBack(List<RuleAlert> batch) {
        var merged = new LinkedHashMap<Labels, RuleAlert>();
        for (RuleAlert alert : batch) {
            RuleAlert newer = waiting.remove(alert.labels());
            merged.put(alert.labels(), newer == null ? alert : newer);
        }
        merged.putAll(waiting);
        waiting = merged;
        return dropOldest();
    }

    int size() {
        return waiting.size();
    }
}
