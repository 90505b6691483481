package dev.plumbline.promql.eval;

import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.EngineResources;
import dev.plumbline.promql.MemoryPool;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.time.Clock;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one query may use: samples and bytes held at a time, threads, time, and the asker's patience. Bytes are taken from the pool
 * that all queries share, a grain at a time. Thread-safe: all workers of a query hold on to the same budget.
 */
public final class Budget implements AutoCloseable {
    /** Taken from the shared pool at a time, so that queries seldom meet there. */
    private static final long GRAIN = 1 << 20;
    private final EngineOptions options;
    private final EngineResources resources;
    private final MemoryPool pool;
    private final long deadlineNanos;
    private final Clock clock;
    private final QueryControl control;
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong peak = new AtomicLong();
    private final AtomicLong taken = new AtomicLong();
    private boolean succeeded;

    /** A budget that starts now. */
    public Budget(EngineOptions options, EngineResources resources, Clock clock, QueryControl control) {
        long timeout = control.timeoutMillis() > 0 ? Math.min(control.timeoutMillis(), options.timeoutMillis()) : options.timeoutMillis();
        this.options = options;
        this.resources = resources;
        this.pool = resources.memory();
        this.deadlineNanos = clock.monotonicNanos() + timeout * 1_000_000;
        this.clock = clock;
        this.control = control;
    }

    /** The threads that the query may use. */
    EngineResources resources() {
        return resources;
    }

    /** Holds more samples. @throws QueryException when there are too many, the time is over or the query was canceled */
    void hold(long samples) {
        long now = held.addAndGet(samples);
        if (now > peak.get()) {
            peak.accumulateAndGet(now, Math::max);
        }
        if (now > options.maxSamples()) {
            throw execution("query processing would load too many samples into memory in query execution");
        }
        check();
    }

    /** Counts samples and bytes that are let go of before anything else is held. */
    void pass(long samples, long bytes) {
        hold(samples);
        release(samples);
        if (bytes > 0) {
            holdBytes(bytes);
            releaseBytes(bytes);
        }
    }

    void release(long samples) {
        held.addAndGet(-samples);
    }

    long held() {
        return held.get();
    }

    /** Holds more bytes; call before they are allocated. @throws QueryException when the query's or the common bound is reached */
    public void holdBytes(long bytes) {
        long now = control.hold(bytes);
        if (now > options.maxQueryBytes()) {
            throw execution("query would hold " + size(now) + " in memory, more than the " + size(options.maxQueryBytes())
                    + " that one query may; select fewer series or a shorter range, or raise --query.max-memory");
        }
        if (now > taken.get()) {
            take(now);
        }
    }

    private synchronized void take(long now) {
        while (now > taken.get()) {
            long bytes = Math.max(GRAIN, now - taken.get());
            if (!pool.tryTake(bytes)) {
                throw execution("all queries together would hold more than the " + size(pool.limitBytes())
                        + " of memory that they may; ask again later, or raise --query.max-total-memory");
            }
            taken.addAndGet(bytes);
        }
    }

    void releaseBytes(long bytes) {
        control.hold(-bytes);
    }

    long heldBytes() {
        return control.heldBytes();
    }

    private static String size(long bytes) {
        return bytes < 10 << 10 ? bytes + " bytes" : bytes < 10 << 20 ? (bytes >> 10) + " KiB" : (bytes >> 20) + " MiB";
    }

    private static QueryException execution(String message) {
        return new QueryException(QueryException.Type.EXECUTION, message);
    }

    void countRead(long samples) {
        control.countRead(samples);
    }

    /** Fails when the time is over or the query was canceled. Call it every few thousand samples of work. */
    public void check() {
        if (control.isCanceled()) {
            throw new QueryException(QueryException.Type.CANCELED, "query was canceled in expression evaluation");
        }
        if (clock.monotonicNanos() - deadlineNanos > 0) {
            throw new QueryException(QueryException.Type.TIMEOUT, "query timed out in expression evaluation");
        }
    }

    /** How long the query may still take, ms. */
    public long leftMillis() {
        return (deadlineNanos - clock.monotonicNanos()) / 1_000_000;
    }

    public long peakSamples() {
        return peak.get();
    }

    public long peakBytes() {
        return control.peakBytes();
    }

    public long samplesRead() {
        return control.samplesRead();
    }

    /** The query has its result; what is held now is that. */
    public void succeed() {
        succeeded = true;
    }

    /** Gives everything back, except a result that the asker keeps: that stays taken until the control is closed. */
    @Override
    public void close() {
        long result = succeeded && control.keepsResult() ? Math.min(control.heldBytes(), taken.get()) : 0;
        pool.give(taken.get() - result);
        taken.set(0);
        if (result > 0) {
            control.keep(pool, result);
        } else {
            control.hold(-control.heldBytes());
        }
    }
}
