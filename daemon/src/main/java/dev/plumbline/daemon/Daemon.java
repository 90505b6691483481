package dev.plumbline.daemon;

import dev.plumbline.daemon.api.admin.Lifecycle;
import dev.plumbline.daemon.api.flagger.ReportedWeights;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.daemon.api.prometheus.StatusApi;
import dev.plumbline.daemon.api.remote.RemoteWriteApi;
import dev.plumbline.daemon.api.tenants.TenantsApi;
import dev.plumbline.daemon.collectors.remotewrite.RemoteWriteLimits;
import dev.plumbline.daemon.collectors.remotewrite.RemoteWriteReceiver;
import dev.plumbline.daemon.config.PlumblineConfig;
import dev.plumbline.daemon.config.RolloutsConfig;
import dev.plumbline.daemon.documents.lucene.LuceneDocuments;
import dev.plumbline.daemon.kayenta.GovernedRanges;
import dev.plumbline.daemon.kayenta.Kayenta;
import dev.plumbline.daemon.posting.VerdictPoster;
import dev.plumbline.daemon.security.AccessControl;
import dev.plumbline.daemon.telemetry.KayentaMetrics;
import dev.plumbline.daemon.telemetry.ProcessMetrics;
import dev.plumbline.daemon.telemetry.RemoteWriteMetrics;
import dev.plumbline.daemon.telemetry.StoreMetrics;
import dev.plumbline.daemon.telemetry.TenantMetrics;
import dev.plumbline.daemon.telemetry.Tracing;
import dev.plumbline.daemon.verdicts.EvidenceKey;
import dev.plumbline.daemon.verdicts.GateOptions;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.daemon.verdicts.VerdictSample;
import dev.plumbline.daemon.verdicts.VerdictSeries;
import dev.plumbline.documents.Documents;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.ExemplarRing;
import dev.plumbline.storage.Storage;
import dev.plumbline.storage.TenantUse;
import dev.plumbline.time.Clock;
import dev.plumbline.tsdb.Tsdb;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sun.misc.Signal;

/**
 * The daemon, wired. Order of start: configuration (all or nothing), HTTP (health answers, readiness says why not)
 * while the stores read their logs, then collectors, the gate and rules. Order of end: gate,
 * rules and who they tell, collectors, HTTP, stores, so that what was collected is kept and what is asked is answered as long as possible.
 */
final class Daemon implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Daemon.class);
    private static final long MAINTAIN_MILLIS = 60_000;
    private static final int MAINTAIN_LOOKS = 12;
    private static final long VERDICT_SERIES_MILLIS = 5_000;
    private static final long LAST_WORDS_MILLIS = 200;
    private static final int MAX_EXEMPLARS = 10_000_000;
    private final RunSettings settings;
    private final Clock clock;
    private final long startMillis;
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final StoreHandle store;
    private final ExemplarRing exemplars = new ExemplarRing(0);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AccessControl access;
    private final Reloads reloads;
    private final Tracing tracing;
    private final QueryPath queries;
    private final MeasuringPath measuring;
    private final GateService gate;
    private final DiscoveryFactory discoveries;
    private final Kayenta kayenta;
    private final Collectors collectors;
    private final AlertPath alerts;
    private final @Nullable RemoteWriteReceiver remoteWrite;
    private final SenderPath sender;
    private final SnapshotPath snapshots = new SnapshotPath();
    private final HttpServer http;
    private volatile LoadedFiles files;
    private volatile @Nullable Tsdb tsdb;
    private final ReportedWeights weights;
    private final CallerPath callers;
    private @Nullable Documents documents; // guarded by this, as is the next
    private @Nullable RolloutPath rollouts;
    private volatile boolean closing;
    private volatile int exit;

    private Daemon(RunSettings settings, LoadedFiles files, PlumblineConfig config, StoreHandle store, Clock clock) {
        this.settings = settings;
        this.store = store;
        this.files = files;
        this.clock = clock;
        startMillis = clock.wallMillis();
        access = new AccessControl(tokens(config));
        weights = new ReportedWeights(clock);
        reloads = new Reloads(registry, clock);
        tracing = settings.tracingEndpoint().isEmpty() ? Tracing.off()
                : Tracing.to(settings.tracingEndpoint(), Plumbline.version());
        queries = new QueryPath(settings.query(), registry, clock, this::oldest);
        queries.apply(config);
        var random = new SplittableRandom(clock.wallMillis() ^ clock.monotonicNanos());
        measuring = new MeasuringPath(queries.background(), store, tracing, clock);
        gate = new GateService(new GateService.Surroundings(clock, random, measuring,
                () -> store.isReady() ? Optional.empty() : Optional.of(store.state())), GateOptions.DEFAULTS.reachedAt(settings.web().externalUrl()));
        gate.policies(files.policies());
        callers = new CallerPath(clock, random, gate, queries, store);
        callers.apply(files);
        kayenta = new Kayenta(clock, random, new GovernedRanges(queries.engine(), store, queries.queries()));
        discoveries = new DiscoveryFactory(clock);
        collectors = new Collectors(clock, discoveries, registry, settings.web().externalUrl());
        alerts = new AlertPath(new AlertPath.Parts(clock, registry, queries.background(), discoveries, settings.rules(),
                settings.queueCapacity()));
        ProcessMetrics.register(registry, Plumbline.version());
        StoreMetrics.register(registry, () -> {
            Tsdb open = tsdb;
            return open == null ? null : open.stats();
        });
        TenantMetrics.register(registry, this::tenantUse);
        KayentaMetrics.register(registry, kayenta::running);
        remoteWrite = settings.remoteWrite() ? new RemoteWriteReceiver(RemoteWriteLimits.DEFAULTS, clock, random.nextLong()) : null;
        if (remoteWrite != null) {
            RemoteWriteMetrics.register(registry, remoteWrite.counters());
        }
        sender = new SenderPath(clock, registry, collectors, () -> remoteWrite == null ? Map.of() : remoteWrite.metadata());
        var reading = new HttpServer.Reading(queries, store, exemplars, () -> StoreParts.of(tsdb), () -> reloads.state().externalLabels());
        var operating = new HttpServer.Operating(new Lifecycle(() -> settings.web().allowed().lifecycle() || !access.isOpen(), this::reload,
                () -> clock.schedule(LAST_WORDS_MILLIS, ended::countDown)), new StoreUpkeep(this::openTsdb), snapshots::take,
                new TenantsApi(this::tenantUse), this::running);
        http = new HttpServer(new HttpServer.Parts(settings.web(), reading, operating, gate, kayenta, weights, callers, collectors, alerts,
                new RemoteWriteApi(remoteWrite), access, registry, tracing, clock));
    }

    private long oldest() {
        Tsdb open = tsdb;
        return open == null ? Long.MAX_VALUE : open.oldestMillis();
    }

    private @Nullable TenantUse tenantUse() {
        Tsdb open = tsdb;
        return open == null ? null : open.tenants();
    }

    private StatusApi.Running running() {
        Tsdb open = tsdb;
        Reloads.State config = reloads.state();
        return new StatusApi.Running(startMillis, config.yaml(), config.succeeded(), config.sinceMillis(),
                open == null ? 0 : open.stats().corruptions(), Times.duration(StoreUpkeep.kept(settings.store(), files.config()).retention().toMillis()));
    }

    private Tsdb openTsdb() {
        Tsdb open = tsdb;
        if (open == null) {
            throw new StoreHandle.NotReady(store.state());
        }
        return open;
    }

    private static @Nullable List<dev.plumbline.daemon.config.ApiToken> tokens(PlumblineConfig config) {
        return config.auth() == null ? null : config.auth().tokens();
    }

    /**
     * Starts everything; returns while the store may still be replaying its log.
     *
     * @throws PlumblineException when the configuration is refused, the address may not be served or is taken
     */
    static Daemon start(RunSettings settings, Clock clock) {
        LoadedFiles files = LoadedFiles.load(settings.config(), settings.features().parser());
        PlumblineConfig config = files.config();
        if (config == null) {
            throw PlumblineException.user("the configuration is refused:\n" + String.join("\n", files.problems()));
        }
        files.warnings().forEach(LOG::warn);
        settings.features().notes().forEach(LOG::info);
        if (config.auth() == null && !settings.web().allowed().open() && !AccessControl.isLoopback(settings.web().host())) {
            throw PlumblineException.user("--listen " + settings.web().host() + " can be reached from other machines and nothing guards it; "
                    + "add auth: {tokens_file: …} to " + settings.config() + ", listen on 127.0.0.1, or say --web.open");
        }
        var store = new StoreHandle();
        CompletableFuture<Stores> stores = Stores.opening(StoreUpkeep.kept(settings.store(), config), clock, past -> store.past(past, past.untilMillis()));
        try {
            var daemon = new Daemon(settings, files, config, store, clock);
            daemon.http.start();
            daemon.reloads.succeeded(settings.config(), files);
            LOG.info("serving on {}", daemon.url());
            Thread.ofPlatform().name("go-on").start(() -> daemon.goOn(stores));
            return daemon;
        } catch (RuntimeException e) {
            stores.thenAccept(Stores::close);
            throw e;
        }
    }

    /** Everything that needs the stores, once they are open. */
    private void goOn(CompletableFuture<Stores> opening) {
        try {
            Stores stores = Stores.join(opening);
            Tsdb opened = stores.series();
            LuceneDocuments kept = stores.documents();
            synchronized (this) {
                if (closing) {
                    stores.close();
                    return;
                }
                tsdb = opened;
                documents = kept;
                applyStorage(opened, Objects.requireNonNull(files.config()));
                snapshots.start(settings.store().folder(), clock, opened, kept);
                sender.start(settings.store().folder(), settings.remoteQueueBytes(), opened, Objects.requireNonNull(files.config()));
                Storage written = sender.tap(opened);
                collectors.start(written, sender.tap(exemplars));
                collectors.apply(Objects.requireNonNull(files.config())); // a reload may have come meanwhile
                alerts.start(written, kept, files, reachedAt());
                startGate(kept);
                if (remoteWrite != null) {
                    remoteWrite.start(written, sender.tap(exemplars));
                }
                store.opened(opened); // ready: the gate answers from what it knew before
                scheduleMaintenance(opened, 1);
                scheduleVerdictSeries(new VerdictSeries(written));
            }
            LOG.info("ready: {} series", opened.stats().series());
        } catch (PlumblineException e) {
            fail(e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("the store cannot be opened", e);
            fail("the store cannot be opened: " + e);
        }
    }

    /** The gate with everybody who is told of its verdicts. */
    private void startGate(Documents kept) {
        RolloutsConfig config = Objects.requireNonNull(files.config()).rollouts();
        var path = new RolloutPath(new RolloutPath.Parts(clock, registry, discoveries.clusters(), gate), kept);
        rollouts = path;
        weights.opened(kept);
        kayenta.start(kept);
        gate.start(kept, EvidenceKey.in(settings.store().folder()), List.of(new VerdictPoster(alerts.alerting()), path.start(config)));
        path.apply(config);
        callers.start(kept);
    }

    private synchronized void reportRollouts() {
        if (rollouts != null && !closing) {
            rollouts.reportErrors();
        }
    }

    /** Where people reach this daemon; the address it serves when nothing else was said. */
    private String reachedAt() {
        return settings.web().externalUrl().isEmpty() ? http.url() : settings.web().externalUrl();
    }

    private void fail(String why) {
        store.unavailable(why);
        LOG.error("cannot go on: {}", why);
        exit = Plumbline.USAGE;
        ended.countDown();
    }

    /** Each minute, and soon after there is enough for a block. */
    private void scheduleMaintenance(Tsdb open, int round) {
        clock.schedule(MAINTAIN_MILLIS / MAINTAIN_LOOKS, () -> {
            boolean regular = round % MAINTAIN_LOOKS == 0;
            try {
                if (regular || open.isDue()) {
                    open.maintain();
                }
                if (regular) {
                    collectors.reportDiscoveryErrors();
                    alerts.reportDiscoveryErrors();
                    reportRollouts();
                }
            } catch (PlumblineException e) {
                LOG.error("maintenance of the store failed: {}", e.getMessage());
            } catch (RuntimeException e) { // a bug; the next run must come all the same
                LOG.error("maintenance of the store failed", e);
            }
            if (!closing) {
                scheduleMaintenance(open, round + 1);
            }
        });
    }

    private void scheduleVerdictSeries(VerdictSeries series) {
        clock.schedule(VERDICT_SERIES_MILLIS, () -> {
            try {
                var reports = gate.reports();
                series.write(VerdictSample.of(reports), clock.wallMillis());
            } catch (PlumblineException e) {
                LOG.error("verdict series could not be written: {}", e.getMessage());
            }
            if (!closing) {
                scheduleVerdictSeries(series);
            }
        });
    }

    /** Reads the configuration again; swaps it whole, or keeps the old one and says why. */
    synchronized List<String> reload() {
        LoadedFiles next = LoadedFiles.load(settings.config(), settings.features().parser());
        PlumblineConfig config = next.config();
        if (config == null) {
            reloads.failed();
            next.problems().forEach(p -> LOG.error("configuration refused, the old one stays: {}", p));
            return next.problems();
        }
        if (config.auth() == null && !access.isOpen() && !AccessControl.isLoopback(settings.web().host()) && !settings.web().allowed().open()) {
            reloads.failed();
            return List.of(settings.config() + ":1:1: auth is gone, and " + settings.web().host() + " can be reached from other machines");
        }
        next.warnings().forEach(LOG::warn);
        access.replace(tokens(config));
        gate.policies(next.policies());
        callers.apply(next);
        queries.apply(config);
        Tsdb open = tsdb;
        if (open != null) {
            applyStorage(open, config);
            sender.apply(config);
            collectors.apply(config);
            alerts.apply(next, reachedAt());
            if (rollouts != null) {
                rollouts.apply(config.rollouts());
            }
        }
        files = next;
        reloads.succeeded(settings.config(), next);
        LOG.info("configuration reloaded, hash {}", next.hash());
        return List.of();
    }

    private void applyStorage(Tsdb open, PlumblineConfig config) {
        exemplars.resize(Math.clamp(config.storage().maxExemplars(), 0, MAX_EXEMPLARS));
        StoreUpkeep.apply(open, config, settings.store());
    }

    /** Reload on SIGHUP, where the system has it. */
    void reloadOnHangup() {
        try {
            Signal.handle(new Signal("HUP"), signal -> Thread.ofVirtual().start(this::reload));
        } catch (IllegalArgumentException e) {
            LOG.warn("this system has no SIGHUP; reload by POST /-/reload");
        }
    }

    String url() {
        return http.url();
    }

    boolean isReady() {
        return store.isReady();
    }

    /** Waits until the daemon is closed or cannot go on; gives the exit code. */
    int awaitEnd() throws InterruptedException {
        ended.await();
        close();
        return exit;
    }

    @Override
    public synchronized void close() {
        if (closing) {
            return;
        }
        closing = true;
        gate.stop();
        callers.stop();
        kayenta.stop();
        if (rollouts != null) {
            rollouts.close();
        }
        alerts.close();
        collectors.close();
        if (remoteWrite != null) {
            remoteWrite.stop();
        }
        sender.close();
        http.close();
        callers.close();
        measuring.close();
        queries.close();
        store.unavailable("the daemon is stopping");
        if (documents != null) {
            documents.close();
        }
        Tsdb open = tsdb;
        if (open != null) {
            open.close();
        }
        tracing.close();
        LOG.info("ended");
        ended.countDown();
    }
}
