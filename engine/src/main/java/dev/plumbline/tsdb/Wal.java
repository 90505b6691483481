package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Appends records to the newest segment of the log (docs/formats/wal.md). Thread-safe. A record counts when
 * {@link #append} returns true: one write() was done. fsync follows on a timer's thread, only when something was written.
 */
final class Wal {
    static final byte[] MAGIC = "PLUMBWAL".getBytes(StandardCharsets.US_ASCII);
    static final int VERSION = 4;
    /** Oldest version that is still read: what it can say means the same today. */
    static final int OLDEST_VERSION = 1;
    static final int HEADER = 12;
    static final int RECORD_HEADER = 8;
    static final int MAX_RECORD = 64 << 20;
    static final int GROUP = 1;
    static final int COLUMN = 2;
    static final int ROW = 3;
    static final int SEAL = 4;
    static final int SHARED = 5;
    static final int DELETED = 6;
    static final int FRAME = 7;
    static final int LATE = 8;

    private record Segment(long number, long bytes, long maxTime) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock syncing = new ReentrantLock();
    private final TsdbOptions options;
    private final Clock clock;
    private final Disk disk;
    private final Consumer<TsdbEvent> events;
    private final Counters counters;
    private final List<Segment> old = new ArrayList<>();
    private volatile Disk.@Nullable LogFile file;
    private volatile long number;
    private long size;
    private long maxTime = Long.MIN_VALUE;
    private long openedAtMillis;
    private boolean dirty;
    private long checkpointBytes;
    private volatile boolean suspect; // an fsync failed: what it covered may be lost, so go on in a new file
    private boolean closed;

    Wal(TsdbOptions options, Clock clock, Disk disk, Consumer<TsdbEvent> events, Counters counters) {
        this.options = options;
        this.clock = clock;
        this.disk = disk;
        this.events = events;
        this.counters = counters;
    }

    static Path folder(TsdbOptions options) {
        return options.folder().resolve("wal");
    }

    Path path(long segment) {
        return folder(options).resolve(String.format("%08d.wal", segment));
    }

    /** Tells of a segment that was read at start; numbers ascending. */
    void found(long segment, long bytes, long newestMillis) {
        old.add(new Segment(segment, bytes, newestMillis));
        number = segment;
    }

    /** Segments are numbered after this one. */
    void skipTo(long segment) {
        number = Math.max(number, segment);
    }

    /** Number of the segment that the next record goes to, unless it is full by then. */
    long segment() {
        return number;
    }

    /** Writes length and checksum of the record into the 8 bytes that {@code record} begins with. */
    static void finish(Bytes record) {
        int length = record.length - RECORD_HEADER;
        if (length > MAX_RECORD) {
            throw PlumblineException.resource("a transaction of " + length + " bytes is above the limit of " + MAX_RECORD
                    + "; commit in smaller parts", null);
        }
        var crc = new CRC32C();
        crc.update(record.array, RECORD_HEADER, length);
        Bytes.setInt(record.array, 0, length);
        Bytes.setInt(record.array, 4, (int) crc.getValue());
    }

    /**
     * Writes a finished record.
     *
     * @param expected the segment it was made for
     * @param newestMillis newest time in the record
     * @return false, having written nothing, when the log is at another segment now: make the record again for that
     */
    boolean append(long expected, Bytes record, long newestMillis) {
        lock.lock();
        try {
            if (closed) {
                throw PlumblineException.resource("the store is closed", null);
            }
            Disk.LogFile to = current(record.length);
            if (number != expected) {
                return false;
            }
            write(to, record);
            size += record.length;
            maxTime = Math.max(maxTime, newestMillis);
            if (!dirty) {
                dirty = true;
                clock.schedule(options.syncEvery().toMillis(), this::sync);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private Disk.LogFile current(int more) {
        Disk.LogFile now = file;
        boolean full = size > HEADER && size + more > options.segmentBytes();
        boolean aged = size > HEADER && Math.abs(clock.wallMillis() - openedAtMillis) > rotateMillis();
        if (now != null && !full && !aged && !suspect) {
            return now;
        }
        retire();
        Disk.LogFile next = start(number + 1);
        file = next;
        suspect = false;
        return next;
    }

    private long rotateMillis() {
        return Math.clamp(options.retention().toMillis() / 16, 60_000, 86_400_000);
    }

    private void retire() {
        Disk.LogFile now = file;
        if (now == null) {
            return;
        }
        syncing.lock();
        try {
            force(now);
            file = null;
            now.close();
        } catch (IOException e) {
            events.accept(new TsdbEvent.SyncFailed(path(number), String.valueOf(e.getMessage())));
        } finally {
            syncing.unlock();
        }
        dirty = false;
        old.add(new Segment(number, size, maxTime));
    }

    private Disk.LogFile start(long next) {
        Path path = path(next);
        Disk.LogFile opened = null;
        try {
            opened = disk.append(path);
            opened.truncate(0);
            var header = new byte[HEADER];
            System.arraycopy(MAGIC, 0, header, 0, MAGIC.length);
            Bytes.setInt(header, 8, VERSION);
            opened.append(header, HEADER);
            disk.syncFolder(folder(options));
        } catch (IOException e) {
            abandon(opened);
            throw failed(path, e);
        }
        number = next;
        size = HEADER;
        maxTime = Long.MIN_VALUE;
        openedAtMillis = clock.wallMillis();
        return opened;
    }

    private static void abandon(Disk.@Nullable LogFile opened) {
        try {
            if (opened != null) {
                opened.close();
            }
        } catch (IOException e) {
            // The file is written anew at the next attempt.
        }
    }

    private void write(Disk.LogFile to, Bytes record) {
        try {
            to.append(record.array, record.length);
        } catch (IOException e) {
            try {
                to.truncate(size);
            } catch (IOException cut) {
                e.addSuppressed(cut);
                retire(); // the torn end stays; the next record starts a new segment
            }
            throw failed(path(number), e);
        }
    }

    private PlumblineException failed(Path path, IOException e) {
        counters.writeFailures.increment();
        events.accept(new TsdbEvent.WriteFailed(path, String.valueOf(e.getMessage())));
        return PlumblineException.resource("cannot write the log " + path + ": " + e.getMessage()
                + "; nothing of this commit was kept. Free some disk space", e);
    }

    /** Makes everything written so far survive a power loss. */
    void sync() {
        Disk.LogFile now;
        lock.lock();
        try {
            now = dirty ? file : null;
            dirty = false;
        } finally {
            lock.unlock();
        }
        if (now == null) {
            return;
        }
        syncing.lock();
        try {
            if (now == file) { // else retire() has forced it
                force(now);
            }
        } finally {
            syncing.unlock();
        }
    }

    private void force(Disk.LogFile now) {
        try {
            now.sync();
            counters.syncs.increment();
        } catch (IOException e) {
            suspect = true;
            counters.syncFailures.increment();
            events.accept(new TsdbEvent.SyncFailed(path(number), String.valueOf(e.getMessage())));
        }
    }

    /**
     * Starts a new segment, unless nothing was written to this one.
     *
     * @return the last segment before it; 0 when there is none
     * @throws PlumblineException of kind RESOURCE when there is no room for it: then the old one goes on
     */
    long rotate() {
        lock.lock();
        try {
            if (file != null && size > HEADER) {
                retire();
                file = start(number + 1);
                suspect = false;
            }
            return file == null ? number : number - 1;
        } finally {
            lock.unlock();
        }
    }

    /** The files of the segments up to this one, ascending; nobody writes to them any more. */
    List<Path> closedUpTo(long last) {
        lock.lock();
        try {
            return old.stream().filter(s -> s.number <= last).map(s -> path(s.number)).toList();
        } finally {
            lock.unlock();
        }
    }

    /** A file of so many bytes stands for the segments up to this one: they go. */
    void checkpointed(long last, long bytes) {
        lock.lock();
        try {
            checkpointBytes = bytes;
            old.removeIf(s -> s.number <= last && delete(s));
        } finally {
            lock.unlock();
        }
    }

    /** Deletes the segments whose samples are all older than a time. The newest one stays. */
    void dropBefore(long time) {
        lock.lock();
        try {
            old.removeIf(s -> s.maxTime < time && delete(s));
        } finally {
            lock.unlock();
        }
    }

    private boolean delete(Segment segment) {
        try {
            disk.delete(path(segment.number));
            return true;
        } catch (IOException e) {
            events.accept(new TsdbEvent.SyncFailed(path(segment.number), String.valueOf(e.getMessage())));
            return false;
        }
    }

    /** Bytes of the segments that no checkpoint stands for: what a start has to read row by row. */
    long tailBytes() {
        lock.lock();
        try {
            return old.stream().mapToLong(Segment::bytes).sum() + (file == null ? 0 : size);
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of the log, checkpoint included. */
    long bytes() {
        lock.lock();
        try {
            return checkpointBytes + old.stream().mapToLong(Segment::bytes).sum() + (file == null ? 0 : size);
        } finally {
            lock.unlock();
        }
    }

    int segments() {
        lock.lock();
        try {
            return old.size() + (file == null ? 0 : 1);
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            retire();
        } finally {
            lock.unlock();
        }
    }
}
