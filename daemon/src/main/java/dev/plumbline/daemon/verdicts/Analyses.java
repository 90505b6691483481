package dev.plumbline.daemon.verdicts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The analyses that run, answer, or have something to tell, at most one per key that answers the gate. Bounded; what ended longest
 * ago makes room: it is in the store all the same. Thread-safe.
 */
final class Analyses {
    private final int maxRunning;
    private final int maxKept;
    private final Map<AnalysisKey, Analysis> byKey = new LinkedHashMap<>();
    private final Map<AnalysisKey, List<Analysis>> byRelease = new HashMap<>(); // the values of byKey
    private final Map<String, Analysis> byId = new LinkedHashMap<>(); // in order of their start

    Analyses(int maxRunning, int maxKept) {
        this.maxRunning = maxRunning;
        this.maxKept = maxKept;
    }

    /** The analysis that still answers for the key. */
    synchronized Optional<Analysis> find(AnalysisKey key, long nowMillis) {
        Analysis found = byKey.get(key);
        return found == null || found.expired(nowMillis) ? Optional.empty() : Optional.of(found);
    }

    synchronized Optional<Analysis> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The one that still answers for the key, else a new one; empty when too many run. */
    synchronized Optional<Analysis> findOrStart(AnalysisKey key, long nowMillis, Supplier<Analysis> start) {
        Optional<Analysis> found = find(key, nowMillis);
        return found.isPresent() ? found : start(start);
    }

    /** A new one; empty when too many run. */
    synchronized Optional<Analysis> start(Supplier<Analysis> start) {
        if (running().size() >= maxRunning) {
            return Optional.empty();
        }
        makeRoom();
        Analysis started = start.get();
        otherStages(started.key()).forEach(Analysis::unwatch);
        add(started);
        return Optional.of(started);
    }

    /** One that was kept; in order of their start. */
    synchronized void restore(Analysis a) {
        if (a.subject().gate()) {
            otherStages(a.key()).forEach(Analysis::unwatch);
        }
        add(a);
    }

    private void add(Analysis a) {
        byId.put(a.subject().id(), a);
        if (a.subject().gate()) {
            Analysis before = byKey.put(a.key(), a);
            if (before != null) {
                removeStage(before);
            }
            byRelease.computeIfAbsent(a.key().release(), k -> new ArrayList<>(1)).add(a);
        }
    }

    private void removeStage(Analysis a) {
        byRelease.computeIfPresent(a.key().release(), (k, stages) -> {
            stages.remove(a);
            return stages.isEmpty() ? null : stages;
        });
    }

    /** Those of the same release that answer for another stage. */
    synchronized List<Analysis> otherStages(AnalysisKey key) {
        return byRelease.getOrDefault(key.release(), List.of()).stream().filter(a -> a.key().isOtherStageOf(key)).toList();
    }

    private void makeRoom() {
        if (byId.size() >= maxKept) {
            byId.values().stream().filter(Analysis::ended)
                    .min(Comparator.comparingLong(a -> a.record().decidedMillis().orElse(Long.MAX_VALUE))).ifPresent(this::forget);
        }
    }

    private void forget(Analysis a) {
        byId.remove(a.subject().id());
        if (byKey.remove(a.key(), a)) {
            removeStage(a);
        }
    }

    /** Those without a verdict; a copy. */
    synchronized List<Analysis> running() {
        return byId.values().stream().filter(a -> !a.ended()).toList();
    }

    /** All that answer the gate, in order of their start; a copy. */
    synchronized List<Analysis> answering() {
        return byId.values().stream().filter(a -> byKey.get(a.key()) == a).toList();
    }

    /** All, in order of their start; a copy. */
    synchronized List<Analysis> all() {
        return new ArrayList<>(byId.values());
    }

    /** Forgets those that do not answer any more and have nothing left to do. */
    synchronized void expire(long nowMillis, Predicate<Analysis> done) {
        byId.values().stream().filter(a -> a.ended() && (a.expired(nowMillis) || !a.subject().gate()) && done.test(a)).toList()
                .forEach(this::forget);
        byKey.values().stream().filter(a -> a.expired(nowMillis)).toList().forEach(a -> {
            byKey.remove(a.key());
            removeStage(a);
        });
    }
}
