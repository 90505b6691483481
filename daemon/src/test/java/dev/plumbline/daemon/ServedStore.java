package dev.plumbline.daemon;

import dev.plumbline.daemon.alertmanagers.Alertmanagers;
import dev.plumbline.daemon.api.admin.Lifecycle;
import dev.plumbline.daemon.api.flagger.ReportedWeights;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.api.prometheus.StatusApi;
import dev.plumbline.daemon.api.prometheus.TsdbApi;
import dev.plumbline.daemon.api.remote.RemoteWriteApi;
import dev.plumbline.daemon.api.tenants.TenantsApi;
import dev.plumbline.daemon.collectors.remotewrite.RemoteWriteLimits;
import dev.plumbline.daemon.collectors.remotewrite.RemoteWriteReceiver;
import dev.plumbline.daemon.kayenta.GovernedRanges;
import dev.plumbline.daemon.kayenta.Kayenta;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.security.AccessControl;
import dev.plumbline.daemon.telemetry.Tracing;
import dev.plumbline.daemon.verdicts.GateOptions;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Value;
import dev.plumbline.rules.RuleOptions;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.NoExemplars;
import dev.plumbline.storage.Queryable;
import dev.plumbline.time.Clock;
import dev.plumbline.time.SystemTime;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** The real server on a free port over a store in memory: what the API answers, without the rest of the daemon. */
final class ServedStore implements AutoCloseable {
    final InMemoryStorage storage = new InMemoryStorage();
    final PrometheusRegistry registry = new PrometheusRegistry();
    final QueryPath queries;
    private final SystemTime clock = new SystemTime();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Collectors collectors;
    private final AlertPath alerts;
    private final Kayenta kayenta;
    private final HttpServer http;
    final CallerPath callers;

    /** Queries read {@code storage} as they are. */
    static ServedStore start(String... options) {
        return new ServedStore(null, options);
    }

    /** With a gate of one's own, whose time is {@code time}. */
    static ServedStore of(GateService gate, Clock time) {
        return new ServedStore(null, gate, time, "--config", "none");
    }

    /** Queries read what they are given; {@code options} are those of the command line. */
    ServedStore(@Nullable Queryable read, String... options) {
        this(read, null, null, options);
    }

    private ServedStore(@Nullable Queryable read, @Nullable GateService given, @Nullable Clock time, String... options) {
        RunOptions parsed = RunFlagsTest.byPicocli(options);
        var features = Features.of(parsed.features);
        queries = new QueryPath(QuerySettings.of(parsed, features), registry, clock, () -> 0);
        var store = new StoreHandle();
        store.opened(read == null ? storage : read);
        var discoveries = new DiscoveryFactory(clock);
        collectors = new Collectors(clock, discoveries, registry, "");
        alerts = new AlertPath(new AlertPath.Parts(clock, registry, queries.background(), discoveries, RuleOptions.defaults(),
                Alertmanagers.CAPACITY));
        var gate = given != null ? given : new GateService(new GateService.Surroundings(clock, new SplittableRandom(1),
                (query, at) -> new Value.Scalar(at, 0), Optional::empty), GateOptions.DEFAULTS);
        kayenta = new Kayenta(clock, new SplittableRandom(2), new GovernedRanges(queries.engine(), store, queries.queries()));
        kayenta.start(new InMemoryDocuments());
        var receiver = new RemoteWriteReceiver(RemoteWriteLimits.DEFAULTS, clock, 1);
        receiver.start(storage, new NoExemplars());
        var reading = new HttpServer.Reading(queries, store, new NoExemplars(),
                () -> new TsdbApi.Head(11, 0, 1_215_000, 1, List.of(new TsdbApi.Block(33, 0, 999, 5, 2, 600, List.of(1L, 32L)),
                        new TsdbApi.Block(34, 1000, 1999, 7, 3, 700, List.of()))), () -> Labels.of("replica", "r0"));
        callers = new CallerPath(time == null ? clock : time, new SplittableRandom(3), gate, queries, store);
        callers.keptn().start(new InMemoryDocuments());
        var operating = new HttpServer.Operating(new Lifecycle(() -> false, List::of, () -> { }), (matchers, min, max) -> {
            throw PlumblineException.resource("cannot delete", null);
        }, skipHead -> skipHead ? "without-head" : "whole", new TenantsApi(() -> null), () -> new StatusApi.Running(1, "global: {}\n", true, 1, 0, "15d"));
        http = new HttpServer(new HttpServer.Parts(local(WebSettings.of(parsed)), reading, operating, gate, kayenta,
                new ReportedWeights(clock), callers, collectors, alerts, new RemoteWriteApi(receiver), new AccessControl(null), registry,
                Tracing.off(), time == null ? clock : time));
        http.start();
    }

    private static WebSettings local(WebSettings given) {
        return new WebSettings("127.0.0.1", 0, given.externalUrl(), given.allowed(), given.crossOrigin(), given.flags());
    }

    Queries governed() {
        return queries.queries();
    }

    URI uri(String pathAndQuery) {
        return URI.create(http.url() + pathAndQuery);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String pathAndQuery, String... headers) throws Exception {
        var request = HttpRequest.newBuilder(uri(pathAndQuery));
        return send(headers.length == 0 ? request : request.headers(headers));
    }

    @Override
    public void close() {
        kayenta.stop();
        alerts.close();
        collectors.close();
        http.close();
        callers.close();
        queries.close();
        client.close();
        clock.close();
    }
}
