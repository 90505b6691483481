package dev.plumbline.promql;

/**
 * What one asker wants differently, and the asker's hand on the running query. {@link #cancel} may be called from any
 * thread, before or while the query runs; a control serves one query.
 */
public final class QueryControl {
    private final long lookbackMillis;
    private final long timeoutMillis;
    private volatile boolean canceled;

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

    /** Makes the query fail with {@code query was canceled in expression evaluation} at its next check. */
    public void cancel() {
        canceled = true;
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
}
