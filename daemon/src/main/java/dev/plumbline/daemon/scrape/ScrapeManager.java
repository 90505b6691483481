package dev.plumbline.daemon.scrape;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.daemon.scrape.http.BodyPool;
import dev.plumbline.daemon.scrape.http.Fetcher;
import dev.plumbline.daemon.scrape.http.HttpFetcher;
import dev.plumbline.daemon.scrape.http.HttpSettings;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The loops of all targets. {@link #apply} makes them what the configuration and discovery say: a loop whose target
 * and job are unchanged goes on undisturbed, one that is gone ends with staleness markers, one whose job changed hands
 * its series to a new loop. Thread-safe; {@code apply} waits at most for scrapes of targets that it stops, and while it
 * waits all else answers with what was there before.
 */
public final class ScrapeManager implements AutoCloseable {
    private final ScrapeLoop.Shared shared;
    private final FetcherFactory fetchers;
    private final Map<String, Entry> running = new LinkedHashMap<>();
    private final Map<String, ScrapeLoop> ending = new HashMap<>();
    private boolean reopening;
    private volatile List<Entry> entries = List.of();
    private volatile List<ScrapePool> pools = List.of();

    /** Makes the client of one target. */
    public interface FetcherFactory {
        Fetcher create(ScrapeTarget target, ScrapeConfig config);
    }

    /** What discovery found and relabelling dropped, of one pool; at most keep_dropped_targets are told. */
    public record DroppedTargets(String scrapePool, int count, List<Labels> discoveredLabels) {
        public DroppedTargets {
            discoveredLabels = List.copyOf(discoveredLabels);
        }
    }

    /** One target's metadata: the target's labels and what its last good scrape said of each metric. */
    public record TargetMetadata(Labels target, Map<String, MetricMetadata> metrics) {
        public TargetMetadata {
            metrics = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
        }
    }

    private record Entry(ScrapeTarget target, ScrapeConfig config, ScrapeLoop loop) {
        boolean isSame(ScrapeTarget otherTarget, ScrapeConfig other) {
            return target.equals(otherTarget) && other.equals(config);
        }
    }

    /** Scrapes over HTTP. {@code seed} spreads targets over their intervals; the same for the life of an installation. */
    public ScrapeManager(Storage storage, ExemplarStorage exemplars, Clock clock, long seed) {
        this(new ScrapeRow.Stores(storage, exemplars), clock, seed, (target, config) -> new HttpFetcher(target.url(),
                new HttpSettings(AcceptHeader.of(config), config.http(), config.enableCompression(), config.limits().bodySizeBytes()), clock));
    }

    /** With fetchers of the caller's choosing. */
    ScrapeManager(ScrapeRow.Stores stores, Clock clock, long seed, FetcherFactory fetchers) {
        this.shared = new ScrapeLoop.Shared(stores, clock, new BodyPool(), new ScrapeCounters(), seed);
        this.fetchers = fetchers;
    }

    /** Opens every target's place in the storage anew, between two scrapes: what the storage makes of rows has changed. */
    public synchronized void reopen() {
        reopening = true;
        apply(pools);
        reopening = false;
    }

    /** Replaces all pools. */
    public synchronized void apply(List<ScrapePool> wanted) {
        ending.values().removeIf(ScrapeLoop::isClosed);
        var next = new LinkedHashMap<String, Entry>();
        List<Entry> fresh = new ArrayList<>();
        for (ScrapePool pool : wanted) {
            for (ScrapeTarget target : pool.targets()) {
                String source = target.source(pool.config().jobName());
                if (!next.containsKey(source)) {
                    next.put(source, keepOrReplace(source, target, pool, fresh));
                }
            }
        }
        running.forEach((source, entry) -> {
            entry.loop.stop();
            ending.put(source, entry.loop);
        });
        running.clear();
        running.putAll(next);
        entries = List.copyOf(next.values());
        pools = List.copyOf(wanted);
        fresh.forEach(entry -> entry.loop.start());
    }

    private Entry keepOrReplace(String source, ScrapeTarget target, ScrapePool pool, List<Entry> fresh) {
        ScrapeConfig config = pool.config();
        Entry old = running.remove(source);
        boolean limited = isOverLimit(pool);
        if (old != null && !reopening && old.isSame(target, config) && old.loop.isRefusing() == limited) {
            return old;
        }
        ScrapeLoop before = old == null ? ending.remove(source) : old.loop;
        List<Labels> alive = before == null ? List.of() : before.handOver();
        Fetcher fetcher = limited ? new RefusingFetcher(pool.targets().size(), config.limits().targets()) : fetchers.create(target, config);
        var entry = new Entry(target, config, new ScrapeLoop(target, config, fetcher, shared));
        entry.loop.inherit(alive);
        fresh.add(entry);
        return entry;
    }

    private static boolean isOverLimit(ScrapePool pool) {
        long limit = pool.config().limits().targets();
        return limit > 0 && pool.targets().size() > limit;
    }

    /** Every active target, pool by pool. */
    public List<TargetStatus> targets() {
        return entries.stream().map(e -> e.loop.status()).toList();
    }

    /** The names of the pools, in the order of the configuration. */
    public List<String> pools() {
        return pools.stream().map(p -> p.config().jobName()).toList();
    }

    /** What relabelling dropped, pool by pool. */
    public List<DroppedTargets> droppedTargets() {
        return pools.stream().map(ScrapeManager::dropped).toList();
    }

    private static DroppedTargets dropped(ScrapePool pool) {
        long keep = pool.config().limits().keepDroppedTargets();
        Collection<Labels> shown = keep > 0 ? pool.dropped().subList(0, (int) Math.min(keep, pool.dropped().size())) : pool.dropped();
        return new DroppedTargets(pool.config().jobName(), pool.dropped().size(), List.copyOf(shown));
    }

    /** Each target's metadata; costs a pass over each target's comments. */
    public List<TargetMetadata> metadata() {
        return entries.stream().map(e -> new TargetMetadata(e.target.labels(), e.loop.metadata())).toList();
    }

    /** Counts since the start. */
    public ScrapeStats stats() {
        return shared.counters().stats();
    }

    /** Stops all loops at once, without staleness markers: a restart is no reason for gaps. */
    @Override
    public synchronized void close() {
        running.values().forEach(e -> e.loop.abandon());
        ending.values().forEach(ScrapeLoop::abandon);
        running.clear();
        ending.clear();
        entries = List.of();
    }
}
