package dev.plumbline.daemon.documents.lucene;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.FilterDirectory;
import org.apache.lucene.store.FilterIndexOutput;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexOutput;

/** A disk that fails as told: the log at writing, half way, or at syncing; the indexes at writing or syncing. */
final class FaultyMedium implements Medium {
    volatile boolean logFull;
    volatile boolean logSyncFails;
    volatile boolean logTruncateFails;
    volatile boolean indexFull;

    private static IOException full() {
        return new IOException("No space left on device");
    }

    @Override
    public LogFile create(Path file) throws IOException {
        if (logFull) {
            throw full();
        }
        var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new LogFile(channel) {
            @Override
            void append(ByteBuffer bytes) throws IOException {
                if (logFull) {
                    super.append(bytes.slice(bytes.position(), bytes.remaining() / 2));
                    throw full();
                }
                super.append(bytes);
            }

            @Override
            void sync() throws IOException {
                if (logSyncFails) {
                    throw new IOException("Input/output error");
                }
                super.sync();
            }

            @Override
            void truncate(long size) throws IOException {
                if (logTruncateFails) {
                    throw new IOException("Input/output error");
                }
                super.truncate(size);
            }
        };
    }

    @Override
    public Directory directory(Path folder) throws IOException {
        return new FilterDirectory(FSDirectory.open(folder)) {
            @Override
            public IndexOutput createOutput(String name, IOContext context) throws IOException {
                if (indexFull) {
                    throw full();
                }
                return new FilterIndexOutput("faulty", name, super.createOutput(name, context)) {
                    @Override
                    public void writeBytes(byte[] b, int offset, int length) throws IOException {
                        if (indexFull) {
                            throw full();
                        }
                        super.writeBytes(b, offset, length);
                    }
                };
            }

            @Override
            public void sync(Collection<String> names) throws IOException {
                if (indexFull) {
                    throw full();
                }
                super.sync(names);
            }
        };
    }
}
