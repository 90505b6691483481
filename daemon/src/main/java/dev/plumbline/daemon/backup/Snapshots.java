package dev.plumbline.daemon.backup;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** Makes snapshots of a running daemon's data directory, in its folder {@code snapshots}. Thread-safe; one at a time. */
public final class Snapshots {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final String UNFINISHED = ".tmp";

    private final Path folder;
    private final Clock clock;
    private final RandomGenerator random;
    private final List<Part> parts;

    /** Something that lies in the data directory and can copy itself as it is at one moment. */
    @FunctionalInterface
    public interface Part {
        /**
         * Puts its files into the folder that will be a data directory.
         *
         * @param skipHead without the series that are in memory only
         */
        void write(Path snapshot, boolean skipHead);
    }

    /** @param parts written in this order; the first one finds the folder empty */
    public Snapshots(Path data, Clock clock, RandomGenerator random, List<Part> parts) {
        folder = data.resolve("snapshots");
        this.clock = clock;
        this.random = random;
        this.parts = List.copyOf(parts);
    }

    /**
     * Makes a snapshot; collecting and queries go on.
     *
     * @return its name in the folder {@code snapshots}, which sorts by time
     * @throws PlumblineException of kind RESOURCE when it cannot be written: then nothing of it is left
     */
    public synchronized String take(boolean skipHead) {
        String name = TIME.format(Instant.ofEpochMilli(clock.wallMillis())) + "-" + String.format("%016x", random.nextLong());
        Path unfinished = folder.resolve(name + UNFINISHED);
        try {
            Files.createDirectories(unfinished);
            for (Part part : parts) {
                part.write(unfinished, skipHead);
            }
            Folders.sync(unfinished);
            Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            Folders.sync(folder);
            return name;
        } catch (IOException e) {
            remove(unfinished, e);
            throw PlumblineException.resource("cannot write the snapshot " + folder.resolve(name) + ": " + e.getMessage()
                    + "; nothing of it was kept. Free some disk space", e);
        } catch (RuntimeException e) {
            remove(unfinished, e);
            throw e;
        }
    }

    /** The data directory that a snapshot lies in. */
    public static Path dataFolder(Path snapshot) {
        return snapshot.resolve("../..").normalize();
    }

    /**
     * Removes a snapshot.
     *
     * @throws PlumblineException of kind RESOURCE when that does not work
     */
    public static void remove(Path snapshot) {
        try {
            Folders.remove(snapshot);
        } catch (IOException e) {
            throw PlumblineException.resource("cannot remove the snapshot " + snapshot + ": " + e.getMessage() + "; remove it yourself", e);
        }
    }

    private static void remove(Path unfinished, Exception reason) {
        try {
            Folders.remove(unfinished);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    /** Removes what a process that was killed meanwhile has left. */
    public void removeUnfinished() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> all = Files.list(folder)) {
            for (Path each : all.filter(p -> p.getFileName().toString().endsWith(UNFINISHED)).toList()) {
                Folders.remove(each);
            }
        } catch (IOException e) {
            throw PlumblineException.resource("cannot remove unfinished snapshots in " + folder + ": " + e.getMessage(), e);
        }
    }
}
