package dev.plumbline.daemon.backup;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import dev.plumbline.tsdb.RealDisk;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Copies a snapshot, or the data directory of a daemon that does not run, to a folder and writes the manifest of its checksums. Every byte is
 * copied, so that the backup shares nothing with what it was made of.
 */
public final class Backup {
    private static final String UNFINISHED = Manifest.FILE + ".tmp";
    private final Clock clock;
    private final String program;
    private final Progress progress;
    private final boolean withKeys;

    /**
     * What was written.
     *
     * @param keys whether the key that signs evidence is in it
     */
    public record Report(Path folder, int files, long bytes, boolean keys) {}

    /** @param program the version of this program */
    public Backup(Clock clock, String program, Progress progress) {
        this(clock, program, progress, false);
    }

    private Backup(Clock clock, String program, Progress progress, boolean withKeys) {
        this.clock = clock;
        this.program = program.replace(' ', '_');
        this.progress = progress;
        this.withKeys = withKeys;
    }

    /** The same that takes the private key that signs evidence too: what it writes is as secret as that. */
    public Backup withKeys() {
        return new Backup(clock, program, progress, true);
    }

    /** Whether somebody was killed while he wrote a backup there. */
    static boolean isUnfinished(Path folder) {
        return Files.exists(folder.resolve(UNFINISHED));
    }

    /**
     * Copies the data directory of a daemon that does not run; none can be started meanwhile.
     *
     * @throws PlumblineException of kind USER when it is none, of kind RESOURCE when a daemon has it or {@link #write} fails
     */
    public Report ofStopped(Path data, Path to) {
        if (!Files.isDirectory(data.resolve("wal")) && !Files.isDirectory(data.resolve("blocks"))) {
            throw PlumblineException.user(data + " is no data directory of Plumbline: it has neither wal nor blocks");
        }
        try (Closeable lock = new RealDisk().lock(data.resolve("lock"))) {
            return write(data, to, data);
        } catch (IOException e) {
            throw PlumblineException.resource("cannot use the data directory " + data + ": " + e.getMessage()
                    + ". While a daemon runs on it, let the daemon make the backup: leave out --data and name its --url", e);
        }
    }

    /**
     * Copies a folder that nobody writes to.
     *
     * @param keys the data directory, where the key lies: it is not in a snapshot
     * @param to not there yet, or empty
     * @throws PlumblineException of kind USER when {@code to} is not empty, a name cannot be kept, or a key is wanted and not there; of kind RESOURCE
     *     when reading or writing fails: then what was written is removed
     */
    public Report write(Path data, Path to, Path keys) {
        boolean began = false;
        try {
            if (!Folders.isEmpty(to)) {
                throw PlumblineException.user(to + (isUnfinished(to) ? " holds an unfinished backup: remove it first"
                        : " is not empty: a backup wants a folder of its own"));
            }
            if (to.toAbsolutePath().normalize().startsWith(data.toAbsolutePath().normalize())) {
                throw PlumblineException.user(to + " lies in what it is to be a backup of, " + data + ": name another folder");
            }
            if (withKeys && !Files.isRegularFile(keys.resolve(Folders.KEY))) {
                throw PlumblineException.user("there is no key to back up: " + keys.resolve(Folders.KEY)
                        + " is not there. The daemon makes it at its first start; --data says where its data directory is seen from here");
            }
            began = true;
            Files.createDirectories(to);
            Files.writeString(to.resolve(UNFINISHED), "");
            return copy(data, to, keys);
        } catch (IOException e) {
            remove(to, e);
            throw PlumblineException.resource("cannot write the backup " + to + ": " + e.getMessage()
                    + "; what was written was removed. Free some disk space, or name another folder", e);
        } catch (RuntimeException e) {
            if (began) {
                remove(to, e);
            }
            throw e;
        }
    }

    private Report copy(Path data, Path to, Path keys) throws IOException {
        List<String> names = Folders.files(data);
        long all = 0;
        for (String name : names) {
            String problem = Manifest.problem(name);
            if (!problem.isEmpty()) {
                throw PlumblineException.user(data.resolve(name) + " has " + problem + ": it cannot be in a backup");
            }
            all += Files.size(data.resolve(name));
        }
        var copies = new FileCopies(progress, "copying", all + (withKeys ? Files.size(keys.resolve(Folders.KEY)) : 0));
        var files = new ArrayList<Manifest.Entry>();
        for (String name : names) {
            files.add(copies.copy(data, name, to));
        }
        if (withKeys) {
            files.add(copies.copy(keys, Folders.KEY, to));
            files.sort(Comparator.comparing(Manifest.Entry::name));
        }
        var manifest = new Manifest(Instant.ofEpochMilli(clock.wallMillis()), program, files);
        try (var out = FileChannel.open(to.resolve(UNFINISHED), StandardOpenOption.WRITE)) {
            for (var rest = ByteBuffer.wrap(manifest.toBytes()); rest.hasRemaining(); ) {
                out.write(rest);
            }
            out.force(true);
        }
        Folders.syncAll(to);
        Files.move(to.resolve(UNFINISHED), to.resolve(Manifest.FILE), StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(to);
        return new Report(to, files.size(), manifest.bytes(), withKeys);
    }

    private static void remove(Path to, Exception reason) {
        try {
            Folders.remove(to);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }
}
