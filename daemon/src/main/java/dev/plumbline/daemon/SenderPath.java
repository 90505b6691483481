package dev.plumbline.daemon;

import dev.plumbline.daemon.config.PlumblineConfig;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.remotewrite.RemoteWrites;
import dev.plumbline.daemon.telemetry.SenderMetrics;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.Clock;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remote write to others, wired: between the store and whoever writes to it. */
final class SenderPath implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SenderPath.class);
    private final HttpClients clients = new HttpClients(System.getenv());
    private final Clock clock;
    private final Collectors collectors;
    private final Supplier<Map<String, MetricMetadata>> received;
    private volatile @Nullable RemoteWrites writes;

    /** @param received metadata that was sent to us; what was scraped is known by {@code collectors} */
    SenderPath(Clock clock, PrometheusRegistry registry, Collectors collectors, Supplier<Map<String, MetricMetadata>> received) {
        this.clock = clock;
        this.collectors = collectors;
        this.received = received;
        SenderMetrics.register(registry, () -> writes);
    }

    /** Opens the queue and begins to send. */
    void start(Path data, long maxBytes, Storage store, PlumblineConfig config) {
        writes = RemoteWrites.open(new RemoteWrites.Parts(data.resolve("remote-write"), maxBytes, store, clock, clients, this::metadata, LOG::warn));
        apply(config);
    }

    /** The storage that writers get, so that what they write is sent. */
    Storage tap(Storage store) {
        RemoteWrites open = writes;
        return open == null ? store : open.tap(store);
    }

    ExemplarStorage tap(ExemplarStorage exemplars) {
        RemoteWrites open = writes;
        return open == null ? exemplars : open.tap(exemplars);
    }

    /** Makes the receivers those of the configuration. */
    void apply(PlumblineConfig config) {
        RemoteWrites open = writes;
        if (open != null) {
            boolean before = open.isOpen();
            open.apply(config.remoteWrite(), config.global().externalLabels());
            if (!before && open.isOpen()) {
                collectors.reopen();
            }
        }
    }

    private Map<String, MetricMetadata> metadata() {
        var all = new HashMap<>(received.get());
        collectors.metadata().forEach((family, known) -> known.stream().findFirst().ifPresent(one -> all.put(family, one)));
        return all;
    }

    @Override
    public void close() {
        RemoteWrites open = writes;
        if (open != null) {
            open.close();
        }
        clients.close();
    }
}
