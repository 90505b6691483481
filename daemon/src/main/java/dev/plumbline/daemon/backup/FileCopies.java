package dev.plumbline.daemon.backup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads and copies files, with their checksums, a piece at a time; tells how far it is. Not thread-safe. */
final class FileCopies {
    private final byte[] buffer = new byte[1 << 18];
    private final Progress progress;
    private final String what;
    private final long all;
    private long done;

    FileCopies(Progress progress, String what, long allBytes) {
        this.progress = progress;
        this.what = what;
        all = allBytes;
    }

    /** Length and checksum of a file as it is now. */
    Manifest.Entry read(Path folder, String name) throws IOException {
        return run(folder, name, null);
    }

    /**
     * Copies a file to a place where there is none, folders included, and syncs it; answers what was copied. The key can be read by this process' user
     * alone from the beginning, where the file system has such rights.
     */
    Manifest.Entry copy(Path folder, String name, Path to) throws IOException {
        Path target = to.resolve(name);
        Path parent = target.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        try (var out = FileChannel.open(target, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), rights(name, target))) {
            Manifest.Entry entry = run(folder, name, out);
            out.force(true);
            return entry;
        }
    }

    private static FileAttribute<?>[] rights(String name, Path target) {
        return name.equals(Folders.KEY) && target.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))} : new FileAttribute<?>[0];
    }

    private Manifest.Entry run(Path folder, String name, @Nullable FileChannel out) throws IOException {
        var crc = new CRC32C();
        long bytes = 0;
        try (InputStream in = Files.newInputStream(folder.resolve(name))) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
                bytes += n;
                done += n;
                for (ByteBuffer rest = ByteBuffer.wrap(buffer, 0, n); out != null && rest.hasRemaining(); ) {
                    out.write(rest);
                }
                progress.at(what, done, all);
            }
        }
        return new Manifest.Entry(name, bytes, (int) crc.getValue());
    }
}
