package dev.plumbline.daemon.remotewrite.queue;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What the queue asks of a file system to write with; the seam at which tests break it. */
public interface QueueFiles {
    /** The machine's file system. */
    QueueFiles REAL = ChannelOut::new;

    /** Opens a file for writing; creates it when absent, keeps what is in it. */
    Out open(Path file) throws IOException;

    /** A file that is written at given places. */
    interface Out extends Closeable {

        /** Writes {@code bytes[from, from + count)} at {@code offset}. When it throws, any part may have been written. */
        void write(byte[] bytes, int from, int count, long offset) throws IOException;

        void truncate(long size) throws IOException;

        /** Makes what was written survive a power loss. */
        void sync() throws IOException;
    }

    /** A file of the system. */
    final class ChannelOut implements Out {
        private final FileChannel channel;

        ChannelOut(Path file) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        }

        @Override
        public void write(byte[] bytes, int from, int count, long offset) throws IOException {
            var buffer = ByteBuffer.wrap(bytes, from, count);
            long at = offset;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            channel.truncate(size);
        }

        @Override
        public void sync() throws IOException {
            channel.force(false);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
