package dev.plumbline.daemon;

import dev.plumbline.daemon.api.admin.HealthRoutes;
import dev.plumbline.daemon.api.admin.Lifecycle;
import dev.plumbline.daemon.api.flagger.ReportedWeights;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.api.prometheus.AdminApi;
import dev.plumbline.daemon.api.prometheus.AlertmanagersApi;
import dev.plumbline.daemon.api.prometheus.ExemplarsApi;
import dev.plumbline.daemon.api.prometheus.FederateApi;
import dev.plumbline.daemon.api.prometheus.QueryApi;
import dev.plumbline.daemon.api.prometheus.QueryReaders;
import dev.plumbline.daemon.api.prometheus.QueryRoutes;
import dev.plumbline.daemon.api.prometheus.RulesApi;
import dev.plumbline.daemon.api.prometheus.SeriesApi;
import dev.plumbline.daemon.api.prometheus.StatusApi;
import dev.plumbline.daemon.api.prometheus.SyntaxApi;
import dev.plumbline.daemon.api.prometheus.TargetsApi;
import dev.plumbline.daemon.api.prometheus.TsdbApi;
import dev.plumbline.daemon.api.remote.RemoteReadApi;
import dev.plumbline.daemon.api.remote.RemoteWriteApi;
import dev.plumbline.daemon.api.server.DirectRoutes;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.api.server.PublicAddress;
import dev.plumbline.daemon.api.server.RequestMetrics;
import dev.plumbline.daemon.api.tenants.TenantsApi;
import dev.plumbline.daemon.api.verdicts.GateApi;
import dev.plumbline.daemon.kayenta.Kayenta;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.security.AccessControl;
import dev.plumbline.daemon.telemetry.Tracing;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.cache.RangeResults;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.time.Clock;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Micronaut's server with our parts as its beans. */
final class HttpServer implements AutoCloseable {
    /** The release of Prometheus whose API this is; clients choose what they send by it. */
    private static final String COMPATIBILITY = "3.5.0";
    /** The largest that any route takes: remote write. */
    private static final int MAX_REQUEST_BYTES = 32 << 20;
    /** Of range queries, kept for their next refresh. */
    private static final long RESULT_BYTES = Math.min(32L << 20, Runtime.getRuntime().maxMemory() / 32);
    private final Parts parts;
    private @Nullable ApplicationContext context;
    private @Nullable EmbeddedServer server;

    /** What the controllers speak for. */
    record Parts(WebSettings web, Reading reading, Operating operating, GateService gate, Kayenta kayenta, ReportedWeights weights, CallerPath callers, Collectors collectors,
            AlertPath alerts, RemoteWriteApi remoteWrite, AccessControl access, PrometheusRegistry registry, Tracing tracing, Clock clock) {}

    /** What is asked. */
    record Reading(QueryPath queries, StoreHandle store, ExemplarStorage exemplars, Supplier<TsdbApi.Head> head,
            Supplier<Labels> externalLabels) {

        QueryReaders readers(Clock clock) {
            Queries governed = queries.queries();
            long lookback = queries.engine().options().lookbackMillis();
            var results = new RangeResults(queries.engine(), store::settled, RESULT_BYTES);
            return new QueryReaders(new QueryApi(queries.engine(), results, store, governed, clock), new SeriesApi(store, governed, queries.upstream().lists()),
                    new ExemplarsApi(queries.engine(), exemplars, governed),
                    new FederateApi(store, governed, clock, lookback, externalLabels), new TsdbApi(store, governed, head));
        }
    }

    /** What is shown of and done to the process. */
    record Operating(Lifecycle lifecycle, AdminApi.Deletion deletion, AdminApi.SnapshotTaker snapshots, TenantsApi tenants,
            Supplier<StatusApi.Running> running) {}

    HttpServer(Parts parts) {
        this.parts = parts;
    }

    /** @throws PlumblineException of kind USER when the address cannot be served */
    void start() {
        String host = parts.web.host();
        int port = parts.web.port();
        try {
            var started = ApplicationContext.builder().banner(false).deduceEnvironment(false).bootstrapEnvironment(false)
                    .properties(properties(host, port)).singletons(beans()).start();
            context = started;
            server = started.getBean(EmbeddedServer.class).start();
        } catch (RuntimeException e) {
            close();
            throw new PlumblineException(PlumblineException.Kind.USER, "cannot serve on " + host + ":" + port + ": " + root(e), e);
        }
    }

    private Object[] beans() {
        Reading reading = parts.reading;
        var build = new StatusApi.Build(Plumbline.version(), COMPATIBILITY, Runtime.version().toString());
        var exchange = new Exchange(new RequestMetrics(parts.registry), parts.tracing, parts.clock);
        QueryReaders readers = reading.readers(parts.clock);
        return new Object[] {exchange, parts.web.crossOrigin(), direct(exchange, readers), readers, reading.queries.queries(), new SyntaxApi(reading.queries.engine()), new TargetsApi(parts.collectors, parts.remoteWrite::metadata),
            new StatusApi(build, parts.operating.running, parts.web.flags(), parts.clock),
            new AdminApi(parts.web.allowed().admin(), parts.operating.deletion, parts.operating.snapshots), parts.operating.tenants, new RulesApi(parts.alerts::rules),
            new AlertmanagersApi(parts.alerts::alertmanagers), parts.alerts, reading.store, parts.gate, parts.kayenta, parts.weights, parts.remoteWrite,
            new RemoteReadApi(reading.store, reading.externalLabels, RemoteReadApi.Limits.defaults()),
            parts.access, parts.operating.lifecycle, parts.registry, parts.clock, new PublicAddress(parts.web.externalUrl()),
            parts.callers.slackApps(), parts.callers.slackReplies(), parts.callers.deployments(), parts.callers.keptn()};
    }

    private DirectRoutes direct(Exchange exchange, QueryReaders readers) {
        var routes = new ArrayList<>(HealthRoutes.of(parts.reading.store));
        routes.addAll(new QueryRoutes(parts.reading.queries.queries(), readers).all());
        routes.add(new GateApi(parts.gate).route());
        routes.add(parts.remoteWrite.route(exchange));
        return new DirectRoutes(routes, parts.access, exchange);
    }

    private static String root(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    private static Map<String, Object> properties(String host, int port) {
        return Map.of("micronaut.server.host", host, "micronaut.server.port", port,
                "micronaut.server.max-request-size", MAX_REQUEST_BYTES,
                "micronaut.server.netty.max-initial-line-length", 64 << 10,
                "micronaut.server.netty.max-chunk-size", 64 << 10, // bodies in pieces as large as what is read at a time
                "micronaut.server.netty.keep-alive-on-server-error", true,
                "micronaut.server.cors.localhost-pass-through", true, // CrossOrigin says who may read
                "micronaut.server.netty.request-decompression-enabled", false, // it takes snappy for the framed format
                "micronaut.application.name", "plumbline",
                "netty.default.allocator.max-order", 3);
    }

    /** {@code http://host:port}; the real port when 0 was asked for. */
    String url() {
        EmbeddedServer running = server;
        return running == null ? "" : "http://" + running.getHost() + ":" + running.getPort();
    }

    @Override
    public void close() {
        ApplicationContext running = context;
        if (running != null) {
            running.close();
        }
    }
}
