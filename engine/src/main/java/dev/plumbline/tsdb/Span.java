package dev.plumbline.tsdb;

/** First and last time of what a group was last given in one transaction: series that arrive with the same join it. */
final class Span {
    private long first = Long.MAX_VALUE;
    private long last = Long.MIN_VALUE;
    private boolean closed;

    void widen(long from, long to) {
        if (closed) {
            first = Long.MAX_VALUE;
            last = Long.MIN_VALUE;
            closed = false;
        }
        first = Math.min(first, from);
        last = Math.max(last, to);
    }

    /** The transaction is over. */
    void close() {
        closed = true;
    }

    boolean is(long from, long to) {
        return first == from && last == to;
    }
}
