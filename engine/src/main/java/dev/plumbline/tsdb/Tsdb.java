package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Settled;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/**
 * The embedded series store. The last hours are in memory, packed (1 to 2 bytes a sample), and in a write-ahead log from which
 * {@link #open} rebuilds them; what is older is in immutable blocks on disk, mapped when they are asked. A commit is acknowledged after its write() to the log: it survives the death of the process.
 * A power loss can take what was written within the last {@link TsdbOptions#syncEvery} (1 s).
 *
 * <p>Thread-safe. One row appender per source at a time; readers never wait for more than one commit. Starts no thread:
 * the fsync runs as a timer of the clock, and whoever owns the store calls {@link #maintain} each minute.
 */
public final class Tsdb implements Storage, Settled {
    private final Store store;
    private final Wal wal;
    private final Clock clock;
    private final Consumer<TsdbEvent> events;
    private final Closeable lock;
    private final Upkeep upkeep;
    private volatile boolean closed;

    private Tsdb(Store store, Wal wal, Clock clock, Consumer<TsdbEvent> events, Closeable lock, Upkeep upkeep) {
        this.store = store;
        this.wal = wal;
        this.clock = clock;
        this.events = events;
        this.lock = lock;
        this.upkeep = upkeep;
    }

    /**
     * Opens the data directory and reads the log; blocks meanwhile, about 10 ns a sample.
     *
     * @param events told of damage, failures and evictions, on the thread that met them; must not block
     * @throws PlumblineException of kind RESOURCE when another process has the directory or it cannot be read, USER when
     *     the log has a format that this version does not know or more series than allowed
     */
    public static Tsdb open(TsdbOptions options, Clock clock, Disk disk, Consumer<TsdbEvent> events) {
        Closeable lock = lock(options, disk);
        try {
            var store = new Store(options);
            var wal = new Wal(options, clock, disk, events, store.counters);
            var blocks = new Blocks(store, disk, events);
            blocks.open();
            var tsdb = new Tsdb(store, wal, clock, events, lock, new Upkeep(store, wal, blocks, events));
            tsdb.replay(disk);
            return tsdb;
        } catch (IOException e) {
            unlock(lock, e);
            throw PlumblineException.resource("cannot read the log in " + options.folder() + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            unlock(lock, e);
            throw e;
        }
    }

    private static Closeable lock(TsdbOptions options, Disk disk) {
        try {
            disk.createFolder(Wal.folder(options));
            return disk.lock(options.folder().resolve("lock"));
        } catch (IOException e) {
            throw PlumblineException.resource("cannot use the data directory " + options.folder() + ": " + e.getMessage()
                    + ". Stop the other process, or give this one a directory of its own", e);
        }
    }

    private static void unlock(Closeable lock, Exception reason) {
        try {
            lock.close();
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private void replay(Disk disk) throws IOException {
        long start = clock.monotonicNanos();
        long samples = new WalReplay(store, disk, wal, events).run();
        upkeep.afterReplay();
        store.counters.replaySamples = samples;
        store.counters.replayMillis = (clock.monotonicNanos() - start) / 1_000_000;
        if (wal.segments() > 0) {
            events.accept(new TsdbEvent.Replayed(samples, store.counters.replayMillis, wal.segments()));
        }
    }

    @Override
    public Appender appender() {
        return new Transaction(store, wal);
    }

    @Override
    public RowAppender rows(String source) {
        if (source.equals(Group.TRANSACTIONS)) {
            throw new IllegalArgumentException("\"@\" is not the name of a source");
        }
        return new RowWriter(store, wal, source);
    }

    @Override
    public Querier querier(long minMillis, long maxMillis) {
        Querier all = new TsdbQuerier(store, minMillis, maxMillis);
        return store.tombstones.isEmpty() ? all
                : new HidingQuerier(all, store.tombstones, new Tombstones.Range(minMillis, maxMillis));
    }

    /**
     * Deletes the samples with {@code minMillis <= time <= maxMillis} of the series that satisfy all matchers, for good and at
     * once for queriers made from now on. Their room is freed when retention comes to them. A series whose newest sample is
     * deleted still takes only newer ones.
     *
     * @return how many series had samples there
     * @throws PlumblineException of kind RESOURCE when the log cannot be written: then nothing is deleted
     */
    public int delete(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        return new Deletion(store, wal).run(matchers, new Tombstones.Range(minMillis, maxMillis));
    }

    @Override
    public long oldestMillis() {
        return store.view.blocks().stream().mapToLong(Block::min).reduce(store.oldestInMemory(), Math::min);
    }

    @Override
    public Settled.Mark settled() {
        return store.settled();
    }

    /** The time of the newest sample ever taken, in ms; {@code Long.MIN_VALUE} when there is none. */
    public long newestMillis() {
        return store.newestMillis.get();
    }

    /**
     * Drops what is older than the retention, writes blocks and checkpoints, merges blocks. To be called each minute; takes
     * milliseconds as a rule, and about 50 ns a sample when a block is due. Appends and queries go on meanwhile.
     */
    public void maintain() {
        upkeep.lock();
        try {
            if (!closed && store.newestMillis.get() != Long.MIN_VALUE) {
                upkeep.run(Math.min(clock.wallMillis(), store.newestMillis.get()));
                sweep();
                store.tombstones.dropBefore(oldestMillis());
            }
        } finally {
            upkeep.unlock();
        }
    }

    private void sweep() {
        store.transactions.writeLock().lock();
        try {
            var live = new BitSet();
            for (Group group : store.groups()) {
                group.lock.lock();
                try {
                    group.mark(live);
                } finally {
                    group.lock.unlock();
                }
            }
            store.counters.seriesRemoved.add(store.index.retain(live));
            store.removeEmptyGroups();
            store.shared.sweep(live);
        } finally {
            store.transactions.writeLock().unlock();
        }
    }

    /** Whether {@link #maintain} would write a block now: then it is better done soon. Cheap. */
    public boolean isDue() {
        return Math.min(clock.wallMillis(), store.newestMillis.get()) >= store.dueMillis;
    }

    /** The blocks on disk, ascending by time. */
    public List<StoredBlock> blocks() {
        return store.view.blocks().stream().map(StoredBlock::of).toList();
    }

    /** Counters and sizes now; walks over all groups. */
    public TsdbStats stats() {
        long open = 0;
        long sealed = 0;
        int frames = 0;
        List<Group> groups = store.groups();
        for (Group group : groups) {
            group.lock.lock();
            try {
                open += group.open.bytes();
                sealed += group.sealedBytes();
                frames += group.frames().length;
            } finally {
                group.lock.unlock();
            }
        }
        Counters c = store.counters;
        return new TsdbStats(store.index.size(), groups.size(), frames, c.samples.sum(), c.rejected(), open, sealed, wal.bytes(),
                wal.segments(), c.syncs.sum(), c.syncFailures.sum(), c.writeFailures.sum(), c.corruptions.sum(), c.bytesCut.sum(),
                c.replayMillis, c.replaySamples, c.seriesRemoved.sum(),
                store.view.blocks().size(), store.view.blocks().stream().mapToLong(Block::bytes).sum());
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        upkeep.lock();
        try {
            closed = true;
            upkeep.beforeClose();
            wal.close();
        } finally {
            upkeep.unlock();
        }
        try {
            lock.close();
        } catch (IOException e) {
            throw PlumblineException.resource("cannot let go of the lock of " + store.options.folder(), e);
        }
    }
}
