package dev.plumbline.daemon.backup;

import dev.plumbline.tsdb.Disk;
import dev.plumbline.tsdb.RealDisk;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Whole folders: what of them belongs to a backup, removing and syncing them. Symbolic links are not followed. */
final class Folders {
    /** At the top of a data directory. */
    private static final Set<String> LEFT_OUT = Set.of("lock", "snapshots", "remote-write", Restore.UNFINISHED, Manifest.FILE);

    /** The private key that signs evidence (the verdicts' EvidenceKey), at the top of a data directory: in a backup only when that is asked for. */
    static final String KEY = "evidence-key.pem";
    /** What such a key is called while it is being made. */
    private static final String KEY_DRAFT = KEY + ".new";

    private static final Disk DISK = new RealDisk();

    private Folders() {}

    /** The files of a data directory that belong to any backup: names relative to it with slashes, ascending. The key is not among them. */
    static List<String> files(Path data) throws IOException {
        var names = new ArrayList<String>();
        Files.walkFileTree(data, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) {
                return leftOut(data, folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) {
                if (a.isRegularFile() && !leftOut(data, file)) {
                    names.add(data.relativize(file).toString().replace('\\', '/'));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        Collections.sort(names);
        return names;
    }

    private static boolean leftOut(Path data, Path path) {
        String name = String.valueOf(path.getFileName());
        boolean top = data.equals(path.getParent());
        return !path.equals(data) && (top && (LEFT_OUT.contains(name) || name.equals(KEY) || name.equals(KEY_DRAFT)) || name.equals("lock")
                || name.equals("write.lock") || name.endsWith(".tmp") || name.endsWith(".corrupt") || name.equals("lost+found"));
    }

    /** Whether there is nothing in a folder but what a file system puts there itself; also when it is not there. */
    static boolean isEmpty(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return true;
        }
        try (Stream<Path> inside = Files.list(folder)) {
            return inside.allMatch(p -> p.getFileName().toString().equals("lost+found"));
        }
    }

    /** Removes a folder with all that is in it; does nothing when it is not there. */
    static void remove(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path done, @Nullable IOException e) throws IOException {
                if (e != null) {
                    throw e;
                }
                Files.delete(done);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Makes the names in a folder survive a power loss. */
    static void sync(Path folder) throws IOException {
        DISK.syncFolder(folder);
    }

    /** As {@link #sync}, for a folder and all that are in it. */
    static void syncAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                sync(each);
            }
        }
    }
}
