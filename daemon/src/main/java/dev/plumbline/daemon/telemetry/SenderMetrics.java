package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.config.RemoteWriteConfig;
import dev.plumbline.daemon.remotewrite.Destination;
import dev.plumbline.daemon.remotewrite.RemoteWrites;
import dev.plumbline.daemon.remotewrite.SendCounters;
import dev.plumbline.daemon.remotewrite.SendCounters.Counts;
import dev.plumbline.daemon.remotewrite.SendCounters.Kind;
import dev.plumbline.daemon.remotewrite.queue.QueueCounters;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What remote write sends, as metrics: Prometheus's names for what Prometheus has, so that its dashboards and alerts work. */
public final class SenderMetrics {
    private static final String PREFIX = "prometheus_remote_storage_";
    private static final Map<Kind, String> WORDS = Map.of(Kind.SAMPLES, "samples", Kind.HISTOGRAMS, "histograms",
            Kind.EXEMPLARS, "exemplars", Kind.METADATA, "metadata");
    private final PrometheusRegistry registry;
    private final Supplier<@Nullable RemoteWrites> writes;

    private SenderMetrics(PrometheusRegistry registry, Supplier<@Nullable RemoteWrites> writes) {
        this.registry = registry;
        this.writes = writes;
    }

    /** Registers them; there is nothing to tell while {@code writes} gives null. */
    public static void register(PrometheusRegistry registry, Supplier<@Nullable RemoteWrites> writes) {
        var metrics = new SenderMetrics(registry, writes);
        metrics.ofTheQueue();
        WORDS.forEach(metrics::ofAKind);
        metrics.ofEach();
    }

    private void ofTheQueue() {
        queued("samples_in_total", "Samples in to remote storage, compare to samples out for queue managers.", QueueCounters::samples);
        queued("histograms_in_total", "Native histograms that came into the queue of remote write.", QueueCounters::histograms);
        queued("exemplars_in_total", "Exemplars in to remote storage, compare to exemplars out for queue managers.", QueueCounters::exemplars);
        counter("plumbline_remote_write_queue_unwritten_samples_total", "Samples that could not be put into the queue of remote write.",
                w -> w.queued().unwritten());
        counter("plumbline_remote_write_queue_removed_segments_total",
                "Segments of the queue of remote write that went for its limit while a receiver lacked them.", w -> w.queued().removedUnread());
        gauge("plumbline_remote_write_queue_bytes", "Bytes on disk of the queue of remote write.", RemoteWrites::queueBytes);
        gauge(PREFIX + "highest_timestamp_in_seconds",
                "Highest timestamp that has come into the remote storage via the Appender interface, in seconds since epoch.",
                w -> seconds(w.queued().highestMillis()));
    }

    private void queued(String name, String help, ToDoubleFunction<QueueCounters> value) {
        counter(PREFIX + name, help, w -> value.applyAsDouble(w.queued()));
    }

    private void counter(String name, String help, ToDoubleFunction<RemoteWrites> value) {
        CounterWithCallback.builder().name(name).help(help).callback(callback -> {
            RemoteWrites open = writes.get();
            if (open != null) {
                callback.call(value.applyAsDouble(open));
            }
        }).register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<RemoteWrites> value) {
        GaugeWithCallback.builder().name(name).help(help).callback(callback -> {
            RemoteWrites open = writes.get();
            if (open != null) {
                callback.call(value.applyAsDouble(open));
            }
        }).register(registry);
    }

    private void ofAKind(Kind kind, String word) {
        each(word + "_total", "Total number of " + word + " sent to remote storage.", counts(kind, SendCounters::sent));
        each(word + "_failed_total", "Total number of " + word + " which failed on send to remote storage, non-recoverable errors.",
                counts(kind, SendCounters::failed));
        each(word + "_retried_total", "Total number of " + word
                + " which failed on send to remote storage but were retried because the send error was recoverable.",
                counts(kind, SendCounters::retried));
        if (kind == Kind.METADATA) {
            return;
        }
        eachGauge(word + "_pending", "The number of " + word + " pending in the queues shards to be sent to the remote storage.",
                d -> d.counters().pending(kind));
        CounterWithCallback.builder().name(PREFIX + word + "_dropped_total")
                .help("Total number of " + word + " which were not sent, by reason.").labelNames("remote_name", "url", "reason")
                .callback(callback -> destinations().forEach(d -> d.counters().dropped().forEach((reason, dropped) ->
                        callback.call(dropped.get(kind), d.config().name(), address(d), reason)))).register(registry);
    }

    private static ToDoubleFunction<Destination> counts(Kind kind, Function<SendCounters, Counts> which) {
        return d -> which.apply(d.counters()).get(kind);
    }

    private void ofEach() {
        each("bytes_total", "The total number of bytes of data (not metadata) sent by the queue after compression.",
                d -> d.counters().bytes());
        each("metadata_bytes_total", "The total number of bytes of metadata sent by the queue after compression.",
                d -> d.counters().metadataBytes());
        each("enqueue_retries_total", "Total number of times enqueue has failed because a shards queue was full.",
                d -> d.counters().fullQueues());
        eachGauge("queue_highest_sent_timestamp_seconds", "Highest timestamp successfully sent by this queue, in seconds since epoch.",
                d -> seconds(d.counters().highestSentMillis()));
        eachGauge("shards", "The number of shards used for parallel sending to the remote storage.", Destination::shards);
        eachGauge("shards_desired", "The number of shards that the last look at what comes in and goes out asked for.",
                Destination::desiredShards);
        eachGauge("shards_max", "The maximum number of shards that the queue is allowed to run.", d -> queue(d).maxShards());
        eachGauge("shards_min", "The minimum number of shards that the queue is allowed to run.", d -> queue(d).minShards());
        eachGauge("shard_capacity", "The capacity of each shard of the queue used for parallel sending to the remote storage.",
                d -> queue(d).capacity());
        eachGauge("max_samples_per_send", "The maximum number of samples to be sent, in a single request, to the remote storage.",
                d -> queue(d).maxSamplesPerSend());
        SummaryWithCallback.builder().name(PREFIX + "sent_batch_duration_seconds").help("Duration of send calls to the remote storage.")
                .labelNames("remote_name", "url").callback(callback -> destinations().forEach(d -> callback.call(d.counters().requests(),
                        d.counters().requestSeconds(), Quantiles.EMPTY, d.config().name(), address(d)))).register(registry);
    }

    private static RemoteWriteConfig.Queue queue(Destination d) {
        return d.config().queue();
    }

    private void each(String name, String help, ToDoubleFunction<Destination> value) {
        CounterWithCallback.builder().name(PREFIX + name).help(help).labelNames("remote_name", "url").callback(callback ->
                destinations().forEach(d -> callback.call(value.applyAsDouble(d), d.config().name(), address(d)))).register(registry);
    }

    private void eachGauge(String name, String help, ToDoubleFunction<Destination> value) {
        GaugeWithCallback.builder().name(PREFIX + name).help(help).labelNames("remote_name", "url").callback(callback ->
                destinations().forEach(d -> callback.call(value.applyAsDouble(d), d.config().name(), address(d)))).register(registry);
    }

    private List<Destination> destinations() {
        RemoteWrites open = writes.get();
        return open == null ? List.of() : open.destinations();
    }

    private static double seconds(long millis) {
        return millis == Long.MIN_VALUE ? 0 : millis / 1000.0;
    }

    /** Without a password and a query, which may be secrets. */
    private static String address(Destination destination) {
        URI url = destination.config().url();
        String port = url.getPort() < 0 ? "" : ":" + url.getPort();
        String path = url.getRawPath() == null ? "" : url.getRawPath();
        return (url.getScheme() + "://" + url.getHost() + port).toLowerCase(Locale.ROOT) + path;
    }
}
