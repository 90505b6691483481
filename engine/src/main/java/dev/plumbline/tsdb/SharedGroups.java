package dev.plumbline.tsdb;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups of transactions, of up to 128 columns, and which series has its column where. Series whose first samples
 * arrive together share a group, so that they share the column of times. A series that falls out of its group's step (a
 * sample older than the group's newest row, for which there is no row; or samples in too few of its rows) moves
 * to another group with its next sample. Guarded by the store's lock of transactions.
 */
final class SharedGroups {
    /** Most columns of a group. */
    static final int MAX_COLUMNS = 128;
    private static final int MOST_CANDIDATES = 32;
    /** A series that was moved so often stays where its samples are sparse; and where it does not fit, it gets a group of its own. */
    private static final int SPARSE_MOVES = 2;
    private static final int MOVES = 6;

    private final Store store;
    private final Map<Integer, Group> byNumber = new HashMap<>();
    private final ArrayDeque<Group> candidates = new ArrayDeque<>(); // with room; newest first
    private @Nullable Group[] homes = new @Nullable Group[64]; // by series
    private byte[] columns = new byte[64];
    private byte[] moves = new byte[64]; // how often the series fell out of step
    private int numbers;

    SharedGroups(Store store) {
        this.store = store;
    }

    /** The group with a number, created when new; as the log says. */
    Group numbered(int number) {
        Group group = byNumber.get(number);
        if (group == null || group.gone) {
            group = create(number);
        }
        return group;
    }

    private Group create(int number) {
        Group group = store.addShared(number);
        byNumber.put(number, group);
        numbers = Math.max(numbers, number + 1);
        return group;
    }

    /** The column of a series, as the log says. */
    void define(Group group, int column, int id) {
        if (group.series(column, id)) {
            home(id, group, column);
            return;
        }
        if (column < group.columns() && !group.open.isEmpty(column)) {
            group.seal();
        }
        give(group, column, id);
    }

    private void give(Group group, int column, int id) {
        leave(id);
        int before = column < group.columns() ? group.series(column) : -1;
        if (before >= 0 && home(before) == group && columns[before] == column) {
            homes[before] = null; // at a start, who has the column next may come before who had it
        }
        group.assign(column, id);
        home(id, group, column);
        store.index.addHome(id, new SeriesIndex.Home(group, column));
    }

    private void home(int id, Group group, int column) {
        if (id >= homes.length) {
            int n = Math.max(id + 1, homes.length * 3 / 2);
            homes = Arrays.copyOf(homes, n);
            columns = Arrays.copyOf(columns, n);
            moves = Arrays.copyOf(moves, n);
        }
        homes[id] = group;
        columns[id] = (byte) column;
    }

    /** The group that the series has its column in, or null. */
    @Nullable Group home(int id) {
        Group group = id < homes.length ? homes[id] : null;
        return group == null || group.gone ? null : group;
    }

    int column(int id) {
        return columns[id];
    }

    private void leave(int id) {
        Group group = home(id);
        if (group != null) {
            homes[id] = null;
            group.lock.lock();
            try {
                if (group.series(columns[id], id)) {
                    group.release(columns[id]);
                }
            } finally {
                group.lock.unlock();
            }
            offer(group);
        }
    }

    /** Sees to it that every series of the batch that has samples has a column that can take them. */
    void place(SampleBatch batch, long segment) {
        var homeless = new ArrayList<Integer>();
        for (int slot = 0; slot < batch.slots(); slot++) {
            if (batch.first(slot) < 0) {
                continue;
            }
            Group group = home(batch.id(slot));
            if (group == null) {
                homeless.add(slot);
                continue;
            }
            enter(group, segment);
            int id = batch.id(slot);
            if (moves[id] < SPARSE_MOVES && group.sparse.get(columns[id]) || !fits(group, batch, slot)) {
                leave(id);
                moves[id] += (byte) (moves[id] < MOVES ? 1 : 0);
                homeless.add(slot);
            } else {
                group.batch.widen(batch.time(batch.first(slot)), batch.time(batch.last(slot)));
            }
        }
        for (int slot : homeless) {
            settle(batch, slot, segment);
        }
    }

    private static void enter(Group group, long segment) {
        if (group.segment != segment) {
            group.lock.lock();
            try {
                group.enter(segment);
            } finally {
                group.lock.unlock();
            }
        }
    }

    private static boolean fits(Group group, SampleBatch batch, int slot) {
        long newest = group.newestRow();
        for (int i = batch.first(slot); i >= 0 && batch.time(i) <= newest; i = batch.next(i)) {
            if (!group.open.contains(batch.time(i))) {
                return false;
            }
        }
        return true;
    }

    private void settle(SampleBatch batch, int slot, long segment) {
        long first = batch.time(batch.first(slot));
        long last = batch.time(batch.last(slot));
        int id = batch.id(slot);
        boolean alone = id < moves.length && moves[id] >= MOVES;
        for (Group group : candidates) {
            if (!alone && group.batch.is(first, last)) {
                enter(group, segment);
                if (fits(group, batch, slot)) {
                    take(group, id);
                    return;
                }
            }
        }
        Group group = create(numbers);
        enter(group, segment);
        group.batch.widen(first, last);
        group.alone = alone;
        candidates.addFirst(group);
        take(group, id);
        if (candidates.size() > MOST_CANDIDATES) {
            candidates.removeLast();
        }
    }

    private void take(Group group, int id) {
        group.lock.lock();
        try {
            give(group, group.freeColumn(), id);
        } finally {
            group.lock.unlock();
        }
        if (!group.hasRoom()) {
            candidates.remove(group);
        }
    }

    private void offer(Group group) {
        if (group.hasRoom() && !candidates.contains(group)) {
            candidates.addLast(group);
            if (candidates.size() > MOST_CANDIDATES) {
                candidates.removeLast();
            }
        }
    }

    /** Lets go of groups that are gone, of columns whose series is not live, and of those that fell out of step. */
    void sweep(BitSet live) {
        candidates.removeIf(g -> g.gone);
        for (Group group : List.copyOf(byNumber.values())) {
            if (group.gone) {
                byNumber.remove(group.number);
            }
            for (int c = 0; c < group.columns(); c++) {
                int id = group.series(c);
                boolean idle = group.sparse.get(c) && group.open.isEmpty(c);
                if (id >= 0 && home(id) == group && columns[id] == c && (idle || !live.get(id))) {
                    leave(id);
                    moves[id] = 0;
                }
            }
        }
        for (int id = 0; id < homes.length; id++) {
            Group group = homes[id];
            if (group != null && group.gone) {
                homes[id] = null;
            }
        }
    }
}
