package dev.plumbline.daemon.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Spans of the daemon's own work. Without an endpoint it does nothing and costs a null check; with one, spans go in
 * batches to {@code endpoint} by OTLP over HTTP (protobuf), from a bounded queue that drops when it is full.
 */
public final class Tracing implements AutoCloseable {
    private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
    private static final AttributeKey<String> SERVICE_VERSION = AttributeKey.stringKey("service.version");
    private static final int FLUSH_SECONDS = 5;
    private final @Nullable SdkTracerProvider provider;
    private final @Nullable Tracer tracer;

    private Tracing(@Nullable SdkTracerProvider provider) {
        this.provider = provider;
        this.tracer = provider == null ? null : provider.get("dev.plumbline");
    }

    /** No spans at all. */
    public static Tracing off() {
        return new Tracing(null);
    }

    /**
     * Spans to an OTLP/HTTP receiver.
     *
     * @param endpoint base URL such as {@code http://127.0.0.1:4318}; {@code /v1/traces} is added unless it ends so
     */
    public static Tracing to(String endpoint, String version) {
        String base = endpoint.endsWith("/") ? endpoint.substring(0, endpoint.length() - 1) : endpoint;
        var exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(base.endsWith("/v1/traces") ? base : base + "/v1/traces").build();
        var resource = Resource.getDefault().merge(
                Resource.create(Attributes.of(SERVICE_NAME, "plumbline", SERVICE_VERSION, version)));
        return new Tracing(SdkTracerProvider.builder().setResource(resource)
                .addSpanProcessor(BatchSpanProcessor.builder(exporter).build()).build());
    }

    public boolean isOn() {
        return tracer != null;
    }

    /** Runs the work inside a span of this name; a thrown exception marks the span as failed and goes on. */
    public <T> T inSpan(String name, Supplier<T> work) {
        if (tracer == null) {
            return work.get();
        }
        Span span = tracer.spanBuilder(name).startSpan();
        try (Scope ignored = span.makeCurrent()) {
            return work.get();
        } catch (RuntimeException e) {
            span.recordException(e).setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end();
        }
    }

    /** Sends what waits, for at most five seconds. */
    @Override
    public void close() {
        if (provider != null) {
            provider.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
        }
    }
}
