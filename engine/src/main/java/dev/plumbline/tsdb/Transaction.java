package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramShape;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Rejection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Any samples at once. Collected per series; at commit written as one record of the log and then applied, each series to
 * its own group of one column. Labels become series only at commit, so that a rollback leaves nothing behind.
 */
final class Transaction implements Appender {
    private final Store store;
    private final Wal wal;
    private final Map<Labels, Pending> pending = new LinkedHashMap<>();
    private int newSeries;

    private record Sample(long start, long time, double value, @Nullable Histogram histogram) {
        long bits() {
            return histogram == null ? Double.doubleToRawLongBits(value) : HistogramCoder.identity(histogram);
        }
    }

    private static final class Pending {
        final int known;
        final List<Sample> samples = new ArrayList<>(2);

        Pending(int known) {
            this.known = known;
        }
    }

    /** A row that is in the record and must be applied once it is written. */
    private record Step(Group group, boolean seal, long time, int from, int to) {}

    private record Target(Group group, int id, Pending samples) {}

    Transaction(Store store, Wal wal) {
        this.store = store;
        this.wal = wal;
    }

    @Override
    public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, double value) {
        return told(add(labels, new Sample(startMillis, timeMillis, value, null)));
    }

    private Optional<Rejection> told(@Nullable Rejection rejection) {
        return rejection == null ? Optional.empty() : Optional.of(store.counters.rejected(rejection));
    }

    @Override
    public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, Histogram histogram) {
        String problem = HistogramShape.problem(histogram);
        return told(problem != null ? new Rejection.Invalid(labels, problem)
                : add(labels, new Sample(startMillis, timeMillis, histogram.sum(), histogram)));
    }

    private @Nullable Rejection add(Labels labels, Sample sample) {
        Pending p = pending.get(labels);
        if (p == null) {
            Rejection invalid = Store.invalid(labels);
            int id = invalid == null ? store.index.find(labels) : -1;
            if (invalid != null || id < 0 && store.index.size() + newSeries >= store.index.max()) {
                return invalid != null ? invalid : store.tooManySeries(labels);
            }
            p = new Pending(id);
        }
        Newest stored = store.index.newest();
        boolean first = p.samples.isEmpty();
        long time = sample.time;
        long newest = !first ? p.samples.getLast().time : p.known < 0 ? Newest.NEVER : stored.time(p.known);
        if (time <= newest) {
            long bits = first ? stored.bits(p.known) : p.samples.getLast().bits();
            return time < newest ? new Rejection.OutOfOrder(labels, time, newest)
                    : bits == sample.bits() ? null : new Rejection.DuplicateTimestamp(labels, time);
        }
        if (first) {
            pending.put(labels, p);
            newSeries += p.known < 0 ? 1 : 0;
        }
        p.samples.add(sample);
        return null;
    }

    @Override
    public void commit() {
        if (pending.isEmpty()) {
            return;
        }
        store.transactions.writeLock().lock();
        var targets = new ArrayList<Target>();
        try {
            pending.forEach((labels, samples) -> {
                int id = store.index.pin(labels);
                if (id < 0) {
                    store.counters.rejected(store.tooManySeries(labels)); // others took the last places since append
                } else {
                    targets.add(new Target(store.transactionGroup(id), id, samples));
                }
            });
            write(targets);
        } finally {
            targets.forEach(t -> store.index.unpin(t.id));
            store.transactions.writeLock().unlock();
            rollback();
        }
    }

    private void write(List<Target> targets) {
        var record = new RecordWriter();
        while (true) {
            long segment = wal.segment();
            var steps = new ArrayList<Step>();
            record.begin();
            long newest = Long.MIN_VALUE;
            for (Target target : targets) {
                newest = Math.max(newest, encode(target, segment, record, steps));
            }
            if (steps.isEmpty()) {
                return;
            }
            Wal.finish(record.bytes);
            if (wal.append(segment, record.bytes, newest)) {
                apply(steps, record.bytes.array);
                store.sawTime(newest);
                return;
            }
        }
    }

    private long encode(Target target, long segment, RecordWriter record, List<Step> steps) {
        Group group = target.group;
        group.lock.lock();
        try {
            group.enter(segment);
            if (!group.defined.get(0)) {
                record.group(group.ref, Group.TRANSACTIONS);
                record.column(group.ref, 0, store.index.labels(target.id));
            }
            return encodeRows(target, record, steps);
        } finally {
            group.lock.unlock();
        }
    }

    /** Follows the state that the group will have, without touching it. */
    private long encodeRows(Target target, RecordWriter record, List<Step> steps) {
        Group group = target.group;
        var state = new Tokens();
        state.mantissa = group.open.mantissa[0];
        state.decimals = group.open.decimals[0];
        state.start = group.open.start(0);
        Histogram before = group.open.histogram(0);
        var token = new Bytes(Tokens.MAX_BYTES);
        var body = new Bytes(16);
        int rows = group.open.rows();
        long newest = store.index.newest().time(target.id);
        long newestRow = rows == 0 ? Long.MIN_VALUE : group.open.newestTime();
        for (Sample sample : target.samples.samples) {
            long time = sample.time;
            if (time <= newest) {
                continue; // another appender was faster
            }
            boolean seal = rows == 0 || rows == OpenFrame.MAX_ROWS || time <= newestRow;
            if (seal) {
                record.seal(group.ref);
                state.mantissa = 0;
                state.decimals = 0;
                state.start = 0;
                before = null;
                rows = 0;
            }
            token.length = 0;
            Tokens.writePrefix(sample.start - state.start, sample.histogram, before, body, token);
            token.ensure(Tokens.MAX_BYTES);
            int length = Tokens.write(sample.value, state.mantissa, state.decimals, true, token.array, token.length);
            int at = record.row(group.ref, time, token.array, length);
            steps.add(new Step(group, seal, time, at, at + length));
            follow(state, token.array, length);
            before = sample.histogram;
            rows++;
            newestRow = time;
            newest = time;
        }
        return newest;
    }

    private static void follow(Tokens state, byte[] token, int length) {
        state.bytes = token;
        state.pos = 0;
        state.end = length;
        state.next(); // moves the start time too
    }

    private void apply(List<Step> steps, byte[] bytes) {
        var tokens = new Tokens();
        for (Step step : steps) {
            Group group = step.group;
            group.lock.lock();
            try {
                if (step.seal) {
                    group.seal();
                }
                group.defined.set(0);
                store.counters.samples.add(group.apply(step.time, tokens.on(bytes, step.from, step.to), store.index.newest()));
            } finally {
                group.lock.unlock();
            }
        }
    }

    @Override
    public void rollback() {
        pending.clear();
        newSeries = 0;
    }

    @Override
    public void close() {
        rollback();
    }
}
