package dev.plumbline.daemon.telemetry;

import dev.plumbline.tsdb.TsdbStats;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The store's counters as metrics, under Prometheus's names where it has the same thing. Read when scraped; while the store
 * is not open there is nothing.
 */
public final class StoreMetrics {
    private final PrometheusRegistry registry;
    private final Supplier<@Nullable TsdbStats> stats;

    private StoreMetrics(PrometheusRegistry registry, Supplier<@Nullable TsdbStats> stats) {
        this.registry = registry;
        this.stats = stats;
    }

    /** Registers all; {@code stats} gives null while the store is not open. */
    public static void register(PrometheusRegistry registry, Supplier<@Nullable TsdbStats> stats) {
        var metrics = new StoreMetrics(registry, stats);
        metrics.gauges();
        metrics.counters();
        metrics.rejected();
        metrics.outOfOrder();
    }

    private void gauges() {
        gauge("prometheus_tsdb_head_series", "Series in memory.", TsdbStats::series);
        gauge("plumbline_tsdb_groups", "Sources of rows: targets and single series.", TsdbStats::groups);
        gauge("plumbline_tsdb_frames", "Sealed frames in memory.", TsdbStats::frames);
        gauge("plumbline_tsdb_open_bytes", "Bytes of open frames.", TsdbStats::openBytes);
        gauge("plumbline_tsdb_sealed_bytes", "Bytes of sealed frames.", TsdbStats::sealedBytes);
        gauge("plumbline_tsdb_wal_bytes", "Bytes of the write-ahead log.", TsdbStats::walBytes);
        gauge("plumbline_tsdb_wal_segments", "Files of the write-ahead log.", TsdbStats::walSegments);
        gauge("prometheus_tsdb_blocks_loaded", "Blocks on disk that are served.", TsdbStats::blocks);
        gauge("prometheus_tsdb_storage_blocks_bytes", "Bytes of the blocks on disk.", TsdbStats::blockBytes);
        gauge("plumbline_tsdb_replay_seconds", "How long the log took to read at start.", s -> s.replayMillis() / 1000.0);
    }

    private void counters() {
        counter("prometheus_tsdb_head_samples_appended_total", "Samples appended.", TsdbStats::samples);
        counter("plumbline_tsdb_wal_syncs_total", "fsyncs of the log.", TsdbStats::syncs);
        counter("plumbline_tsdb_wal_sync_failures_total", "fsyncs of the log that failed.", TsdbStats::syncFailures);
        counter("plumbline_tsdb_wal_write_failures_total", "Commits refused because the log could not be written.",
                TsdbStats::writeFailures);
        counter("prometheus_tsdb_wal_corruptions_total", "Damaged places found in the log.", TsdbStats::corruptions);
        counter("plumbline_tsdb_wal_cut_bytes_total", "Bytes of log cut off because of damage.", TsdbStats::bytesCut);
        counter("prometheus_tsdb_head_series_removed_total", "Series removed because nothing of them is kept.",
                TsdbStats::seriesRemoved);
    }

    private void rejected() {
        CounterWithCallback.builder().name("plumbline_tsdb_samples_rejected_total").help("Samples not taken, by reason.")
                .labelNames("reason").callback(callback -> {
                    TsdbStats current = stats.get();
                    if (current != null) {
                        current.rejected().forEach((reason, count) -> callback.call(count, reason));
                    }
                }).register(registry);
    }

    /** By Prometheus's names. */
    private void outOfOrder() {
        gauge("plumbline_tsdb_late_bytes", "Bytes of samples that came out of order and are not on disk yet.", s -> s.late().bytes());
        byType("prometheus_tsdb_head_out_of_order_samples_appended_total", "Samples out of order that were taken.",
                s -> s.late().floats(), s -> s.late().histograms());
        refused("prometheus_tsdb_out_of_order_samples_total", "Samples refused since they came out of order.", "out_of_order");
        refused("prometheus_tsdb_out_of_bound_samples_total", "Samples refused since they were older than what is in memory.", "out_of_bounds");
        refused("prometheus_tsdb_too_old_samples_total", "Samples out of order that were older than the window for such samples.", "too_old");
    }

    private void refused(String name, String help, String reason) {
        byType(name, help, s -> s.rejected().getOrDefault(reason, 0L) - s.late().rejectedHistograms().getOrDefault(reason, 0L),
                s -> s.late().rejectedHistograms().getOrDefault(reason, 0L));
    }

    private void byType(String name, String help, ToLongFunction<TsdbStats> floats, ToLongFunction<TsdbStats> histograms) {
        CounterWithCallback.builder().name(name).help(help).labelNames("type").callback(callback -> {
            TsdbStats current = stats.get();
            if (current != null) {
                callback.call(Math.max(0, floats.applyAsLong(current)), "float"); // the two are counted one after the other
                callback.call(histograms.applyAsLong(current), "histogram");
            }
        }).register(registry);
    }

    private void gauge(String name, String help, ToDoubleFunction<TsdbStats> value) {
        GaugeWithCallback.builder().name(name).help(help).callback(callback -> {
            TsdbStats current = stats.get();
            if (current != null) {
                callback.call(value.applyAsDouble(current));
            }
        }).register(registry);
    }

    private void counter(String name, String help, ToDoubleFunction<TsdbStats> value) {
        CounterWithCallback.builder().name(name).help(help).callback(callback -> {
            TsdbStats current = stats.get();
            if (current != null) {
                callback.call(value.applyAsDouble(current));
            }
        }).register(registry);
    }
}
