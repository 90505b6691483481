package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * Copies a store as it is at one moment. The moment is the change to a new segment of the log: checkpoint and segments before it, which
 * are never written again, are what a process that dies then would find at its start, and blocks never change. So all are linked, and
 * nothing is read. Upkeep's lock is held: nothing is cut, merged or removed meanwhile.
 */
final class StoreSnapshot {
    private final Store store;
    private final Wal wal;
    private final Blocks blocks;
    private final Checkpoint checkpoint;
    private final Disk disk;

    StoreSnapshot(Store store, Wal wal, Blocks blocks, Checkpoint checkpoint) {
        this.store = store;
        this.wal = wal;
        this.blocks = blocks;
        this.checkpoint = checkpoint;
        disk = blocks.disk();
    }

    /** Writes all, or nothing. */
    void write(Path to, boolean skipHead) throws IOException {
        List<Path> folders = List.of(to.resolve("blocks"), to.resolve("wal"));
        disk.createFolder(to);
        if (!disk.list(to).isEmpty()) {
            throw new FileAlreadyExistsException(to.toString(), null, "is not empty");
        }
        try {
            for (Path folder : folders) {
                disk.createFolder(folder);
            }
            for (Block block : blocks.all()) {
                link(block.path(), folders.get(0));
            }
            if (skipHead) {
                checkpoint.deletions(folders.get(1).resolve("00000001" + Checkpoint.SUFFIX));
            } else {
                log(folders.get(1));
            }
            for (Path folder : folders) {
                disk.syncFolder(folder);
            }
            disk.syncFolder(to);
        } catch (IOException | RuntimeException e) {
            remove(to, folders, e);
            throw e;
        }
    }

    private void log(Path folder) throws IOException {
        long failures = store.counters.syncFailures.sum();
        wal.sync(); // most of it before commits have to wait
        long last = wal.rotate();
        if (store.counters.syncFailures.sum() != failures) {
            throw new IOException("the log could not be synced");
        }
        Path own = Wal.folder(store.options);
        String newest = disk.list(own).stream().filter(n -> n.endsWith(Checkpoint.SUFFIX)).reduce("", (a, b) -> b);
        if (!newest.isEmpty()) {
            link(own.resolve(newest), folder);
        }
        for (Path segment : wal.closedUpTo(last)) {
            link(segment, folder);
        }
    }

    private void link(Path file, Path folder) throws IOException {
        disk.link(file, folder.resolve(Objects.requireNonNull(file.getFileName())));
    }

    private void remove(Path to, List<Path> folders, Exception reason) {
        try {
            for (Path folder : folders) {
                disk.createFolder(folder); // so that it can be listed
                for (String name : disk.list(folder)) {
                    disk.delete(folder.resolve(name));
                }
                disk.delete(folder);
            }
            disk.delete(to);
        } catch (IOException | PlumblineException e) {
            reason.addSuppressed(e);
        }
    }
}
