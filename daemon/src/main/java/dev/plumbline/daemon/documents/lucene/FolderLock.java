package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Keeps a second store, of this or another process, out of a folder; let go of by the operating system when the process dies. */
final class FolderLock implements AutoCloseable {
    private final FileChannel channel;

    private FolderLock(FileChannel channel) {
        this.channel = channel;
    }

    static FolderLock take(Path folder) throws IOException {
        var channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new FolderLock(channel);
            }
        } catch (OverlappingFileLockException e) {
            // Locked by this process: the same as by another.
        }
        channel.close();
        throw PlumblineException.resource("the documents in " + folder
                + " are in use by another process; stop that one, or give this one a data folder of its own", null);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
