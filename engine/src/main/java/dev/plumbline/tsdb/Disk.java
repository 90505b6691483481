package dev.plumbline.tsdb;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.List;

/** What the store asks of a file system; the seam at which tests break it. Thread-safe; a {@link LogFile} has one writer. */
public interface Disk {

    /** Creates a folder and its parents; does nothing when it is there. */
    void createFolder(Path folder) throws IOException;

    /** Takes the lock file for this process, or throws when another one has it. Closing lets go of it. */
    Closeable lock(Path file) throws IOException;

    /** Names of the files in a folder, ascending. */
    List<String> list(Path folder) throws IOException;

    /** Opens a file for appending at its end; creates it when absent. */
    LogFile append(Path file) throws IOException;

    InputStream read(Path file) throws IOException;

    /** The file's bytes as they are now, for as long as anybody refers to them: also when it is deleted meanwhile. */
    MemorySegment map(Path file) throws IOException;

    long size(Path file) throws IOException;

    /**
     * Lets a file that nobody writes to any more have a second name, in whatever folder. Where the file system cannot do that, the second
     * is a copy, synced. Fails when there is a file of that name.
     */
    default void link(Path file, Path to) throws IOException {
        String name = String.valueOf(to.getFileName());
        Path parent = to.getParent();
        if (parent != null && list(parent).contains(name)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        var buffer = new byte[1 << 16];
        try (InputStream in = read(file); LogFile out = append(to)) {
            for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
                out.append(buffer, n);
            }
            out.sync();
        }
    }

    /** Gives a file another name in its folder; takes the place of a file that has that name. */
    void rename(Path file, Path to) throws IOException;

    /** Removes a file, or an empty folder; does nothing when there is none. */
    void delete(Path file) throws IOException;

    /** Makes creations and deletions in a folder survive a power loss, where the system can. */
    void syncFolder(Path folder) throws IOException;

    /** A file that grows at its end. */
    interface LogFile extends Closeable {

        /** Writes {@code bytes[0, length)} at the end. When it throws, any part may have been written. */
        void append(byte[] bytes, int length) throws IOException;

        /** Cuts the file to {@code size} bytes; the next append goes there. */
        void truncate(long size) throws IOException;

        /** Makes what was written survive a power loss. May be called while another thread appends. */
        void sync() throws IOException;
    }
}
