package dev.plumbline.daemon.discovery;

import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.FilePatterns;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlDocument;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Target groups in files. Every 5 s the files are looked at (size and time of change), and what changed is read; every
 * refresh interval all are read. A file that cannot be read or parsed keeps its last good groups; one that is gone
 * loses them.
 */
public final class FileDiscovery implements Discovery {
    private static final long LOOK_MILLIS = 5_000;
    private final Clock clock;
    private final DiscoveryConfig.Files config;
    private Map<Path, Stamp> stamps = Map.of();
    private final Map<Path, List<TargetGroup>> good = new LinkedHashMap<>();
    private List<TargetGroup> sent = List.of();
    private boolean started;
    private boolean closed;
    private long lastReadNanos;
    private Clock.@Nullable Timer timer;
    private volatile Status status = Status.IDLE;

    public FileDiscovery(Clock clock, DiscoveryConfig.Files config) {
        this.clock = clock;
        this.config = config;
    }

    @Override
    public synchronized void start(Consumer<List<TargetGroup>> sink) {
        timer = clock.schedule(0, () -> tick(sink));
    }

    private synchronized void tick(Consumer<List<TargetGroup>> sink) {
        if (closed) {
            return;
        }
        Map<Path, Stamp> now = look();
        boolean due = !started || clock.monotonicNanos() - lastReadNanos >= config.refreshIntervalMillis() * 1_000_000;
        if (due || !now.equals(stamps)) {
            stamps = now;
            lastReadNanos = clock.monotonicNanos();
            refresh();
            List<TargetGroup> groups = good.values().stream().flatMap(List::stream).toList();
            if (!started || !groups.equals(sent)) {
                started = true;
                sent = groups;
                sink.accept(groups);
            }
        }
        timer = clock.schedule(Math.min(LOOK_MILLIS, config.refreshIntervalMillis()), () -> tick(sink));
    }

    /** Every file that matches now, with what tells one state of it from another. */
    private Map<Path, Stamp> look() {
        Map<Path, Stamp> found = new LinkedHashMap<>();
        for (Path pattern : config.patterns()) {
            try {
                for (Path file : FilePatterns.expand(pattern)) {
                    found.put(file, new Stamp(Files.getLastModifiedTime(file).toMillis(), Files.size(file)));
                }
            } catch (IOException e) {
                status = status.failed("the files of " + pattern + " cannot be listed: " + e);
            }
        }
        return found;
    }

    private void refresh() {
        good.keySet().retainAll(stamps.keySet());
        var errors = new ArrayList<String>();
        for (Path file : stamps.keySet()) {
            try {
                good.put(file, read(file));
            } catch (PlumblineException e) {
                errors.add(e.getMessage());
            }
        }
        status = errors.isEmpty() ? status.succeeded() : status.failed(String.join("\n", errors));
    }

    private static List<TargetGroup> read(Path file) {
        var problems = new Problems();
        String text = YamlDocument.readText(file, problems);
        if (text == null) {
            throw PlumblineException.resource(problems.toString(), null);
        }
        Labels meta = Labels.of("__meta_filepath", file.toString());
        boolean json = file.toString().toLowerCase(Locale.ROOT).endsWith(".json");
        return json ? GroupsDocument.json(file.toString(), text, meta) : GroupsDocument.yaml(file.toString(), text, meta);
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (timer != null) {
            timer.cancel();
        }
    }

    private record Stamp(long modifiedMillis, long bytes) {}
}
