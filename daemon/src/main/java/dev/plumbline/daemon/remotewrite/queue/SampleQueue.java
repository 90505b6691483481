package dev.plumbline.daemon.remotewrite.queue;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.SampleTap;
import dev.plumbline.storage.StoredSamples;
import dev.plumbline.storage.WrittenSamples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Appends what the store takes, and says how far it may be read. A commit costs one write of its records before it and one of
 * a byte after it, 4 to 7 bytes a sample. What cannot be written is counted and told, and the store goes on: it must not
 * fail for those far away. Thread-safe; one for a folder.
 */
public final class SampleQueue implements SampleTap, AutoCloseable {
    private static final BitSet NOTHING = new BitSet();
    private final QueueOptions options;
    private final QueueFiles files;
    private final Consumer<String> trouble;
    private final QueueCounters counters = new QueueCounters();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition grown = lock.newCondition();
    private final Segments finished;
    private final SampleEncoder encoder = new SampleEncoder();
    private final Deque<Commit> underWay = new ArrayDeque<>();
    private @Nullable SegmentWriter current;
    private @Nullable SegmentWriter previous; // while it has records that are not settled
    private long nextNumber;
    private final List<SegmentWriter> unsynced = new ArrayList<>(); // finished
    private long unread = Long.MAX_VALUE;
    private int waiting;
    private volatile boolean open;

    /** Some records of a transaction whose commit is under way. */
    private final class Commit implements Pending {
        private final SegmentWriter segment;
        private final long[] offsets;
        private final int samples;
        private boolean settled;

        Commit(SegmentWriter segment, long[] offsets, int samples) {
            this.segment = segment;
            this.offsets = offsets;
            this.samples = samples;
        }

        @Override
        public void kept() {
            settle(this, Format.KEPT, null, NOTHING);
        }

        @Override
        public void keptBut(WrittenSamples written, BitSet leftOut) {
            if (leftOut.isEmpty()) {
                kept();
            } else {
                settle(this, Format.VOID, written, leftOut);
            }
        }

        @Override
        public void lost() {
            settle(this, Format.VOID, null, NOTHING);
        }
    }

    private SampleQueue(QueueOptions options, QueueFiles files, Consumer<String> trouble, Segments found) {
        this.options = options;
        this.files = files;
        this.trouble = trouble;
        finished = found;
        nextNumber = found.newest() + 1;
    }

    /**
     * Opens the queue of a folder and settles what another process left.
     *
     * @param stored what the store has
     * @param trouble is told, by any thread, what cannot be written, read or kept
     * @throws PlumblineException when the folder cannot be read or written
     */
    public static SampleQueue open(QueueOptions options, QueueFiles files, StoredSamples stored, Consumer<String> trouble) {
        try {
            var segments = new Segments(options.folder());
            new Recovery(files, options.folder(), stored).run(segments);
            return new SampleQueue(options, files, trouble, segments);
        } catch (IOException e) {
            throw PlumblineException.resource("the queue of remote write in " + options.folder() + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /** Lets samples in, or keeps them out. */
    public void accept(boolean wanted) {
        open = wanted;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    public QueueCounters counters() {
        return counters;
    }

    Path folder() {
        return options.folder();
    }

    @Override
    public @Nullable Pending prepare(WrittenSamples samples) {
        lock.lock();
        try {
            SegmentWriter to = writer();
            encoder.encode(samples, NOTHING, to, Format.PREPARED);
            long[] offsets = append(to, samples.size());
            var commit = new Commit(to, offsets, samples.size());
            to.prepared();
            underWay.add(commit);
            counters.samples.add(encoder.floats());
            counters.histograms.add(encoder.histograms());
            counters.highestMillis.accumulateAndGet(encoder.highest(), Math::max);
            return commit;
        } catch (IOException e) {
            counters.unwritten.add(samples.size());
            trouble.accept("samples cannot be queued for remote write and will not be sent: " + e.getMessage());
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Takes an exemplar that the store has. */
    public void append(Labels series, Exemplar exemplar) {
        lock.lock();
        try {
            SegmentWriter to = writer();
            encoder.encode(series, exemplar, to);
            append(to, 0);
            counters.exemplars.increment();
            wake();
        } catch (IOException e) {
            trouble.accept("an exemplar cannot be queued for remote write and will not be sent: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    private long[] append(SegmentWriter to, int samples) throws IOException {
        long[] offsets = encoder.offsets();
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] += to.end();
        }
        to.append(encoder.buffer(), samples);
        return offsets;
    }

    private void settle(Commit commit, byte state, @Nullable WrittenSamples samples, BitSet leftOut) {
        lock.lock();
        try {
            if (samples != null && leftOut.cardinality() < samples.size()) {
                SegmentWriter to = writer();
                encoder.encode(samples, leftOut, to, Format.KEPT);
                append(to, samples.size() - leftOut.cardinality());
            }
            for (long offset : commit.offsets) {
                commit.segment.state(offset, state);
            }
        } catch (IOException e) {
            counters.unwritten.add(commit.samples);
            trouble.accept("the queue of remote write cannot be written: " + e.getMessage());
        } finally {
            commit.settled = true;
            commit.segment.settled(state == Format.VOID ? commit.samples : 0);
            while (!underWay.isEmpty() && underWay.peek().settled) {
                underWay.remove();
            }
            wake();
            lock.unlock();
        }
    }

    private void wake() {
        if (waiting > 0) {
            grown.signalAll();
        }
    }

    /** The segment to append to; a new one when the last is full. */
    private SegmentWriter writer() throws IOException {
        SegmentWriter last = current;
        if (last != null && !isFull(last)) {
            return last;
        }
        SegmentWriter before = previous;
        if (before != null && before.isSettled()) {
            finish(before);
            previous = null;
        }
        if (previous != null && last != null) {
            if (last.isBroken()) {
                throw new IOException("two segments wait for the store");
            }
            return last; // so that records of at most two segments are not settled
        }
        SegmentWriter fresh = SegmentWriter.create(files, options.folder(), nextNumber);
        nextNumber++;
        current = fresh;
        encoder.segment();
        if (last != null && last.isSettled()) {
            finish(last);
        } else {
            previous = last;
        }
        return fresh;
    }

    private boolean isFull(SegmentWriter segment) {
        long others = segment.end() - segment.seriesBytes();
        return segment.isBroken() || segment.end() >= options.maxBytes() / 4
                || others >= options.segmentBytes() && others >= 2 * segment.seriesBytes();
    }

    private void finish(SegmentWriter segment) {
        finished.add(segment.number(), segment.end());
        unsynced.add(segment); // the disk is waited for by the thread that syncs, not by a scrape
        try {
            segment.finish();
            while (finished.total() > options.maxBytes() - options.maxBytes() / 4) {
                removeOldest();
            }
        } catch (IOException e) {
            trouble.accept("the queue of remote write cannot be kept in order: " + e.getMessage());
        }
    }

    private void removeOldest() throws IOException {
        long oldest = finished.oldest();
        finished.deleteOldest();
        if (oldest >= unread) {
            counters.removedUnread.increment();
            trouble.accept("the queue of remote write is larger than its limit of " + options.maxBytes()
                    + " bytes: samples that were not sent are lost (segment " + oldest + "); the receivers are too slow or away,"
                    + " or --storage.remote.queue-size is too small");
        }
    }

    /** Deletes the segments before a number; whoever reads says by it what all have read. */
    public void trim(long firstUnread) {
        lock.lock();
        try {
            unread = firstUnread;
            while (!finished.isEmpty() && finished.oldest() < firstUnread) {
                finished.deleteOldest();
            }
        } catch (IOException e) {
            trouble.accept("a segment that was sent cannot be deleted: " + e.getMessage());
        } finally {
            lock.unlock();
        }
    }

    /** Makes what was written survive a loss of power. Waits for the disk; writers do not wait with it. */
    public void sync() {
        List<SegmentWriter> closing;
        SegmentWriter last;
        lock.lock();
        try {
            closing = List.copyOf(unsynced);
            unsynced.clear();
            last = current;
        } finally {
            lock.unlock();
        }
        try {
            for (SegmentWriter segment : closing) {
                segment.close();
            }
            if (last != null) {
                last.sync();
            }
        } catch (IOException e) {
            trouble.accept("the queue of remote write cannot be synced: " + e.getMessage());
        }
    }

    /** Where the queue ends: who begins here gets what comes from now on. */
    public Position end() {
        lock.lock();
        try {
            SegmentWriter last = current;
            return last == null ? new Position(nextNumber, Format.HEADER) : new Position(last.number(), last.end());
        } finally {
            lock.unlock();
        }
    }

    /** Bytes of all segments. */
    public long bytes() {
        lock.lock();
        try {
            return finished.total() + (current == null ? 0 : current.end()) + (previous == null ? 0 : previous.end());
        } finally {
            lock.unlock();
        }
    }

    /** How far a segment may be read: a size of its file; {@code Long.MAX_VALUE} when nothing will come any more. */
    long readable(long segment) {
        lock.lock();
        try {
            return readableNow(segment);
        } finally {
            lock.unlock();
        }
    }

    private long readableNow(long segment) {
        Commit first = underWay.peek();
        if (first != null && first.segment.number() <= segment) {
            return first.segment.number() == segment ? first.offsets[0] : Format.HEADER;
        }
        SegmentWriter last = current;
        if (last != null && last.number() == segment) {
            return last.end();
        }
        return last != null && segment > last.number() || last == null && segment >= nextNumber ? 0 : Long.MAX_VALUE;
    }

    /** Waits until a segment can be read beyond an offset, or the time has passed. */
    void await(Position beyond, long millis) throws InterruptedException {
        lock.lock();
        try {
            waiting++;
            if (readableNow(beyond.segment()) <= beyond.offset()) {
                grown.await(millis, TimeUnit.MILLISECONDS);
            }
        } finally {
            waiting--;
            lock.unlock();
        }
    }

    /** The oldest segment from a number on that is there or will be. */
    long existing(long from) {
        lock.lock();
        try {
            if (finished.has(from)) {
                return from;
            }
            long next = finished.after(from);
            if (next >= 0) {
                return next;
            }
            SegmentWriter before = previous;
            if (before != null && before.number() >= from) {
                return before.number();
            }
            SegmentWriter last = current;
            return last != null && last.number() >= from ? last.number() : Math.max(from, nextNumber);
        } finally {
            lock.unlock();
        }
    }

    /** Makes everything durable. Commits that are still under way are settled at the next start. */
    @Override
    public void close() {
        lock.lock();
        try {
            open = false;
            if (previous != null) {
                finish(previous);
            }
            if (current != null) {
                finish(current);
            }
            previous = null;
            current = null;
            grown.signalAll();
        } finally {
            lock.unlock();
        }
        sync();
    }
}
