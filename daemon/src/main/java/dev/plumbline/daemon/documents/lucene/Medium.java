package dev.plumbline.daemon.documents.lucene;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;

/** What the store writes to; tests put one in its place that fails as told. */
interface Medium {
    /** The machine's disk. */
    Medium DISK = new Medium() {};

    /** A new, empty log file. */
    default LogFile create(Path file) throws IOException {
        return new LogFile(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
    }

    /** Where an index is kept; read by position, since mapping these small files would cost a start the native linker. */
    default Directory directory(Path folder) throws IOException {
        return new NIOFSDirectory(folder);
    }

    /** Lets a file that nobody writes to any more have a second name; a copy, synced, where the file system cannot do that. */
    default void link(Path file, Path to) throws IOException {
        try {
            Files.createLink(to, file);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | IOException e) { // another file system, or one without links
            Files.copy(file, to);
            try (var channel = FileChannel.open(to, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
    }

    /** Makes the names in a folder durable: a file is only there after a power loss when its folder was synced, too. */
    static void syncFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A file that grows at its end. */
    class LogFile implements Closeable {
        private final FileChannel channel;

        LogFile(FileChannel channel) {
            this.channel = channel;
        }

        void append(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** Returns when the disk says it has everything. */
        void sync() throws IOException {
            channel.force(false);
        }

        void truncate(long size) throws IOException {
            channel.truncate(size);
            channel.position(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
