package dev.plumbline.tsdb;

import dev.plumbline.model.PlumblineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** What has to be done to a store now and then: retention, blocks, checkpoints. Its methods want {@link #lock}. */
final class Upkeep {
    /** Less log than this, definitions of series aside, is read at start in well under a tenth of a second. */
    private static final long SMALL_TAIL = 16 << 20;
    /** About what a series' definition takes. A checkpoint has them too: writing it saves nothing of them. */
    private static final long DEFINITION = 128;
    private static final long CLOSING_TAIL = 1 << 20;
    /** When memory is short, so much of the newest stays. */
    private static final long LEAST_KEPT_MILLIS = 600_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final Store store;
    private final Wal wal;
    private final Blocks blocks;
    private final Consumer<TsdbEvent> events;
    private final HeadCut cut;
    private final Compaction compaction;
    private final Ageing ageing;
    private final Cleaning cleaning;
    private final Checkpoint checkpoint;
    private final LateCut lateCut;
    private boolean cutSinceCheckpoint;

    Upkeep(Store store, Wal wal, Blocks blocks, Consumer<TsdbEvent> events) {
        this.store = store;
        this.wal = wal;
        this.blocks = blocks;
        this.events = events;
        cut = new HeadCut(store, blocks);
        var rewrite = new BlockRewrite(store, blocks);
        compaction = new Compaction(store, blocks, rewrite);
        ageing = new Ageing(store, blocks, rewrite);
        cleaning = new Cleaning(store, blocks, rewrite);
        checkpoint = new Checkpoint(store, wal, blocks.disk());
        lateCut = new LateCut(store, blocks);
    }

    void lock() {
        lock.lock();
    }

    void unlock() {
        lock.unlock();
    }

    /**
     * All of it.
     *
     * @param newest the newest sample's time, or the wall clock's when that is earlier: a sample that claims to be from the future must neither
     *     drop nor cut off what is from now
     */
    void run(long newest) {
        retain(newest);
        cutComplete(newest);
        keepBudget(newest);
        lateCut.run(newest);
        compaction.run();
        ageing.run(newest);
        checkpointWhenDue(Math.max(SMALL_TAIL + DEFINITION * store.index.size(), sealedBytes() / 8));
    }

    /**
     * Writes the blocks anew that have deleted samples.
     *
     * @throws PlumblineException of kind RESOURCE when one cannot be written; it stays as it is, and so do the deletions
     */
    void clean() {
        cleaning.run();
        cutSinceCheckpoint = true; // so that the log forgets the deletions too
    }

    /** Of what was read, rows that are in blocks already go. */
    void afterReplay() {
        if (store.floor != Long.MIN_VALUE) {
            cut.drop(store.floor);
        }
    }

    /** So that the next start has little to read. */
    void beforeClose() {
        checkpointWhenDue(CLOSING_TAIL);
    }

    /** Copies the store as it is at one moment, see {@link Tsdb#snapshot}. */
    void snapshot(Path folder, boolean skipHead) throws IOException {
        new StoreSnapshot(store, wal, blocks, checkpoint).write(folder, skipHead);
    }

    private void retain(long newest) {
        long retention = store.rules.longest(store.retention).toMillis();
        if (newest >= Long.MIN_VALUE + retention) {
            store.droppedBefore.accumulateAndGet(newest - retention, Math::max);
            dropBefore(newest - retention);
            store.late.dropBefore(newest - retention);
            wal.dropBefore(newest - retention);
            blocks.dropBefore(newest - retention, store.diskBytes);
        }
    }

    private void dropBefore(long time) {
        store.transactions.writeLock().lock(); // a transaction has rows in the making that go on in an open frame
        try {
            for (Group group : store.groups()) {
                group.lock.lock();
                try {
                    group.dropBefore(time);
                } finally {
                    group.lock.unlock();
                }
            }
        } finally {
            store.transactions.writeLock().unlock();
        }
    }

    private void cutComplete(long newest) {
        boolean going = true;
        while (going) {
            long oldest = store.oldestInMemory();
            long until = oldest == Long.MAX_VALUE ? Long.MIN_VALUE : compaction.nextCut(oldest, newest);
            going = until != Long.MIN_VALUE && cut.run(until);
            cutSinceCheckpoint |= going;
            store.dueMillis = until == Long.MIN_VALUE ? compaction.due(oldest) : Long.MAX_VALUE;
        }
    }

    private void keepBudget(long newest) {
        long bytes = bytes();
        long until = newest - LEAST_KEPT_MILLIS;
        if (bytes > store.options.memoryBytes() && store.oldestInMemory() < until && cut.run(until)) {
            cutSinceCheckpoint = true;
            events.accept(new TsdbEvent.CutEarly(bytes, until));
        }
    }

    private long bytes() {
        long bytes = sealedBytes();
        for (Group group : store.groups()) {
            group.lock.lock();
            try {
                bytes += group.open.bytes();
            } finally {
                group.lock.unlock();
            }
        }
        return bytes;
    }

    private long sealedBytes() {
        long bytes = 0;
        for (Group group : store.groups()) {
            group.lock.lock();
            try {
                bytes += group.sealedBytes();
            } finally {
                group.lock.unlock();
            }
        }
        return bytes;
    }

    private void checkpointWhenDue(long mostTail) {
        if (!cutSinceCheckpoint && wal.tailBytes() <= mostTail) {
            return;
        }
        try {
            checkpoint.run();
            cutSinceCheckpoint = false;
        } catch (IOException | PlumblineException e) { // the log stays as it is, and the next run tries again
            store.counters.writeFailures.increment();
            events.accept(new TsdbEvent.WriteFailed(Wal.folder(store.options), String.valueOf(e.getMessage())));
        }
    }
}
