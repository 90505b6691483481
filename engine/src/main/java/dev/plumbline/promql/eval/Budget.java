package dev.plumbline.promql.eval;

import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.time.Clock;

/** What one query may use: samples held at a time, time, and the asker's patience. Serves one thread. */
public final class Budget {
    private final long maxSamples;
    private final long deadlineNanos;
    private final Clock clock;
    private final QueryControl control;
    private long held;
    private long peak;
    private long read;

    /** A budget that starts now. */
    public Budget(long maxSamples, long timeoutMillis, Clock clock, QueryControl control) {
        this.maxSamples = maxSamples;
        this.deadlineNanos = clock.monotonicNanos() + timeoutMillis * 1_000_000;
        this.clock = clock;
        this.control = control;
    }

    /** Holds more samples. @throws QueryException when there are too many, the time is over or the query was canceled */
    void hold(long samples) {
        held += samples;
        peak = Math.max(peak, held);
        if (held > maxSamples) {
            throw new QueryException(QueryException.Type.EXECUTION,
                    "query processing would load too many samples into memory in query execution");
        }
        check();
    }

    void release(long samples) {
        held -= samples;
    }

    long held() {
        return held;
    }

    void countRead(long samples) {
        read += samples;
    }

    /** Fails when the time is over or the query was canceled. */
    public void check() {
        if (control.isCanceled()) {
            throw new QueryException(QueryException.Type.CANCELED, "query was canceled in expression evaluation");
        }
        if (clock.monotonicNanos() - deadlineNanos > 0) {
            throw new QueryException(QueryException.Type.TIMEOUT, "query timed out in expression evaluation");
        }
    }

    public long peakSamples() {
        return peak;
    }

    public long samplesRead() {
        return read;
    }
}
