package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.Settled;
import dev.plumbline.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** What writers, readers, replay and maintenance share: the index, the log, the groups and the order of locks. */
final class Store {
    /** Longest label set, in characters of names and values. */
    static final int MAX_LABEL_CHARS = 1 << 18;
    /** Samples that are this much older than the newest of all are late. */
    private static final long SETTLED_AFTER_MILLIS = 600_000;

    final TsdbOptions options;
    final SeriesIndex index;
    final Counters counters = new Counters();
    final Tombstones tombstones = new Tombstones();
    final LateSamples late;
    /** Transactions and maintenance write, queriers read: what a transaction touches is seen at once. First lock of all. */
    final ReentrantReadWriteLock transactions = new ReentrantReadWriteLock();
    /** Newest sample of all, ms. */
    final AtomicLong newestMillis = new AtomicLong(Long.MIN_VALUE);
    /** Guarded by {@link #transactions}, as is the writer. */
    final SharedGroups shared = new SharedGroups(this);
    final SharedWriter writer = new SharedWriter(this);
    /** The blocks on disk. Changes together with the groups, under the lock of transactions. */
    volatile View view = View.EMPTY;
    /** Nothing older is taken in order, ms: it is in blocks, or on its way there. */
    volatile long floor = Long.MIN_VALUE;
    /** When the newest sample is this late a block can be written, ms; anything is, as long as nobody has looked. */
    volatile long dueMillis = Long.MIN_VALUE;
    /** Commits of late samples, and deletions. */
    final AtomicLong changes = new AtomicLong();
    /** Everything at or after this is as it came, ms. */
    final AtomicLong droppedBefore = new AtomicLong(Long.MIN_VALUE);
    /** How long series are kept that no rule matches. */
    volatile Duration retention;
    /** Blocks on disk at most, bytes; beyond it the oldest go. */
    volatile long diskBytes;
    /** Which series are kept how long and how finely. */
    volatile RetentionRules rules = RetentionRules.NONE;
    private final Map<String, Group> sources = new HashMap<>();
    private final List<Group> groups = new ArrayList<>();
    private int refs;

    Store(TsdbOptions options, Clock clock) {
        this.options = options;
        retention = options.retention();
        diskBytes = options.diskBytes();
        index = new SeriesIndex(options.maxSeries(), new Tenants(clock));
        late = new LateSamples(this);
    }

    synchronized List<Group> groups() {
        return List.copyOf(groups);
    }

    /** The group of a source, created when new. */
    synchronized Group source(String name) {
        return sources.computeIfAbsent(name, n -> add(new Group(n, refs++)));
    }

    /** The group of a source, taken for one row appender. */
    synchronized Group open(String name) {
        Group group = source(name);
        if (group.inUse) {
            throw new IllegalStateException("source \"" + name + "\" is open already");
        }
        group.inUse = true;
        return group;
    }

    synchronized void closeSource(Group group) {
        group.inUse = false;
    }

    private Group add(Group group) {
        groups.add(group);
        return group;
    }

    /** A new group for transactions to share. */
    synchronized Group addShared(int number) {
        return add(Group.shared(number, refs++));
    }

    /** The group of one column that version 1 of the log kept for a series of transactions, created when new. At replay. */
    Group transactionGroup(int id) {
        for (SeriesIndex.Home home : index.homes(id)) {
            if (home.group().isTransaction() && !home.group().gone) {
                return home.group();
            }
        }
        Group group;
        synchronized (this) {
            group = add(new Group(Group.TRANSACTIONS, refs++));
        }
        group.lock.lock();
        try {
            group.assign(0, id);
        } finally {
            group.lock.unlock();
        }
        index.addHome(id, new SeriesIndex.Home(group, 0));
        return group;
    }

    /** Forgets groups without data that nobody has open. */
    synchronized void removeEmptyGroups() {
        groups.removeIf(g -> {
            boolean gone = g.isEmpty();
            g.gone = gone;
            if (gone && !g.isTransaction() && !g.isShared()) {
                sources.remove(g.name);
            }
            return gone;
        });
    }

    /** An object that is equal, and the same for all who ask while the series is in memory. */
    Labels shared(Labels labels) {
        return index.canonical(labels);
    }

    /** The time of the oldest sample in memory, in ms; {@code Long.MAX_VALUE} when there is none. */
    long oldestInMemory() {
        long oldest = Long.MAX_VALUE;
        for (Group group : groups()) {
            group.lock.lock();
            try {
                oldest = Math.min(oldest, group.oldestMillis());
            } finally {
                group.lock.unlock();
            }
        }
        return oldest;
    }

    /**
     * To be called for every commit once its samples are applied, and before any reader can get to them: within the lock that was
     * held for applying them.
     *
     * @param oldest of its samples
     */
    void saw(long oldest, long newest) {
        long before = newestMillis.get();
        if (before != Long.MIN_VALUE && oldest <= before - SETTLED_AFTER_MILLIS) {
            changes.incrementAndGet();
        }
        sawTime(newest);
    }

    /** What of the past stays as it is, see there. */
    Settled.Mark settled() {
        long newest = newestMillis.get(); // before the count: what is late by this time is counted, or was seen
        long settled = newest < Long.MIN_VALUE + SETTLED_AFTER_MILLIS ? Long.MIN_VALUE : newest - SETTLED_AFTER_MILLIS;
        return new Settled.Mark(changes.get(), settled, droppedBefore.get());
    }

    void sawTime(long time) {
        if (time > newestMillis.get()) {
            newestMillis.accumulateAndGet(time, Math::max);
        }
    }

    /** Why a label set cannot be a series, or null. */
    static @Nullable Rejection invalid(Labels labels) {
        if (labels.isEmpty()) {
            return new Rejection.Invalid(labels, "series without labels");
        }
        int chars = 0;
        for (int i = 0; i < labels.size(); i++) {
            chars += labels.name(i).length() + labels.value(i).length();
            if (labels.name(i).isEmpty()) {
                return new Rejection.Invalid(labels, "label without a name");
            }
            if (!isUnicode(labels.name(i)) || !isUnicode(labels.value(i))) {
                return new Rejection.Invalid(labels, "label that is not valid Unicode");
            }
        }
        return chars > MAX_LABEL_CHARS
                ? new Rejection.Invalid(Labels.EMPTY, "labels of " + chars + " characters; at most " + MAX_LABEL_CHARS) : null;
    }

    private static boolean isUnicode(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (Character.isSurrogate(s.charAt(i))) {
                if (i + 1 == s.length() || !Character.isSurrogatePair(s.charAt(i), s.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    Rejection tooManySeries(Labels labels) {
        return new Rejection.LimitReached(labels, "the limit of " + options.maxSeries() + " series");
    }
}
