package dev.plumbline.testkit.fault;

import dev.plumbline.tsdb.Disk;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** A disk in memory that fails as told, reproducibly from its seed. Thread-safe. */
public final class FaultyDisk implements Disk {
    private final TreeMap<Path, Content> files = new TreeMap<>();
    private final Set<Path> locks = new HashSet<>();
    private final Random random;
    private long room = Long.MAX_VALUE;
    private boolean failTruncate;
    private boolean failSync;

    private static final class Content {
        byte[] bytes = new byte[0];
        int synced;
    }

    public FaultyDisk(long seed) {
        random = new Random(seed);
    }

    /** From now on only so many bytes can be written; a write that does not fit is done in part. */
    public synchronized void leaveRoom(long bytes) {
        room = bytes;
    }

    public synchronized void failTruncate(boolean fail) {
        failTruncate = fail;
    }

    public synchronized void failSync(boolean fail) {
        failSync = fail;
    }

    /** The process dies: locks are gone, everything written stays. */
    public synchronized void killProcess() {
        locks.clear();
    }

    /** The power fails: of what was not synced, each file keeps a random part from the front. */
    public synchronized void losePower() {
        locks.clear();
        for (Content c : files.values()) {
            int kept = c.synced + random.nextInt(c.bytes.length - c.synced + 1);
            c.bytes = Arrays.copyOf(c.bytes, kept);
            c.synced = kept;
        }
    }

    /** Flips one bit of a file. */
    public synchronized void flip(Path file, long bit) {
        written(file).bytes[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
    }

    public synchronized byte[] bytes(Path file) {
        return written(file).bytes.clone();
    }

    private Content written(Path file) {
        return java.util.Objects.requireNonNull(files.get(file), () -> "no file " + file);
    }

    /** Puts a file there, synced. */
    public synchronized void put(Path file, byte[] bytes) {
        var content = new Content();
        content.bytes = bytes.clone();
        content.synced = bytes.length;
        files.put(file, content);
    }

    @Override
    public void createFolder(Path folder) {
        // Folders are there when a file is.
    }

    @Override
    public synchronized Closeable lock(Path file) throws IOException {
        if (!locks.add(file)) {
            throw new IOException(file + " is locked by another process");
        }
        return () -> unlock(file);
    }

    private synchronized void unlock(Path file) {
        locks.remove(file);
    }

    @Override
    public synchronized List<String> list(Path folder) {
        return files.keySet().stream().filter(f -> folder.equals(f.getParent())).map(f -> f.getFileName().toString()).sorted().toList();
    }

    @Override
    public synchronized LogFile append(Path file) {
        return new Open(files.computeIfAbsent(file, f -> new Content()));
    }

    @Override
    public synchronized InputStream read(Path file) throws IOException {
        return new ByteArrayInputStream(content(file).bytes);
    }

    @Override
    public synchronized MemorySegment map(Path file) throws IOException {
        return MemorySegment.ofArray(content(file).bytes.clone()).asReadOnly();
    }

    @Override
    public synchronized void rename(Path file, Path to) throws IOException {
        files.put(to, content(file));
        files.remove(file);
    }

    @Override
    public synchronized long size(Path file) throws IOException {
        return content(file).bytes.length;
    }

    private Content content(Path file) throws IOException {
        Content c = files.get(file);
        if (c == null) {
            throw new NoSuchFileException(file.toString());
        }
        return c;
    }

    @Override
    public synchronized void delete(Path file) {
        files.remove(file);
    }

    @Override
    public void syncFolder(Path folder) {
        // Names are never lost here.
    }

    private final class Open implements LogFile {
        private final Content content;

        Open(Content content) {
            this.content = content;
        }

        @Override
        public void append(byte[] bytes, int length) throws IOException {
            synchronized (FaultyDisk.this) {
                int written = (int) Math.min(length, room);
                int end = content.bytes.length;
                content.bytes = Arrays.copyOf(content.bytes, end + written);
                System.arraycopy(bytes, 0, content.bytes, end, written);
                room -= room == Long.MAX_VALUE ? 0 : written;
                if (written < length) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultyDisk.this) {
                if (failTruncate) {
                    throw new IOException("Input/output error");
                }
                content.bytes = Arrays.copyOf(content.bytes, (int) size);
                content.synced = (int) Math.min(content.synced, size);
            }
        }

        @Override
        public void sync() throws IOException {
            synchronized (FaultyDisk.this) {
                if (failSync) {
                    throw new IOException("Input/output error");
                }
                content.synced = content.bytes.length;
            }
        }

        @Override
        public void close() {
            // Nothing to let go of.
        }
    }
}
