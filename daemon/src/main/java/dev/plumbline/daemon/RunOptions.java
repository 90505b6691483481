package dev.plumbline.daemon;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The process settings of {@code run} as they were given, or their defaults; {@link RunFlags} says what each is. */
final class RunOptions {
    Path config = Path.of("plumbline.yml");
    String listen = "127.0.0.1:9480";
    @Nullable Integer port;
    Path data = Path.of("data");
    String retentionTime = "35d";
    String retentionSize = "0";
    String minBlockDuration = "2h";
    String remoteQueueSize = "2GB";
    String externalUrl = "";
    boolean lifecycle;
    boolean remoteWrite;
    boolean adminApi;
    String corsOrigin = ".*";
    boolean open;
    String lookback = "5m";
    String queryTimeout = "2m";
    int maxConcurrency = 20;
    long maxSamples = 50_000_000;
    int maxWaiting = 200;
    String maxMemory = "0";
    String maxTotalMemory = "0";
    String slowQueries = "10s";
    String outageTolerance = "1h";
    String gracePeriod = "10m";
    String resendDelay = "1m";
    int queueCapacity = 10_000;
    String logLevel = "info";
    String logFormat = "json";
    String tracingEndpoint = Objects.requireNonNullElse(System.getenv("OTEL_EXPORTER_OTLP_ENDPOINT"), "");
    String[] features = {};
}
