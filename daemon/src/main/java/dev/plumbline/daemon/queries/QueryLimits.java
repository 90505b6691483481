package dev.plumbline.daemon.queries;

/**
 * How much at a time.
 *
 * @param concurrency most queries that run at a time; at least 1
 * @param waiting most queries that wait for a place; one more is refused at once; 0 or more
 * @param timeoutMillis longest time from a query's arrival to its end, waiting included; at least 1
 * @param slowMillis a query that takes longer is logged and remembered; 0: none is
 */
public record QueryLimits(int concurrency, int waiting, long timeoutMillis, long slowMillis) {
    public QueryLimits {
        if (concurrency < 1 || waiting < 0 || timeoutMillis < 1 || slowMillis < 0) {
            throw new IllegalArgumentException("at least one query must run and have time; " + concurrency + " running, "
                    + waiting + " waiting, " + timeoutMillis + " ms, slow beyond " + slowMillis + " ms will not do");
        }
    }
}
