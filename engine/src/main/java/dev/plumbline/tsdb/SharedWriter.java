package dev.plumbline.tsdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns the samples of a transaction into rows of shared groups: one record of the log for all, then the very bytes are
 * applied. While the record is made no group is touched. Used under the store's lock of transactions; scratch memory is reused.
 */
final class SharedWriter {
    private final Store store;
    private final RecordWriter record = new RecordWriter();
    private final List<Step> steps = new ArrayList<>();
    private final List<Group> touched = new ArrayList<>();
    private final ShadowColumns shadow = new ShadowColumns();
    private final Bytes row = new Bytes(1024);
    private @Nullable LateBatch late; // of the record that is being made
    private long[] order = new long[0];
    private long oldest;
    private long newest;

    /** A row that is in the record and must be applied once it is written. */
    private record Step(Group group, boolean seal, long time, int from, int to) {}

    SharedWriter(Store store) {
        this.store = store;
    }

    /** Begins a record with the rows of a batch, whose series have their columns. */
    void encode(SampleBatch batch) {
        record.begin();
        steps.clear();
        touched.clear();
        oldest = Long.MAX_VALUE;
        newest = Long.MIN_VALUE;
        int n = sortSlots(batch);
        for (int from = 0; from < n; ) {
            int to = from + 1;
            while (to < n && order[to] >>> 39 == order[from] >>> 39) {
                to++;
            }
            encodeGroup(batch, from, to);
            from = to;
        }
    }

    /** Adds the late samples of the batch's slots. */
    void encode(LateBatch samples, long segment, SampleBatch batch) {
        late = samples.isEmpty() ? null : samples;
        if (late != null) {
            late.encode(record, store, segment, batch::id);
            oldest = Math.min(oldest, late.oldest());
            newest = Math.max(newest, late.newest());
        }
    }

    /** Whether there is nothing in the record. */
    boolean isEmpty() {
        return steps.isEmpty() && (late == null || !late.isEncoded());
    }

    /** Fills {@code order} with group, column (7 bits) and slot (32 bits) of each slot that has samples, ascending. */
    private int sortSlots(SampleBatch batch) {
        if (order.length < batch.slots()) {
            order = new long[batch.slots() + batch.slots() / 2];
        }
        int n = 0;
        for (int slot = 0; slot < batch.slots(); slot++) {
            if (batch.first(slot) >= 0) {
                int id = batch.id(slot);
                order[n++] = (long) group(id).number << 39 | (long) store.shared.column(id) << 32 | slot;
            }
        }
        Arrays.sort(order, 0, n);
        return n;
    }

    private Group group(int id) {
        Group group = store.shared.home(id);
        if (group == null) {
            throw new IllegalStateException("series " + id + " has no column");
        }
        return group;
    }

    private void encodeGroup(SampleBatch batch, int from, int to) {
        Group group = group(batch.id((int) order[from]));
        touched.add(group);
        define(group, batch, from, to);
        shadow.load(group);
        var rows = new BatchRows(batch, order, from, to);
        int count = group.open.rows();
        boolean sealed = count == 0 || mustSeal(count, rows.after(group.open.newestTime()), group.limit());
        boolean seal = sealed;
        count = sealed ? 0 : count;
        while (rows.next()) {
            boolean isNew = sealed || !group.open.contains(rows.time());
            if (isNew && count >= OpenFrame.MAX_ROWS) {
                seal = true;
                sealed = true;
                count = 0;
            }
            if (seal) {
                record.seal(group.ref);
                shadow.clear();
            }
            encodeRow(batch, rows, count);
            int at = record.row(group.ref, rows.time(), row.array, row.length);
            steps.add(new Step(group, seal, rows.time(), at, at + row.length));
            oldest = Math.min(oldest, rows.time());
            newest = Math.max(newest, rows.time());
            seal = false;
            count += isNew ? 1 : 0;
        }
    }

    /** Rows that come together stay together where they can: other series may still get samples in the same rows. */
    private static boolean mustSeal(int rows, int more, int limit) {
        return rows + more > limit && more > 0 && more <= OpenFrame.MAX_ROWS;
    }

    private void define(Group group, SampleBatch batch, int from, int to) {
        if (group.defined.isEmpty()) {
            record.shared(group.ref, group.number);
        }
        for (int i = from; i < to; i++) {
            int column = column(order[i]);
            if (!group.defined.get(column)) {
                record.column(group.ref, column, store.index.labels(batch.id((int) order[i])));
            }
        }
    }

    static int column(long entry) {
        return (int) (entry >>> 32) & 0x7f;
    }

    private void encodeRow(SampleBatch batch, BatchRows rows, int count) {
        row.length = 0;
        int next = 0;
        for (int i = 0; i < rows.size(); i++) {
            int c = rows.column(i);
            if (c > next) {
                row.put(Tokens.ABSENT);
                row.varint(c - next);
            }
            shadow.write(c, batch, rows.sample(i), (count & 15) == 0, row);
            next = c + 1;
        }
    }

    /** Writes the record to the log and applies it; false when the log is at another segment now and nothing was done. */
    boolean commit(Wal wal, long segment) {
        Wal.finish(record.bytes);
        if (!wal.append(segment, record.bytes, newest)) {
            return false;
        }
        var tokens = new Tokens();
        long samples = 0;
        for (Step step : steps) {
            Group group = step.group;
            group.lock.lock();
            try {
                if (step.seal) {
                    group.seal();
                }
                samples += group.apply(step.time, tokens.on(record.bytes.array, step.from, step.to), store.index.newest());
            } finally {
                group.lock.unlock();
            }
        }
        if (late != null) {
            late.apply(store, record.bytes.array, segment);
        }
        store.counters.samples.add(samples);
        store.saw(oldest, newest);
        return true;
    }

    /** To be called after {@link #commit}, with the batch that was written. */
    void finish(SampleBatch batch) {
        for (int slot = 0; slot < batch.slots(); slot++) {
            if (batch.first(slot) >= 0) {
                group(batch.id(slot)).defined.set(store.shared.column(batch.id(slot)));
            }
        }
        touched.forEach(g -> g.batch.close());
    }
}
