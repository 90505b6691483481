package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.RowAppender;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one source. A commit encodes the set columns against the group's state, writes one record, and applies the
 * very bytes it wrote; when the write fails the state has not moved. No allocation per sample.
 */
final class RowWriter implements RowAppender {
    /** After so many values in a row that were no decimals, only one in 16 rows looks for decimals again. */
    private static final int NOISE = 4;

    private final Store store;
    private final Wal wal;
    private final Group group;
    private final RecordWriter record = new RecordWriter();
    private final Tokens tokens = new Tokens();
    private final BitSet owned = new BitSet();
    private final List<Rejection> shown = new ArrayList<>();
    private final BitSet accepted = new BitSet();
    private final LateBatch late = new LateBatch(); // by id
    private final BitSet behind = new BitSet(); // columns whose samples are late
    private byte[] row = new byte[256];
    private double[] values = new double[0];
    private int[] setIn = new int[0]; // number of the row that set the column
    private final RowExtras extras = new RowExtras();
    private final RowTenants tenants;
    private int rowNumber = 1;
    private long time;
    private int rejected;
    private boolean open = true;

    RowWriter(Store store, Wal wal, String source) {
        this.store = store;
        this.wal = wal;
        group = store.open(source);
        tenants = new RowTenants(store, group);
        group.lock.lock();
        try {
            group.releaseAll();
        } finally {
            group.lock.unlock();
        }
    }

    @Override
    public Column column(Labels labels) {
        Rejection invalid = Store.invalid(labels);
        if (invalid != null) {
            return new Column(-1, Optional.of(store.counters.rejected(invalid)));
        }
        Rejection refused = tenants.isOn() && store.index.find(labels) < 0 ? tenants.refused(labels) : null;
        if (refused != null) {
            return new Column(-1, Optional.of(store.counters.rejected(refused)));
        }
        int id = store.index.pin(labels);
        if (id < 0) {
            return new Column(-1, Optional.of(store.counters.rejected(store.tooManySeries(labels))));
        }
        group.lock.lock();
        try {
            int column = existing(id);
            if (column < 0) {
                column = group.assign(id);
                store.index.addHome(id, new SeriesIndex.Home(group, column));
            }
            own(column, id);
            return new Column(column, Optional.empty());
        } finally {
            group.lock.unlock();
        }
    }

    private int existing(int id) {
        for (SeriesIndex.Home home : store.index.homes(id)) {
            if (home.group() == group && home.column() < group.columns() && group.series(home.column()) == id) {
                return home.column();
            }
        }
        return -1;
    }

    private void own(int column, int id) {
        if (owned.get(column)) {
            store.index.unpin(id); // asked for twice, held once
            return;
        }
        owned.set(column);
        tenants.owns(column, id);
        group.reclaim(column);
        if (column >= values.length) {
            int n = Math.max(column + 1, values.length * 3 / 2 + 8);
            values = Arrays.copyOf(values, n);
            setIn = Arrays.copyOf(setIn, n);
        }
    }

    @Override
    public Labels labels(int column) {
        requireOwned(column);
        return store.index.labels(group.series(column));
    }

    private void requireOwned(int column) {
        if (column < 0 || !owned.get(column)) {
            throw new IllegalArgumentException("column " + column + " was released, or never given");
        }
    }

    @Override
    public void begin(long timeMillis) {
        rollback();
        time = timeMillis;
    }

    @Override
    public void set(int column, double value) {
        if (!owned.get(column)) {
            requireOwned(column);
        }
        values[column] = value;
        setIn[column] = rowNumber;
        extras.clear(column);
    }

    @Override
    public void set(int column, Histogram histogram) {
        set(column, histogram.sum());
        extras.histogram(column, histogram);
    }

    @Override
    public void setStart(int column, long startMillis) {
        if (!isSet(column)) {
            throw new IllegalStateException("column " + column + " is not set in the row");
        }
        extras.start(column, startMillis);
    }

    @Override
    public boolean isSet(int column) {
        return column < setIn.length && setIn[column] == rowNumber;
    }

    @Override
    public Outcome commit() {
        if (!open) {
            throw new IllegalStateException("the source is closed");
        }
        rejected = 0;
        shown.clear();
        group.lock.lock();
        try {
            int samples = check();
            if (samples > 0) {
                write();
            }
            return new Outcome(samples, rejected, shown);
        } finally {
            group.lock.unlock();
            rollback();
        }
    }

    /** Fills {@link #accepted} and {@link #late}; answers how many samples there are in both. */
    private int check() {
        Newest newest = store.index.newest();
        accepted.clear();
        int samples = 0;
        for (int c = owned.nextSetBit(0); c >= 0; c = owned.nextSetBit(c + 1)) {
            if (setIn[c] == rowNumber) {
                int id = group.series(c);
                Rejection invalid = extras.invalid(c, store.index, id);
                if (invalid != null) {
                    reject(c, invalid);
                } else if (time > newest.time(id) && time >= store.floor) {
                    accepted.set(c);
                    samples++;
                } else if (time == newest.time(id) && time >= store.floor) {
                    rejectUnless(extras.bits(c, values[c]) == newest.bits(id), c, id);
                } else if (mayBeLate(c, id)) {
                    behind.set(c);
                    samples++;
                }
            }
        }
        accepted.or(behind); // late samples are charged like others
        int left = tenants.charge(owned, accepted, samples, this::rejectAll);
        takeLate();
        return left;
    }

    /** Of the columns that are still accepted, those that are late go beside the row. */
    private void takeLate() {
        for (int c = behind.nextSetBit(0); c >= 0; c = behind.nextSetBit(c + 1)) {
            if (accepted.get(c)) {
                accepted.clear(c);
                late.add(group.series(c), time, values[c], extras.start(c), extras.histogram(c));
            }
        }
    }

    private void rejectAll(Rejection rejection, int samples) {
        rejected += samples;
        store.counters.rejected(rejection, samples);
        if (shown.size() < MAX_REJECTIONS_SHOWN) {
            shown.add(rejection);
        }
    }

    private void reject(int column, Rejection rejection) {
        rejected++;
        store.counters.rejected(rejection, extras.histogram(column) != null);
        if (shown.size() < MAX_REJECTIONS_SHOWN) {
            shown.add(rejection);
        }
    }

    private void rejectUnless(boolean same, int column, int id) {
        if (!same) {
            reject(column, new Rejection.DuplicateTimestamp(store.index.labels(id), time));
        }
    }

    /** A staleness marker never comes late: whoever writes the series since has told more than that it ended. */
    private boolean mayBeLate(int column, int id) {
        Labels labels = store.index.labels(id);
        long newest = store.index.newest().time(id);
        Rejection refusal = StaleMarker.is(values[column]) && time < newest ? new Rejection.OutOfOrder(labels, time, newest)
                : store.late.refusal(labels, time, newest);
        if (refusal != null) {
            reject(column, refusal);
            return false;
        }
        return true;
    }

    private void write() {
        while (true) {
            long segment = wal.segment();
            group.enter(segment);
            if (!accepted.isEmpty() && group.mustSeal(time)) {
                group.seal();
            }
            int length = encode();
            int at = assemble(length);
            late.encode(record, store, segment, id -> id);
            Wal.finish(record.bytes);
            if (wal.append(segment, record.bytes, time)) {
                int known = group.defined.cardinality();
                if (length > 0) {
                    group.defined.or(accepted);
                    tokens.on(record.bytes.array, at, at + length);
                    store.counters.samples.add(group.apply(time, tokens, store.index.newest()));
                }
                late.apply(store, record.bytes.array, segment);
                store.saw(time, time);
                if (group.defined.cardinality() > known) {
                    record.release(); // definitions are written once a segment, and are many times a row; there is a writer for each target
                }
                return;
            }
        }
    }

    private int encode() {
        OpenFrame frame = group.open;
        boolean retry = (rowNumber & 15) == 0;
        int n = 0;
        int next = 0;
        for (int c = accepted.nextSetBit(0); c >= 0; c = accepted.nextSetBit(c + 1)) {
            if (row.length - n < 3 * Tokens.MAX_BYTES) {
                row = Arrays.copyOf(row, row.length * 2);
            }
            if (c > next) {
                row[n++] = Tokens.ABSENT;
                n = Bytes.putVarint(row, n, c - next);
            }
            boolean search = retry || frame.rawStreak[c] < NOISE && frame.rawStreak[c] >= 0;
            if (extras.any() || frame.start(c) != 0) {
                int more = extras.encode(c, frame);
                row = more < row.length - n - 2 * Tokens.MAX_BYTES ? row : Arrays.copyOf(row, row.length * 2 + more);
                n = extras.copyTo(row, n);
            }
            n = Tokens.write(values[c], frame.mantissa[c], frame.decimals[c], search, row, n);
            next = c + 1;
        }
        return n;
    }

    private int assemble(int length) {
        record.begin();
        if (length == 0) {
            return 0; // all that is to be written is late
        }
        if (group.defined.isEmpty()) {
            record.group(group.ref, group.name);
        }
        if (group.open.rows() == 0) {
            record.seal(group.ref);
        }
        for (int c = accepted.nextSetBit(0); c >= 0; c = accepted.nextSetBit(c + 1)) {
            if (!group.defined.get(c)) {
                record.column(group.ref, c, store.index.labels(group.series(c)));
            }
        }
        return record.row(group.ref, time, row, length);
    }

    @Override
    public void rollback() {
        rowNumber++;
        extras.rollback();
        late.clear();
        behind.clear();
    }

    @Override
    public void release(int column) {
        requireOwned(column);
        if (isSet(column)) {
            throw new IllegalStateException("column " + column + " is set in the row");
        }
        group.lock.lock();
        try {
            owned.clear(column);
            int id = group.series(column);
            group.release(column);
            store.index.unpin(id);
        } finally {
            group.lock.unlock();
        }
    }

    @Override
    public void close() {
        if (open) {
            rollback();
            for (int c = owned.nextSetBit(0); c >= 0; c = owned.nextSetBit(c + 1)) {
                release(c);
            }
            open = false;
            store.closeSource(group);
        }
    }
}
