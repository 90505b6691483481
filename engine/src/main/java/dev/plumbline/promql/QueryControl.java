package dev.plumbline.promql;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What one asker wants differently, and the asker's hand on the running query. {@link #cancel} and the figures may be used
 * from any thread, before or while the query runs; a control serves one query.
 */
public final class QueryControl implements AutoCloseable {
    private final long lookbackMillis;
    private final long timeoutMillis;
    private final AtomicLong heldBytes = new AtomicLong();
    private final AtomicLong peakBytes = new AtomicLong();
    private final AtomicLong samplesRead = new AtomicLong();
    private volatile boolean canceled;
    private volatile Runnable onCancel = () -> {};
    private boolean keepsResult;
    private @Nullable MemoryPool pool;
    private long kept;

    /**
     * Makes a control.
     *
     * @param lookbackMillis lookback of this query, or 0 for the engine's
     * @param timeoutMillis timeout of this query (the engine's still holds), or 0 for the engine's
     */
    public QueryControl(long lookbackMillis, long timeoutMillis) {
        this.lookbackMillis = lookbackMillis;
        this.timeoutMillis = timeoutMillis;
    }

    /** The engine's own lookback and timeout. */
    public static QueryControl none() {
        return new QueryControl(0, 0);
    }

    /**
     * Lets the result count as held until {@link #close}, for an asker that has yet to write it out. Without this, a query
     * holds nothing when the engine returns. Call before the query starts.
     */
    public QueryControl keepingResult() {
        keepsResult = true;
        return this;
    }

    public boolean keepsResult() {
        return keepsResult;
    }

    /** Makes the query fail with {@code query was canceled in expression evaluation} at its next check. */
    public void cancel() {
        canceled = true;
        onCancel.run();
    }

    /**
     * For who waits for something that knows nothing of this control: is run when the query is canceled, on the thread that cancels it; at once
     * when it already is. May be run twice. The last one given counts.
     */
    public void onCancel(Runnable action) {
        onCancel = action;
        if (canceled) {
            action.run();
        }
    }

    public boolean isCanceled() {
        return canceled;
    }

    /** Lookback in ms, 0: the engine's. */
    public long lookbackMillis() {
        return lookbackMillis;
    }

    /** Timeout in ms, 0: the engine's. */
    public long timeoutMillis() {
        return timeoutMillis;
    }

    /** Bytes that the query holds now: columns, decoded samples, result. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** Most bytes that it held so far. */
    public long peakBytes() {
        return peakBytes.get();
    }

    /** Samples that selectors took from the store so far. */
    public long samplesRead() {
        return samplesRead.get();
    }

    /** For the engine: adds to (or takes from) what is held. Answers what is held now. */
    public long hold(long bytes) {
        long now = heldBytes.addAndGet(bytes);
        if (bytes > 0 && now > peakBytes.get()) {
            peakBytes.accumulateAndGet(now, Math::max);
        }
        return now;
    }

    /** For the engine: counts samples taken from the store. */
    public void countRead(long samples) {
        samplesRead.addAndGet(samples);
    }

    /** For the engine: leaves bytes taken from a pool with this control, which gives them back when it is closed. */
    public void keep(MemoryPool from, long bytes) {
        pool = from;
        kept += bytes;
    }

    /** Lets go of the result. Does nothing when nothing was kept. */
    @Override
    public void close() {
        if (pool != null) {
            pool.give(kept);
            kept = 0;
            heldBytes.set(0);
        }
    }
}
