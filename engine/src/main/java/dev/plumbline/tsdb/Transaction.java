package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramShape;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Rejection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any samples at once. Collected per series; at commit written as one record of the log and then applied, as rows of
 * {@link SharedGroups}. Labels become series only at commit, so that a rollback leaves nothing behind.
 */
final class Transaction implements Appender {
    private final Store store;
    private final Wal wal;
    private SampleBatch batch = new SampleBatch();
    private final LateBatch late = new LateBatch(); // of slots
    private long generation;
    private @Nullable TenantMeter meter;

    Transaction(Store store, Wal wal) {
        this.store = store;
        this.wal = wal;
        generation = store.index.generation();
        meter = store.index.tenants().isOn() ? new TenantMeter(store.index.tenants()) : null;
    }

    @Override
    public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, double value) {
        return told(add(labels, startMillis, timeMillis, value, null), false);
    }

    @Override
    public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, Histogram histogram) {
        String problem = HistogramShape.problem(histogram);
        return told(problem != null ? new Rejection.Invalid(labels, problem)
                : add(labels, startMillis, timeMillis, histogram.sum(), histogram), true);
    }

    @Override
    public Labels kept(Labels labels) {
        return store.shared(labels);
    }

    private Optional<Rejection> told(@Nullable Rejection rejection, boolean histogram) {
        return rejection == null ? Optional.empty() : Optional.of(store.counters.rejected(rejection, histogram));
    }

    private @Nullable Rejection add(Labels labels, long start, long time, double value, @Nullable Histogram histogram) {
        int slot = batch.lastSlot(labels);
        int id = slot >= 0 ? batch.id(slot) : find(labels);
        slot = slot >= 0 ? slot : batch.slot(labels, id);
        Rejection refused = slot < 0 && id < 0 ? refused(labels) : null;
        if (refused != null) {
            return refused;
        }
        int before = slot < 0 ? -1 : batch.last(slot);
        long newest = before >= 0 ? batch.time(before) : id < 0 ? Newest.NEVER : store.index.newest().time(id);
        if (time < newest || time < store.floor) {
            Rejection refusal = store.late.refusal(labels, time, newest);
            refusal = refusal == null ? tooFast(id, labels) : refusal;
            if (refusal == null) {
                late.add(slot < 0 ? batch.addSlot(labels, id) : slot, time, value, start, histogram);
            }
            return refusal;
        }
        if (time == newest) {
            long bits = before >= 0 ? batch.bits(before) : store.index.newest().bits(id);
            long given = histogram == null ? Double.doubleToRawLongBits(value) : HistogramCoder.identity(histogram);
            return bits == given ? null : new Rejection.DuplicateTimestamp(labels, time);
        }
        Rejection tooFast = tooFast(id, labels);
        if (tooFast != null) {
            return tooFast;
        }
        batch.add(slot < 0 ? batch.addSlot(labels, id) : slot, time, value);
        batch.extras(start, histogram);
        return null;
    }

    /** Why a series that is new is not taken on. */
    private @Nullable Rejection refused(Labels labels) {
        Rejection invalid = Store.invalid(labels);
        if (invalid != null) {
            return invalid;
        }
        if (store.index.size() + batch.unknown() >= store.index.max()) {
            return store.tooManySeries(labels);
        }
        return meter == null ? null : meter.refused(labels, batch.unknown());
    }

    private @Nullable Rejection tooFast(int id, Labels labels) {
        return meter == null ? null : meter.tooFast(id, labels);
    }

    /** Series come in the order in which they first came, as a rule: then their ids follow each other. */
    private int find(Labels labels) {
        int guess = batch.slots() == 0 ? -1 : batch.id(batch.slots() - 1) + 1;
        return guess > 0 && store.index.is(guess, labels) ? guess : store.index.find(labels);
    }

    @Override
    public void commit() {
        if (batch.samples() == 0 && late.isEmpty()) {
            return;
        }
        store.transactions.writeLock().lock();
        try {
            resolve();
            SharedWriter writer = store.writer;
            while (true) {
                long segment = wal.segment();
                store.shared.place(batch, segment);
                writer.encode(batch);
                writer.encode(late, segment, batch);
                if (writer.isEmpty()) {
                    return;
                }
                if (writer.commit(wal, segment)) {
                    writer.finish(batch);
                    if (meter != null) {
                        meter.commit();
                    }
                    return;
                }
            }
        } finally {
            store.transactions.writeLock().unlock();
            rollback();
        }
    }

    /** Makes series of the labels, and leaves out what others have written meanwhile. */
    private void resolve() {
        boolean moved = generation != store.index.generation(); // series were removed: an id may be another's now
        for (int slot = 0; slot < batch.slots(); slot++) {
            if (moved || batch.id(slot) < 0) {
                batch.id(slot, store.index.intern(batch.labels(slot)));
            }
            if (batch.id(slot) < 0) {
                store.counters.rejected(store.tooManySeries(batch.labels(slot))); // others took the last places
            } else {
                long newest = store.index.newest().time(batch.id(slot));
                for (int s = batch.first(slot); s >= 0 && behind(batch.time(s), newest); s = batch.next(s)) {
                    late.add(slot, batch.time(s), batch.value(s), batch.start(s), batch.histogram(s)); // in order when it was added
                }
                batch.dropUntil(slot, Math.max(newest, store.floor == Long.MIN_VALUE ? Long.MIN_VALUE : store.floor - 1));
            }
        }
    }

    private boolean behind(long time, long newest) {
        return (time < newest || time < store.floor) && store.late.isAllowed();
    }

    @Override
    public void rollback() {
        batch = new SampleBatch();
        late.clear();
        generation = store.index.generation();
        if (meter != null) {
            meter.rollback();
        }
    }

    @Override
    public void close() {
        rollback();
    }
}
