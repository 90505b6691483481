package dev.plumbline.daemon;

import dev.plumbline.daemon.api.prometheus.TargetsApi;
import dev.plumbline.daemon.config.PlumblineConfig;
import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.daemon.discovery.Discoveries;
import dev.plumbline.daemon.scrape.ScrapeManager;
import dev.plumbline.daemon.scrape.ScrapePool;
import dev.plumbline.daemon.scrape.TargetStatus;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.Clock;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Discovery and scraping, joined: every job's discoveries feed its pool, and every change of a pool is applied to the
 * scrapers whole. Jobs whose configuration is unchanged keep their discoveries over a reload.
 */
final class Collectors implements TargetsApi.Scrapers, AutoCloseable {
    private final Clock clock;
    private final String externalUrl;
    private final Discoveries discoveries;
    private final Map<String, JobTargets> jobs = new LinkedHashMap<>();
    private volatile @Nullable ScrapeManager scrapers; // asked without the lock, which apply holds while scrapes end
    private boolean closed;

    Collectors(Clock clock, Discoveries discoveries, PrometheusRegistry registry, String externalUrl) {
        this.clock = clock;
        this.discoveries = discoveries;
        this.externalUrl = externalUrl;
        registerMetrics(registry);
    }

    /** Lets scraping begin; what is scraped goes to {@code storage}, examples of it to {@code exemplars}. */
    synchronized void start(Storage storage, ExemplarStorage exemplars) {
        scrapers = new ScrapeManager(storage, exemplars, clock, externalUrl.hashCode());
    }

    /** Makes the running jobs those of the configuration. */
    synchronized void apply(PlumblineConfig config) {
        if (closed) {
            return;
        }
        var before = new LinkedHashMap<>(jobs);
        jobs.clear();
        var fresh = new ArrayList<JobTargets>();
        for (ScrapeConfig job : config.scrapeConfigs()) {
            JobTargets old = before.remove(job.jobName());
            if (old != null && old.config().equals(job)) {
                jobs.put(job.jobName(), old);
                continue;
            }
            var created = new JobTargets(job, clock, discoveries, this::refresh);
            if (old != null) {
                created.inherit(old); // so that a changed job does not lose its targets until discovery has answered
                old.close();
            }
            jobs.put(job.jobName(), created);
            fresh.add(created);
        }
        before.values().forEach(JobTargets::close);
        fresh.forEach(JobTargets::start);
        refresh();
    }

    /** Lets every target be stored anew, after somebody began to listen to the storage. */
    synchronized void reopen() {
        ScrapeManager manager = scrapers;
        if (manager != null && !closed) {
            manager.reopen();
        }
    }

    /** Hands the present targets to the scrapers. */
    private synchronized void refresh() {
        ScrapeManager manager = scrapers;
        if (manager == null || closed) {
            return;
        }
        var pools = new ArrayList<ScrapePool>();
        jobs.values().forEach(job -> pools.add(job.pool()));
        manager.apply(pools);
    }

    /** Logs what discovery cannot do, once for each new reason. */
    synchronized void reportDiscoveryErrors() {
        jobs.values().forEach(JobTargets::reportErrors);
    }

    @Override
    public TargetsApi.Targets targets() {
        ScrapeManager manager = scrapers;
        if (manager == null) {
            return new TargetsApi.Targets(List.of(), List.of(), Map.of());
        }
        var dropped = new ArrayList<TargetsApi.Dropped>();
        var counts = new HashMap<String, Integer>();
        manager.droppedTargets().forEach(pool -> {
            counts.put(pool.scrapePool(), pool.count());
            pool.discoveredLabels().forEach(labels -> dropped.add(new TargetsApi.Dropped(labels, pool.scrapePool())));
        });
        return new TargetsApi.Targets(manager.targets().stream().map(Collectors::active).toList(), dropped, counts);
    }

    private static TargetsApi.Active active(TargetStatus t) {
        return new TargetsApi.Active(t.discoveredLabels(), t.labels(), t.scrapePool(), t.scrapeUrl(), t.globalUrl(), t.lastError(),
                t.lastScrapeMillis(), t.lastScrapeDurationSeconds(), t.health().name().toLowerCase(Locale.ROOT),
                t.intervalMillis(), t.timeoutMillis());
    }

    @Override
    public List<TargetsApi.TargetMetadata> targetMetadata() {
        ScrapeManager manager = scrapers;
        return manager == null ? List.of()
                : manager.metadata().stream().map(t -> new TargetsApi.TargetMetadata(t.target(), t.metrics())).toList();
    }

    @Override
    public Map<String, Set<MetricMetadata>> metadata() {
        ScrapeManager manager = scrapers;
        var all = new HashMap<String, Set<MetricMetadata>>();
        if (manager != null) {
            manager.metadata().forEach(target -> target.metrics().forEach((metric, metadata) ->
                    all.computeIfAbsent(metric, m -> new LinkedHashSet<>()).add(metadata)));
        }
        return all;
    }

    private void registerMetrics(PrometheusRegistry registry) {
        counter(registry, "plumbline_scrapes_total", "Scrapes, good and bad.", m -> m.stats().scrapes());
        counter(registry, "plumbline_scraped_samples_total", "Samples scraped.", m -> m.stats().samples());
        counter(registry, "plumbline_scraped_bytes_total", "Bytes of expositions read.", m -> m.stats().bytes());
        counter(registry, "prometheus_target_scrapes_sample_duplicate_timestamp_total",
                "Samples dropped because their series came twice in a scrape.", m -> m.stats().duplicates());
        byReason(registry, "plumbline_scrape_failures_total", "Scrapes that failed, by reason.", m -> m.stats().failures());
        byReason(registry, "plumbline_scrape_rejected_samples_total", "Scraped samples that the store did not take, by reason.",
                m -> m.stats().rejections());
    }

    private void counter(PrometheusRegistry registry, String name, String help, java.util.function.ToLongFunction<ScrapeManager> value) {
        CounterWithCallback.builder().name(name).help(help).callback(callback -> {
            ScrapeManager manager = scrapers;
            if (manager != null) {
                callback.call(value.applyAsLong(manager));
            }
        }).register(registry);
    }

    private void byReason(PrometheusRegistry registry, String name, String help,
            java.util.function.Function<ScrapeManager, Map<String, Long>> value) {
        CounterWithCallback.builder().name(name).help(help).labelNames("reason").callback(callback -> {
            ScrapeManager manager = scrapers;
            if (manager != null) {
                value.apply(manager).forEach((reason, count) -> callback.call(count, reason));
            }
        }).register(registry);
    }

    @Override
    public synchronized void close() {
        closed = true;
        jobs.values().forEach(JobTargets::close);
        jobs.clear();
        ScrapeManager manager = scrapers;
        if (manager != null) {
            manager.close();
        }
    }
}
