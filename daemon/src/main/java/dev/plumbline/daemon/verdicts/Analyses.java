package dev.plumbline.daemon.verdicts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The analyses that are known, running and ended, at most one per key. Bounded; what ended longest ago makes room. In
 * memory: a durable one can take its place behind the same methods. Thread-safe.
 */
final class Analyses {
    private final int maxRunning;
    private final int maxKept;
    private final Map<AnalysisKey, Analysis> byKey = new LinkedHashMap<>(); // in order of their start

    Analyses(int maxRunning, int maxKept) {
        this.maxRunning = maxRunning;
        this.maxKept = maxKept;
    }

    /** The analysis that still answers for the key. */
    synchronized Optional<Analysis> find(AnalysisKey key, long nowMillis) {
        Analysis found = byKey.get(key);
        return found == null || found.expired(nowMillis) ? Optional.empty() : Optional.of(found);
    }

    /** The one that still answers for the key, else a new one; empty when too many run. */
    synchronized Optional<Analysis> findOrStart(AnalysisKey key, long nowMillis, Supplier<Analysis> start) {
        Optional<Analysis> found = find(key, nowMillis);
        if (found.isPresent()) {
            return found;
        }
        if (running().size() >= maxRunning) {
            return Optional.empty();
        }
        byKey.remove(key);
        makeRoom();
        Analysis started = start.get();
        byKey.put(key, started);
        return Optional.of(started);
    }

    private void makeRoom() {
        if (byKey.size() >= maxKept) {
            byKey.values().stream().filter(Analysis::ended).min(Analyses::byDecision).ifPresent(a -> byKey.remove(a.key()));
        }
    }

    private static int byDecision(Analysis a, Analysis b) {
        return Long.compare(a.state().decidedMillis().orElse(Long.MAX_VALUE), b.state().decidedMillis().orElse(Long.MAX_VALUE));
    }

    /** Those without a verdict; a copy. */
    synchronized List<Analysis> running() {
        return byKey.values().stream().filter(a -> !a.ended()).toList();
    }

    /** All, in order of their start; a copy. */
    synchronized List<Analysis> all() {
        return new ArrayList<>(byKey.values());
    }

    /** Forgets those that do not answer any more. */
    synchronized void expire(long nowMillis) {
        byKey.values().removeIf(a -> a.expired(nowMillis));
    }
}
