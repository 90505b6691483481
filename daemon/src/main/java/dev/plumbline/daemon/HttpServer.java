package dev.plumbline.daemon;

import dev.plumbline.daemon.api.admin.Lifecycle;
import dev.plumbline.daemon.api.flagger.ReportedWeights;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.daemon.api.prometheus.AlertmanagersApi;
import dev.plumbline.daemon.api.prometheus.QueryApi;
import dev.plumbline.daemon.api.prometheus.RulesApi;
import dev.plumbline.daemon.api.prometheus.SeriesApi;
import dev.plumbline.daemon.api.prometheus.StatusApi;
import dev.plumbline.daemon.api.prometheus.TargetsApi;
import dev.plumbline.daemon.api.remote.RemoteWriteApi;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.api.server.RequestMetrics;
import dev.plumbline.daemon.security.AccessControl;
import dev.plumbline.daemon.telemetry.Tracing;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.Engine;
import dev.plumbline.time.Clock;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Micronaut's server with our parts as its beans. */
final class HttpServer implements AutoCloseable {
    /** The release of Prometheus whose API this is; clients choose what they send by it. */
    private static final String COMPATIBILITY = "3.5.0";
    /** The largest that any route takes: remote write. */
    private static final int MAX_REQUEST_BYTES = 32 << 20;
    private final Parts parts;
    private @Nullable ApplicationContext context;
    private @Nullable EmbeddedServer server;

    /** What the controllers speak for. */
    record Parts(Engine engine, StoreHandle store, GateService gate, ReportedWeights weights, Collectors collectors,
            AlertPath alerts, RemoteWriteApi remoteWrite, AccessControl access, Lifecycle lifecycle, PrometheusRegistry registry, Tracing tracing, Clock clock) {}

    HttpServer(Parts parts) {
        this.parts = parts;
    }

    /** @throws PlumblineException of kind USER when the address cannot be served */
    void start(String host, int port, int maxConcurrency) {
        try {
            var started = ApplicationContext.builder().banner(false).deduceEnvironment(false).bootstrapEnvironment(false)
                    .properties(properties(host, port)).singletons(
                            new Exchange(new RequestMetrics(parts.registry), parts.tracing, parts.clock),
                            new QueryApi(parts.engine, parts.store, parts.clock, maxConcurrency), new SeriesApi(parts.store),
                            new TargetsApi(parts.collectors::targets, () -> parts.remoteWrite.metadata(parts.collectors.metadata())),
                            new StatusApi(new StatusApi.Build(Plumbline.version(), COMPATIBILITY, Runtime.version().toString())),
                            new RulesApi(parts.alerts::rules), new AlertmanagersApi(parts.alerts::alertmanagers), parts.alerts, parts.store,
                            parts.gate, parts.weights, parts.remoteWrite, parts.access, parts.lifecycle, parts.registry)
                    .start();
            context = started;
            server = started.getBean(EmbeddedServer.class).start();
        } catch (RuntimeException e) {
            close();
            throw new PlumblineException(PlumblineException.Kind.USER, "cannot serve on " + host + ":" + port + ": " + root(e), e);
        }
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
                "micronaut.server.netty.keep-alive-on-server-error", true,
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
