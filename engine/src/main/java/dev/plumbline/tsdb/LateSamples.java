package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.Samples;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The samples that came out of order within the window, until they are written to a block of their own ({@link LateCut}): by series,
 * as they are, 16 bytes and more a sample. The window is Prometheus's: a sample that is not newer than its series' newest, or older than
 * the head's range, is taken when it is at most so much older than the newest of all. Thread-safe; the last lock of all but the log's.
 */
final class LateSamples {
    /** Of the memory that frames may take, late samples may take this part beside. */
    private static final int PART_OF_MEMORY = 8;

    private final Store store;
    private final long mostBytes;
    private volatile AtomicReferenceArray<@Nullable LateSeries> byId = new AtomicReferenceArray<>(0);
    private volatile int series;
    private volatile long bytes;
    private volatile long window;
    // of the log's segment that is written to: whose labels it knows
    private final BitSet defined = new BitSet();
    private long segment;
    // times of the store's newest sample when one was added first and last since the last removal
    private long firstAdded = Long.MAX_VALUE;
    private long lastAdded = Long.MIN_VALUE;

    LateSamples(Store store) {
        this.store = store;
        mostBytes = store.options.memoryBytes() / PART_OF_MEMORY;
    }

    /** How far behind the newest sample a late one may be, ms; 0 (at first): none is taken. */
    void window(long millis) {
        if (millis < 0) {
            throw new IllegalArgumentException("a window of " + millis + " ms");
        }
        window = millis;
    }

    /** Whether samples may come late. */
    boolean isAllowed() {
        return window > 0;
    }

    /**
     * Why a sample that is not newer than its series' newest, or older than the head's range, is not taken; null when it is to be taken
     * as a late one.
     *
     * @param newest time of the series' newest sample
     */
    @Nullable Rejection refusal(Labels labels, long time, long newest) {
        long allowed = window;
        if (allowed == 0) {
            return time < store.floor ? new Rejection.OutOfBounds(labels, time, store.floor) : new Rejection.OutOfOrder(labels, time, newest);
        }
        long oldest = Math.max(store.newestMillis.get(), Long.MIN_VALUE + allowed) - allowed;
        if (time < oldest) {
            return new Rejection.TooOld(labels, time, oldest);
        }
        return bytes < mostBytes ? null : new Rejection.LimitReached(labels, "the limit of " + mostBytes
                + " bytes of samples that came out of order and are not on disk yet");
    }

    boolean isEmpty() {
        return series == 0;
    }

    /** Whether so much is in memory that it should go to disk soon. */
    boolean isLarge() {
        return bytes > mostBytes / 2;
    }

    long bytes() {
        return bytes;
    }

    /** What the series with this id has in a range. Costs next to nothing while there are no late samples. */
    Samples of(int id, Snapshot.Span span) {
        LateSeries found = series == 0 ? null : find(id);
        return found == null ? Samples.NONE : found.within(span);
    }

    private @Nullable LateSeries find(int id) {
        AtomicReferenceArray<@Nullable LateSeries> now = byId;
        return id < now.length() ? now.get(id) : null;
    }

    /** Time of the newest late sample of a series, ms; {@code Long.MIN_VALUE} when it has none. */
    long newest(int id) {
        LateSeries found = find(id);
        return found == null ? Long.MIN_VALUE : found.newest();
    }

    /** Adds a sample that is in the log; answers whether it is the first at its time. */
    synchronized boolean add(int id, LateSeries.Sample sample) {
        LateSeries found = find(id);
        if (found == null) {
            found = create(id);
        }
        if (!found.add(sample)) {
            return false;
        }
        bytes = bytes + sample.bytes(); // under the lock
        long now = store.newestMillis.get();
        firstAdded = Math.min(firstAdded, now);
        lastAdded = Math.max(lastAdded, now);
        return true;
    }

    private LateSeries create(int id) {
        if (id >= byId.length()) {
            var longer = new AtomicReferenceArray<@Nullable LateSeries>(Math.max(id + 1, byId.length() * 3 / 2 + 64));
            for (int i = 0; i < byId.length(); i++) {
                longer.set(i, byId.get(i));
            }
            byId = longer;
        }
        var created = new LateSeries();
        byId.set(id, created);
        series = series + 1; // under the lock
        return created;
    }

    /** All samples by id, ids ascending. */
    synchronized Map<Integer, Samples> all() {
        var all = new LinkedHashMap<Integer, Samples>();
        for (int id = 0; series > 0 && id < byId.length(); id++) {
            LateSeries found = byId.get(id);
            if (found != null) {
                all.put(id, found.within(new Snapshot.Span(Long.MIN_VALUE, Long.MAX_VALUE)));
            }
        }
        return all;
    }

    /** Drops these samples of these series; those that came since stay. */
    synchronized void remove(Map<Integer, Samples> gone) {
        gone.forEach(this::remove);
        firstAdded = series == 0 ? Long.MAX_VALUE : lastAdded;
    }

    private void remove(int id, Samples gone) {
        LateSeries found = find(id);
        if (found != null) {
            bytes = bytes - found.remove(gone); // under the lock
            if (found.size() == 0) {
                byId.set(id, null);
                series = series - 1; // under the lock
            }
        }
    }

    /** Drops what is older than a time. */
    synchronized void dropBefore(long time) {
        if (time > oldest()) {
            var before = new Snapshot.Span(Long.MIN_VALUE, time - 1);
            for (int id = 0; id < byId.length(); id++) {
                LateSeries found = byId.get(id);
                if (found != null) {
                    remove(id, found.within(before));
                }
            }
        }
    }

    /** Time of the oldest sample, ms; {@code Long.MAX_VALUE} when there is none. */
    synchronized long oldest() {
        long oldest = Long.MAX_VALUE;
        for (int id = 0; series > 0 && id < byId.length(); id++) {
            LateSeries found = byId.get(id);
            oldest = found == null ? oldest : Math.min(oldest, found.oldest());
        }
        return oldest;
    }

    /** Whether none has come for a while, or the first has waited for long, by the time of the newest sample. */
    synchronized boolean isSettled(long newest, long quietMillis, long longestMillis) {
        return series > 0 && (newest - lastAdded >= quietMillis || newest - firstAdded >= longestMillis);
    }

    /** Sets the ids of all series that have late samples. */
    synchronized void mark(BitSet live) {
        for (int id = 0; series > 0 && id < byId.length(); id++) {
            if (byId.get(id) != null) {
                live.set(id);
            }
        }
    }

    /** Whether a segment of the log knows the labels of a series. */
    synchronized boolean isDefined(long inSegment, int id) {
        return inSegment == segment && defined.get(id);
    }

    /** A segment of the log knows the labels of a series from now on. */
    synchronized void defined(long inSegment, int id) {
        if (inSegment > segment) {
            segment = inSegment;
            defined.clear();
        }
        if (inSegment == segment) {
            defined.set(id);
        }
    }

    /** Ids may be given again: the log must be told anew. */
    synchronized void forgetDefinitions() {
        defined.clear();
    }
}
