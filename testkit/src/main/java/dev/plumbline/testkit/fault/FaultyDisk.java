package dev.plumbline.testkit.fault;

import dev.plumbline.tsdb.Disk;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A disk in memory that fails as told, reproducibly from its seed. Thread-safe.
 *
 * <p>What a power loss leaves: of the bytes that no sync covers, pages of 512 bytes, each as it was written or all zeros, up to some length; of
 * the changes of names in a folder that no {@link #syncFolder} covers, some of the first ones, in their order, as a journal would keep them.
 */
public final class FaultyDisk implements Disk {
    private static final int PAGE = 512;

    /** Which calls fail. */
    private record Fault(long from, long to, String message) {}

    /** One change of names: what {@code path} named before it, and under which other name the file was known. */
    private record Change(Path path, @Nullable Content before, @Nullable Path from) {}

    private final TreeMap<Path, Content> files = new TreeMap<>();
    private final List<Change> unsyncedNames = new ArrayList<>();
    private final Set<Path> locks = new HashSet<>();
    private final Random random;
    private long room = Long.MAX_VALUE;
    private boolean failTruncate;
    private boolean failSync;
    private long calls;
    private @Nullable Fault fault;
    private @Nullable String failed;

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

    /** The call with this number, counted from 0 over all that have to do with bytes or names, fails once with this message; a write is done in part. */
    public synchronized void failCall(long call, String message) {
        fault = new Fault(call, call + 1, message);
    }

    /** From the call with this number on all fail, until {@link #losePower} or {@link #repair}. */
    public synchronized void failFrom(long call, String message) {
        fault = new Fault(call, Long.MAX_VALUE, message);
    }

    /** From now on nothing fails. */
    public synchronized void repair() {
        fault = null;
    }

    /** How many calls there were. */
    public synchronized long calls() {
        return calls;
    }

    /** What the first call was that failed; null when none has. */
    public synchronized @Nullable String failedCall() {
        return failed;
    }

    private boolean fails(String what, Path file) {
        long number = calls++;
        if (fault == null || number < fault.from || number >= fault.to) {
            return false;
        }
        failed = failed == null ? what + " " + file : failed;
        return true;
    }

    private void call(String what, Path file) throws IOException {
        if (fails(what, file)) {
            throw error(file);
        }
    }

    private IOException error(Path file) {
        return new FileSystemException(file.toString(), null, Objects.requireNonNull(fault).message);
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

    /** The power fails: see the class. */
    public synchronized void losePower() {
        locks.clear();
        fault = null;
        int kept = random.nextInt(unsyncedNames.size() + 1);
        while (unsyncedNames.size() > kept) {
            undo(unsyncedNames.removeLast());
        }
        unsyncedNames.clear();
        files.values().forEach(this::tear);
    }

    private void undo(Change change) {
        Content now = change.before == null ? files.remove(change.path) : files.put(change.path, change.before);
        if (change.from != null && now != null) {
            files.put(change.from, now);
        }
    }

    private void tear(Content c) {
        int kept = c.synced + random.nextInt(c.bytes.length - c.synced + 1);
        c.bytes = Arrays.copyOf(c.bytes, kept);
        for (int page = (c.synced + PAGE - 1) / PAGE * PAGE; page < kept; page += PAGE) {
            if (random.nextInt(8) == 0) {
                Arrays.fill(c.bytes, page, Math.min(kept, page + PAGE), (byte) 0);
            }
        }
        c.synced = kept;
    }

    /** Flips one bit of a file. */
    public synchronized void flip(Path file, long bit) {
        written(file).bytes[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
    }

    public synchronized byte[] bytes(Path file) {
        return written(file).bytes.clone();
    }

    private Content written(Path file) {
        return Objects.requireNonNull(files.get(file), () -> "no file " + file);
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
    public synchronized List<String> list(Path folder) throws IOException {
        call("list", folder);
        return names(folder);
    }

    /** As {@link #list}, for tests: never fails. */
    public synchronized List<String> names(Path folder) {
        return files.keySet().stream().filter(f -> folder.equals(f.getParent())).map(f -> f.getFileName().toString()).sorted().toList();
    }

    @Override
    public synchronized LogFile append(Path file) throws IOException {
        call("open", file);
        Content content = files.get(file);
        if (content == null) {
            content = new Content();
            rename(file, content, null);
        }
        return new Open(file, content);
    }

    private void rename(Path path, Content content, @Nullable Path from) {
        unsyncedNames.add(new Change(path, files.put(path, content), from));
    }

    @Override
    public synchronized InputStream read(Path file) throws IOException {
        call("read", file);
        return new ByteArrayInputStream(content(file).bytes);
    }

    @Override
    public synchronized MemorySegment map(Path file) throws IOException {
        call("map", file);
        return MemorySegment.ofArray(content(file).bytes.clone()).asReadOnly();
    }

    @Override
    public synchronized void rename(Path file, Path to) throws IOException {
        call("rename", file);
        Content content = content(file);
        files.remove(file);
        rename(to, content, file);
    }

    @Override
    public synchronized long size(Path file) throws IOException {
        call("size", file);
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
    public synchronized void delete(Path file) throws IOException {
        call("delete", file);
        Content gone = files.remove(file);
        if (gone != null) {
            unsyncedNames.add(new Change(file, gone, null));
        }
    }

    @Override
    public synchronized void syncFolder(Path folder) throws IOException {
        call("sync folder", folder);
        unsyncedNames.removeIf(change -> folder.equals(change.path.getParent()));
    }

    private final class Open implements LogFile {
        private final Path file;
        private final Content content;

        Open(Path file, Content content) {
            this.file = file;
            this.content = content;
        }

        @Override
        public void append(byte[] bytes, int length) throws IOException {
            synchronized (FaultyDisk.this) {
                boolean fails = fails("write", file);
                int written = (int) Math.min(fails ? random.nextInt(length + 1) : length, room);
                int end = content.bytes.length;
                content.bytes = Arrays.copyOf(content.bytes, end + written);
                System.arraycopy(bytes, 0, content.bytes, end, written);
                room -= room == Long.MAX_VALUE ? 0 : written;
                if (fails) {
                    throw error(file);
                }
                if (written < length) {
                    throw new IOException("No space left on device");
                }
            }
        }

        @Override
        public void truncate(long size) throws IOException {
            synchronized (FaultyDisk.this) {
                call("truncate", file);
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
                call("sync", file);
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
