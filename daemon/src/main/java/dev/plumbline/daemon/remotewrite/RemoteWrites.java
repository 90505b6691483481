package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.config.RemoteWriteConfig;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.http.HttpPoster;
import dev.plumbline.daemon.http.Post;
import dev.plumbline.daemon.remotewrite.queue.Position;
import dev.plumbline.daemon.remotewrite.queue.PositionFile;
import dev.plumbline.daemon.remotewrite.queue.QueueCounters;
import dev.plumbline.daemon.remotewrite.queue.QueueFiles;
import dev.plumbline.daemon.remotewrite.queue.QueueOptions;
import dev.plumbline.daemon.remotewrite.queue.SampleQueue;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.Storage;
import dev.plumbline.storage.StoredSamples;
import dev.plumbline.storage.TappedStorage;
import dev.plumbline.time.Clock;
import dev.plumbline.time.Seldom;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everybody who is sent samples, and the queue that they share. A reload replaces those whose settings have changed, where
 * they were in the queue; who is gone from the configuration is forgotten with its position, and who is new begins at the
 * queue's end. Positions are remembered four times a second while they move.
 */
public final class RemoteWrites implements AutoCloseable {
    private static final long TICK_MILLIS = 250;
    private static final int TICKS_TO_SYNC = 40;
    private static final long QUIET_NANOS = 10_000_000_000L;
    private static final String SUFFIX = ".position";
    private final Path folder;
    private final Clock clock;
    private final HttpClients clients;
    private final Consumer<String> log;
    private final Seldom<String> seldom;
    private final SampleQueue queue;
    private final Supplier<Map<String, MetricMetadata>> metadata;
    private final Map<String, Running> running = new LinkedHashMap<>(); // guarded by this, as is what follows
    private final Map<String, SendCounters> counters = new HashMap<>();
    private volatile List<Destination> destinations = List.of();
    private volatile boolean exemplars;
    private boolean closed;
    private int ticks;

    /** A receiver with the file of its position and what was written there last. */
    private static final class Running {
        final Destination destination;
        final PositionFile file;
        Position written;
        long metadataNanos;

        Running(Destination destination, PositionFile file, Position written, long metadataNanos) {
            this.destination = destination;
            this.file = file;
            this.written = written;
            this.metadataNanos = metadataNanos;
        }
    }

    /**
     * What it is made of.
     *
     * @param folder of the queue and of positions
     * @param maxBytes of the queue
     * @param metadata what is known of families now
     * @param log takes lines that people should read, at most a few in ten seconds
     */
    public record Parts(Path folder, long maxBytes, Storage store, Clock clock, HttpClients clients,
            Supplier<Map<String, MetricMetadata>> metadata, Consumer<String> log) {}

    private RemoteWrites(Parts parts) {
        folder = parts.folder;
        clock = parts.clock;
        clients = parts.clients;
        metadata = parts.metadata;
        log = parts.log;
        seldom = new Seldom<>(clock, QUIET_NANOS);
        queue = SampleQueue.open(QueueOptions.of(folder.resolve("queue"), parts.maxBytes), QueueFiles.REAL,
                new StoredSamples(parts.store), this::trouble);
    }

    /** @throws PlumblineException when the queue cannot be opened */
    public static RemoteWrites open(Parts parts) {
        var writes = new RemoteWrites(parts);
        writes.scheduleTick();
        return writes;
    }

    private void trouble(String message) {
        // One matter is told by its first words; numbers and names differ behind them.
        String key = message.substring(0, Math.min(60, message.length()));
        String line = seldom.message(key, message);
        if (line != null) {
            log.accept(line);
        }
    }

    /** The store with the queue listening. */
    public Storage tap(Storage store) {
        return new TappedStorage(store, queue);
    }

    /** The exemplars with the queue listening. */
    public ExemplarStorage tap(ExemplarStorage storage) {
        return new ExemplarTap(storage, queue, () -> exemplars);
    }

    /** Whether anybody is sent samples now. */
    public boolean isOpen() {
        return queue.isOpen();
    }

    /** Makes the receivers those of the configuration. */
    public synchronized void apply(List<RemoteWriteConfig> wanted, Labels external) {
        if (closed) {
            return;
        }
        queue.accept(!wanted.isEmpty()); // first: who begins at the end misses nothing
        exemplars = wanted.stream().anyMatch(RemoteWriteConfig::sendExemplars);
        var before = new LinkedHashMap<>(running);
        running.clear();
        for (RemoteWriteConfig config : wanted) {
            Running old = before.remove(config.name());
            running.put(config.name(), old != null && old.destination.is(config, external) ? old : replace(old, config, external));
        }
        before.values().forEach(old -> {
            old.destination.stop();
            counters.remove(old.destination.config().name());
            delete(old.file);
        });
        destinations = running.values().stream().map(r -> r.destination).toList();
        forgetOthers();
    }

    private Running replace(@Nullable Running old, RemoteWriteConfig config, Labels external) {
        var file = new PositionFile(file(config.name()));
        Position end = queue.end();
        Position from;
        if (old == null) {
            Position known = file.read();
            from = known == null || known.compareTo(end) > 0 ? end : known;
        } else {
            old.destination.stop();
            from = old.destination.acknowledged();
        }
        write(file, from);
        var around = new Destination.Surroundings(queue, clock, metadata, this::trouble);
        var destination = new Destination(config, external, from, counters.computeIfAbsent(config.name(), n -> new SendCounters()),
                transport(config), around);
        destination.start();
        return new Running(destination, file, from, clock.monotonicNanos());
    }

    private Path file(String name) {
        return folder.resolve(URLEncoder.encode(name, StandardCharsets.UTF_8).replace("*", "%2A") + SUFFIX);
    }

    private Delivery.Transport transport(RemoteWriteConfig config) {
        var poster = new HttpPoster(config.http(), clients, clock);
        return (body, message, attempt) -> {
            Map<String, String> headers = new HashMap<>();
            config.headers().forEach((name, value) -> headers.put(name, value.reveal()));
            headers.putAll(Delivery.headers(message, attempt));
            String type = message == RemoteWriteConfig.Message.V1 ? "application/x-protobuf" : "application/x-protobuf;proto=" + message.key();
            return poster.send(new Post(config.url(), type, body, headers, config.timeoutMillis()));
        };
    }

    /** Positions of receivers that are no more. */
    private void forgetOthers() {
        try (var files = Files.list(folder)) {
            List<Path> known = running.keySet().stream().map(this::file).toList();
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX) && !known.contains(f)).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            trouble("positions of remote write cannot be tidied: " + e.getMessage());
        }
    }

    private void scheduleTick() {
        clock.schedule(TICK_MILLIS, () -> {
            if (tick()) {
                scheduleTick();
            }
        });
    }

    private boolean tick() {
        boolean sync;
        Collection<Running> due;
        synchronized (this) {
            if (closed) {
                return false;
            }
            remember();
            sync = ++ticks % TICKS_TO_SYNC == 0 && !running.isEmpty();
            due = metadataDue();
        }
        if (sync) {
            queue.sync();
        }
        due.forEach(r -> Thread.startVirtualThread(() -> sendMetadata(r.destination)));
        return true;
    }

    /** Writes down how far each has got, and lets go of what all have. */
    private void remember() {
        long first = Long.MAX_VALUE;
        for (Running r : running.values()) {
            Position now = r.destination.acknowledged();
            if (!now.equals(r.written) && write(r.file, now)) {
                r.written = now;
            }
            first = Math.min(first, r.written.segment());
        }
        queue.trim(first);
    }

    private boolean write(PositionFile file, Position position) {
        try {
            file.write(position);
            return true;
        } catch (IOException e) {
            trouble("a position of remote write cannot be written: " + e.getMessage());
            return false;
        }
    }

    private void delete(PositionFile file) {
        try {
            file.delete();
        } catch (IOException e) {
            trouble("a position of remote write cannot be deleted: " + e.getMessage());
        }
    }

    private List<Running> metadataDue() {
        var due = new ArrayList<Running>();
        long now = clock.monotonicNanos();
        for (Running r : running.values()) {
            RemoteWriteConfig config = r.destination.config();
            boolean first = r.destination.delivery().message() == RemoteWriteConfig.Message.V1;
            if (config.metadata().send() && first && now - r.metadataNanos >= config.metadata().intervalMillis() * 1_000_000) {
                r.metadataNanos = now;
                due.add(r);
            }
        }
        return due;
    }

    private void sendMetadata(Destination destination) {
        List<Map.Entry<String, MetricMetadata>> all = new ArrayList<>(new TreeMap<>(metadata.get()).entrySet());
        int most = destination.config().metadata().maxPerSend();
        for (int from = 0; from < all.size(); from += most) {
            List<Map.Entry<String, MetricMetadata>> part = all.subList(from, Math.min(all.size(), from + most));
            try {
                destination.delivery().metadata(WriteRequests.metadata(part), part.size());
            } catch (PlumblineException e) {
                trouble("remote write to \"" + destination.config().name() + "\": metadata could not be sent: " + e.getMessage());
            }
        }
    }

    /** Who is sent samples now. */
    public List<Destination> destinations() {
        return destinations;
    }

    /** What went into the queue. */
    public QueueCounters queued() {
        return queue.counters();
    }

    /** Bytes of the queue on disk. */
    public long queueBytes() {
        return queue.bytes();
    }

    /** Stops sending; what is not acknowledged is sent after the next start. Call it when nothing is stored any more. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        List<Thread> stops = running.values().stream().map(r -> Thread.startVirtualThread(r.destination::stop)).toList();
        try {
            for (Thread stop : stops) {
                stop.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        remember();
        queue.close();
    }
}
