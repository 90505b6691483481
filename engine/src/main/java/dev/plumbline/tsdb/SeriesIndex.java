package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.TenantRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * All series: labels to a small id by open addressing, ids by matchers through {@link Postings}, and for each id its
 * homes (which columns of which groups hold it) and how many open columns pin it. Thread-safe: one lock, many readers.
 */
final class SeriesIndex {
    /** A column of a group. */
    record Home(Group group, int column) {}

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Newest newest = new Newest();
    private final Postings postings = new Postings();
    private final Selections selections = new Selections();
    private final int max;
    private final Tenants tenants;
    private Map<String, String> strings = new HashMap<>();
    private int[] table = new int[64]; // id + 1; 0 is free
    private @Nullable Labels[] labels = new @Nullable Labels[32];
    private @Nullable Home[] firstHome = new @Nullable Home[32];
    private int[] pins = new int[32];
    private final Map<Integer, List<Home>> moreHomes = new HashMap<>();
    private final BitSet freed = new BitSet();
    private int used;
    private int live;
    private int removedSinceRebuild;
    private volatile long generation;

    SeriesIndex(int max, Tenants tenants) {
        this.max = max;
        this.tenants = tenants;
    }

    Tenants tenants() {
        return tenants;
    }

    /** Sets whom series belong to; all that are there are told anew. */
    void tenants(@Nullable TenantRules rules) {
        lock.writeLock().lock();
        try {
            tenants.set(rules, labels);
        } finally {
            lock.writeLock().unlock();
        }
    }

    Newest newest() {
        return newest;
    }

    int size() {
        lock.readLock().lock();
        try {
            return live;
        } finally {
            lock.readLock().unlock();
        }
    }

    int max() {
        return max;
    }

    /**
     * Whether a series has this id: a guess, without a lock. What was removed before the last {@link #generation} that the
     * thread has read is not found.
     */
    boolean is(int id, Labels wanted) {
        @Nullable Labels[] now = labels;
        return id < now.length && wanted.equals(now[id]);
    }

    /** The id of a series, or -1. */
    int find(Labels wanted) {
        lock.readLock().lock();
        try {
            return table[slot(wanted)] - 1;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The labels as they are kept here, when there is such a series; else the ones that are given. */
    Labels canonical(Labels wanted) {
        lock.readLock().lock();
        try {
            int id = table[slot(wanted)] - 1;
            return id < 0 ? wanted : Objects.requireNonNull(labels[id]);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** A number that changes when series are removed: ids found before may belong to others. */
    long generation() {
        return generation;
    }

    /** The id of a series, created when new, and pinned; -1 when there are too many. */
    int pin(Labels wanted) {
        lock.writeLock().lock();
        try {
            int id = findOrCreate(wanted);
            if (id >= 0) {
                pins[id]++;
            }
            return id;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** As {@link #pin} without pinning: for who holds the store's lock of transactions, or reads the log. */
    int intern(Labels wanted) {
        lock.writeLock().lock();
        try {
            return findOrCreate(wanted);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private int findOrCreate(Labels wanted) {
        int id = table[slot(wanted)] - 1;
        return id >= 0 ? id : live >= max ? -1 : create(wanted);
    }

    void unpin(int id) {
        lock.writeLock().lock();
        try {
            pins[id]--;
        } finally {
            lock.writeLock().unlock();
        }
    }

    Labels labels(int id) {
        lock.readLock().lock();
        try {
            Labels found = labels[id];
            if (found == null) {
                throw new IllegalStateException("no series " + id);
            }
            return found;
        } finally {
            lock.readLock().unlock();
        }
    }

    List<Home> homes(int id) {
        lock.readLock().lock();
        try {
            return homesOf(id);
        } finally {
            lock.readLock().unlock();
        }
    }

    void addHome(int id, Home home) {
        lock.writeLock().lock();
        try {
            Home first = firstHome[id];
            if (first == null || !first.group().holds(first.column(), id)) {
                firstHome[id] = home;
            } else if (!homesOf(id).contains(home)) {
                List<Home> more = moreHomes.computeIfAbsent(id, i -> new ArrayList<>());
                more.removeIf(h -> !h.group().holds(h.column(), id));
                more.add(home);
            }
        } finally {
            lock.writeLock().unlock();
        }
    }

    private List<Home> homesOf(int id) {
        Home first = firstHome[id];
        if (first == null) {
            return List.of();
        }
        List<Home> more = moreHomes.get(id);
        if (more == null) {
            return List.of(first);
        }
        var all = new ArrayList<Home>();
        all.add(first);
        all.addAll(more);
        return all;
    }

    private int slot(Labels wanted) {
        int mask = table.length - 1;
        int at = spread(wanted) & mask;
        while (table[at] != 0 && !wanted.equals(labels[table[at] - 1])) {
            at = at + 1 & mask;
        }
        return at;
    }

    private static int spread(Labels l) {
        int h = l.hashCode() * 0x9E3779B9;
        return h ^ h >>> 15;
    }

    private int create(Labels wanted) {
        int id = freed.nextSetBit(0);
        if (id < 0) {
            id = used++;
            grow();
        } else {
            freed.clear(id);
            selections.clear();
        }
        Labels kept = interned(wanted);
        newest.clear(id);
        labels[id] = kept;
        live++;
        if (live * 2 > table.length) {
            rehash(table.length * 2);
        } else {
            table[slot(kept)] = id + 1;
        }
        postings.add(id, kept);
        tenants.created(id, kept);
        return id;
    }

    private void grow() {
        if (used > labels.length) {
            int n = labels.length * 2;
            labels = Arrays.copyOf(labels, n);
            firstHome = Arrays.copyOf(firstHome, n);
            pins = Arrays.copyOf(pins, n);
        }
        newest.ensure(used);
    }

    private Labels interned(Labels wanted) {
        var pairs = new String[wanted.size() * 2];
        for (int i = 0; i < wanted.size(); i++) {
            pairs[2 * i] = interned(wanted.name(i));
            pairs[2 * i + 1] = interned(wanted.value(i));
        }
        return Labels.ofSorted(pairs);
    }

    private String interned(String string) {
        String known = strings.putIfAbsent(string, string);
        return known == null ? string : known;
    }

    private void rehash(int size) {
        table = new int[size];
        for (int id = 0; id < used; id++) {
            Labels l = labels[id];
            if (l != null) {
                table[slot(l)] = id + 1;
            }
        }
    }

    /**
     * Series that a select found, in ascending order of labels, with their homes at that moment.
     *
     * @param first the home of the i-th, null when it has none
     * @param more homes beyond the first, by id
     */
    record Found(int[] ids, Labels[] labels, @Nullable Home[] first, Map<Integer, List<Home>> more) {
        static final Found NONE = new Found(new int[0], new Labels[0], new @Nullable Home[0], Map.of());
    }

    /** The series that satisfy all matchers. */
    Found select(List<LabelMatcher> matchers) {
        lock.readLock().lock();
        try {
            int[] ids = selections.ids(matchers, new Selections.All(labels, used, postings));
            var names = new Labels[ids.length];
            var first = new @Nullable Home[ids.length];
            Map<Integer, List<Home>> more = moreHomes.isEmpty() ? Map.of() : new HashMap<>();
            for (int i = 0; i < ids.length; i++) {
                names[i] = Objects.requireNonNull(labels[ids[i]]);
                first[i] = firstHome[ids[i]];
                List<Home> others = moreHomes.isEmpty() ? null : moreHomes.get(ids[i]);
                if (others != null) {
                    more.put(ids[i], List.copyOf(others));
                }
            }
            return new Found(ids, names, first, more);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The names of labels, ascending. */
    List<String> names() {
        lock.readLock().lock();
        try {
            return List.copyOf(postings.names());
        } finally {
            lock.readLock().unlock();
        }
    }

    /** The values of a label, ascending. */
    List<String> values(String name) {
        lock.readLock().lock();
        try {
            return postings.sortedValues(name);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Removes every series that is neither pinned nor in {@code kept}; answers how many. */
    int retain(BitSet kept) {
        lock.writeLock().lock();
        try {
            tenants.forgetIdle();
            int before = live;
            for (int id = 0; id < used; id++) {
                Labels l = labels[id];
                if (l != null && pins[id] == 0 && !kept.get(id)) {
                    remove(id, l);
                }
            }
            if (before != live) {
                tidy(before - live);
                generation = generation + 1; // under the lock
            }
            return before - live;
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void remove(int id, Labels l) {
        postings.remove(id, l);
        tenants.removed(id);
        labels[id] = null;
        firstHome[id] = null;
        moreHomes.remove(id);
        freed.set(id);
        live--;
    }

    private void tidy(int removed) {
        selections.clear();
        rehash(table.length);
        removedSinceRebuild += removed;
        if (removedSinceRebuild > live) { // strings of dead series are let go of now and then
            strings = new HashMap<>();
            for (int id = 0; id < used; id++) {
                Labels l = labels[id];
                labels[id] = l == null ? null : interned(l);
            }
            removedSinceRebuild = 0;
        }
    }
}
