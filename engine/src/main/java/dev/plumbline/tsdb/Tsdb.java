package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Settled;
import dev.plumbline.storage.Storage;
import dev.plumbline.storage.TenantRules;
import dev.plumbline.storage.TenantUse;
import dev.plumbline.time.Clock;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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
        return opened(options, clock, disk, events, null);
    }

    /**
     * The same.
     *
     * @param past given what can be asked while the log is read, on the thread that opens, when there are blocks; must not block
     */
    public static Tsdb open(TsdbOptions options, Clock clock, Disk disk, Consumer<TsdbEvent> events, Consumer<Past> past) {
        return opened(options, clock, disk, events, past);
    }

    private static Tsdb opened(TsdbOptions options, Clock clock, Disk disk, Consumer<TsdbEvent> events, @Nullable Consumer<Past> past) {
        Closeable lock = lock(options, disk);
        try {
            var store = new Store(options, clock);
            var wal = new Wal(options, clock, disk, events, store.counters);
            var blocks = new Blocks(store, disk, events);
            blocks.open();
            if (past != null && !store.view.blocks().isEmpty()) {
                past.accept(Past.of(store, disk));
            }
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

    /**
     * Sets how much older than the newest sample of all a sample may be that comes out of order: not newer than the newest of its series,
     * or older than what is in memory. Of two samples at one time the first that came counts. Holds for what comes from now on.
     *
     * @param millis 0, as at first: none is taken
     */
    public void outOfOrderWindow(long millis) {
        store.late.window(millis);
    }

    /** Samples before this time, ms, come late in any case: what there is from before it is in blocks. */
    long inOrderFrom() {
        return store.floor;
    }

    @Override
    public Appender appender() {
        return new Transaction(store, wal);
    }

    @Override
    public RowAppender rows(String source) {
        if (Group.isReserved(source)) {
            throw new IllegalArgumentException("\"" + source + "\" is not the name of a source: the store's own begin with @ and have no /");
        }
        return new RowWriter(store, wal, source);
    }

    @Override
    public Querier querier(long minMillis, long maxMillis) {
        return HidingQuerier.before(new TsdbQuerier(store, minMillis, maxMillis), store.tombstones, minMillis, maxMillis);
    }

    /**
     * Deletes the samples with {@code minMillis <= time <= maxMillis} of the series that satisfy all matchers, for good and at
     * once for queriers made from now on. Their room is freed when their block is written anew, at the latest by {@link #cleanTombstones}. A series whose
     * newest sample is deleted still takes only newer ones, and what comes late for the range is hidden too.
     *
     * @return how many series had samples there
     * @throws PlumblineException of kind RESOURCE when the log cannot be written: then nothing is deleted
     */
    public int delete(List<LabelMatcher> matchers, long minMillis, long maxMillis) {
        return new Deletion(store, wal).run(matchers, new Tombstones.Range(minMillis, maxMillis));
    }

    /** Sets which series are kept how long and how finely, from the next {@link #maintain} on. */
    public void retain(RetentionRules rules) {
        store.rules = rules;
    }

    /**
     * Sets how long series are kept that no rule matches, and how much room blocks may take: from the next maintenance on, what is over goes. How
     * long blocks become stays as the options say.
     *
     * @param time more than 0
     * @param diskBytes more than 0
     */
    public void retain(Duration time, long diskBytes) {
        if (time.isNegative() || time.isZero() || diskBytes <= 0) {
            throw new IllegalArgumentException("a retention of " + time + " and " + diskBytes + " bytes: both must be positive");
        }
        store.retention = time;
        store.diskBytes = diskBytes;
    }

    /**
     * Writes the blocks anew that have deleted samples, and forgets deletions that nothing is left of. About 100 ns for each sample of such
     * blocks; appends and queries go on meanwhile, maintenance waits.
     *
     * @throws PlumblineException of kind RESOURCE when a block cannot be written: what was deleted stays deleted and takes room
     */
    public void cleanTombstones() {
        upkeep.lock();
        try {
            if (!closed) {
                upkeep.clean();
            }
        } finally {
            upkeep.unlock();
        }
    }

    @Override
    public long oldestMillis() {
        return store.view.blocks().stream().mapToLong(Block::min).reduce(Math.min(store.oldestInMemory(), store.late.oldest()), Math::min);
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

    /**
     * Puts the store as it is at one moment into a folder, as a data directory that can be opened. Appends and queries go on; a commit
     * waits at most for the sync of the log, maintenance to the end. What is in memory stands there as log. Files are second
     * names of those of the store, and cost no room, where the folder is on the same file system; copies elsewhere.
     *
     * @param folder not there yet, or empty; after a failure as it was
     * @param skipHead only what is in blocks
     * @throws PlumblineException of kind RESOURCE when it cannot be written: then the store is as it was
     */
    public void snapshot(Path folder, boolean skipHead) {
        upkeep.lock();
        try {
            if (closed) {
                throw PlumblineException.resource("the store is closed", null);
            }
            upkeep.snapshot(folder, skipHead);
        } catch (IOException e) {
            throw PlumblineException.resource("cannot write the snapshot " + folder + ": " + e.getMessage()
                    + "; nothing of it was kept. Free some disk space, or name another folder", e);
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
            store.late.mark(live);
            store.late.forgetDefinitions();
            store.counters.seriesRemoved.add(store.index.retain(live));
            store.removeEmptyGroups();
            store.shared.sweep(live);
        } finally {
            store.transactions.writeLock().unlock();
        }
    }

    /** Whether {@link #maintain} would write a block now: then it is better done soon. Cheap. */
    public boolean isDue() {
        long newest = store.newestMillis.get();
        return store.late.isLarge() || newest != Long.MIN_VALUE && Math.min(clock.wallMillis(), newest) >= store.dueMillis;
    }

    /**
     * Sets whom series belong to and what each may have; null: nobody has tenants, which costs nothing. Takes effect at once for what comes;
     * series that are there stay.
     */
    public void tenants(@Nullable TenantRules rules) {
        store.index.tenants(rules);
    }

    /** What tenants have, those with most series first; null when no rules are set. */
    public @Nullable TenantUse tenants() {
        return store.index.tenants().use();
    }

    /** Who has more series in memory than may be, all together first, then the most series; empty when no rules are set. */
    public List<TenantUse.Over> tenantsOverSeries() {
        return store.index.tenants().overSeries();
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
                store.view.blocks().size(), store.view.blocks().stream().mapToLong(Block::bytes).sum(),
                new TsdbStats.Late(c.lateFloats.sum(), c.lateHistograms.sum(), store.late.bytes(), c.rejectedHistograms()));
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
