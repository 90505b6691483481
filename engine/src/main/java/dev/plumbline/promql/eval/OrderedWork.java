package dev.plumbline.promql.eval;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Several threads make the columns of a source, a few neighbours at a time, and bring them to the sink in turn: the sink
 * sees what it would see from one thread, in the same order, so that no bit depends on the number of threads. Each thread
 * holds a few columns. The asking thread works too and never waits for another to begin.
 */
final class OrderedWork {
    /** Columns made in one go: enough that taking turns costs little, few enough that all threads get some. */
    private static final int CHUNK = 16;
    private static final double[] NONE = {};
    private final Query query;
    private final ColumnSource source;
    private final int steps;
    private final ColumnSink sink;
    private final int chunks;
    private final AtomicInteger next = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turned = lock.newCondition();
    private int turn; // guarded by the lock, as are the next three
    private int active;
    private boolean closed;
    private @Nullable Throwable failure;

    OrderedWork(Query query, ColumnSource source, int steps, ColumnSink sink) {
        this.query = query;
        this.source = source;
        this.steps = steps;
        this.sink = sink;
        this.chunks = Math.ceilDiv(source.count(), CHUNK);
    }

    /** Returns when the sink has everything. What fails first in the columns' order is thrown. */
    void run() {
        int helpers = Math.min(query.budget.resources().parallelism(), chunks) - 1;
        try {
            for (int i = 0; i < helpers; i++) {
                query.budget.resources().executor().execute(this::help);
            }
        } catch (RejectedExecutionException e) {
            // The pool is closing: the asking thread does the rest alone.
        }
        work();
        switch (awaitHelpers()) {
            case null -> { }
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /** Waits until nobody works for this query any more, and keeps those away that have not begun. */
    private @Nullable Throwable awaitHelpers() {
        lock.lock();
        try {
            closed = true;
            while (active > 0) {
                turned.awaitUninterruptibly();
            }
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private void help() {
        if (!enter(1)) {
            return;
        }
        try {
            work();
        } finally {
            enter(-1);
        }
    }

    private boolean enter(int change) {
        lock.lock();
        try {
            if (closed && change > 0) {
                return false;
            }
            active += change;
            turned.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        int chunk = next.getAndIncrement();
        if (chunk >= chunks) {
            return;
        }
        try {
            Annotations notes = query.annotations.fork();
            ColumnSource.Maker maker = source.maker(notes);
            var worker = new Worker(maker, notes, new double[CHUNK][0], new @Nullable Column[CHUNK]);
            for (; chunk < chunks; chunk = next.getAndIncrement()) {
                make(worker, chunk * CHUNK);
                if (!awaitTurn(chunk)) {
                    return;
                }
                bring(worker);
                endTurn(null);
            }
        } catch (RuntimeException | Error e) {
            if (awaitTurn(chunk)) {
                endTurn(e);
            }
        }
    }

    private record Worker(ColumnSource.Maker maker, Annotations notes, double[][] rooms, @Nullable Column[] made) {}

    private void make(Worker worker, int from) {
        for (int k = 0; k < CHUNK; k++) {
            worker.made[k] = null;
            if (from + k >= source.count()) {
                continue;
            }
            query.budget.check();
            double[] room = worker.rooms[k];
            if (room.length == 0) {
                query.budget.holdBytes(Column.bytes(steps));
                room = new double[steps];
                worker.rooms[k] = room;
            }
            worker.made[k] = worker.maker.column(from + k, room);
        }
    }

    private void bring(Worker worker) {
        boolean nameless = source.nameless();
        for (int k = 0; k < CHUNK; k++) {
            Column column = worker.made[k];
            if (column != null && sink.take(column, nameless)) {
                worker.rooms[k] = NONE;
            }
        }
        query.annotations.absorb(worker.notes);
    }

    /** Waits until all before this one are through; false when one of them failed. */
    private boolean awaitTurn(int chunk) {
        lock.lock();
        try {
            while (turn < chunk && failure == null) {
                turned.awaitUninterruptibly();
            }
            return failure == null;
        } finally {
            lock.unlock();
        }
    }

    private void endTurn(@Nullable Throwable failed) {
        lock.lock();
        try {
            failure = failed;
            turn++;
            if (failed != null) {
                next.set(chunks);
            }
            turned.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
