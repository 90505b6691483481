package dev.plumbline.daemon.api.http;

import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Settled;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The series store, which is not there before its log is replayed and may fail to open. What ends before a time may be asked earlier, where the
 * store is sure of it. Thread-safe.
 */
public final class StoreHandle implements Queryable, Settled {
    private static final String STARTING = "the store is starting: its log is being replayed";
    private volatile @Nullable Queryable store;
    private volatile @Nullable Past past;
    private volatile String state = STARTING;

    private record Past(Queryable queryable, long untilMillis) {}

    /** Says that what ends before a time can be asked already; too late when the store is open or given up. */
    public synchronized void past(Queryable queryable, long untilMillis) {
        if (state.equals(STARTING)) {
            past = new Past(queryable, untilMillis);
            state = STARTING + "; only what ends before " + Instant.ofEpochMilli(untilMillis) + " is answered yet";
        }
    }

    /** Says that the store answers from now on. */
    public synchronized void opened(Queryable queryable) {
        store = queryable;
        past = null;
        state = "ready";
    }

    /** Says why the store is not there, or no longer. */
    public synchronized void unavailable(String why) {
        store = null;
        past = null;
        state = why;
    }

    public boolean isReady() {
        return store != null;
    }

    /** {@code ready}, or why not. */
    public String state() {
        return state;
    }

    /** @throws NotReady while the store is not there, nor what is asked of its past */
    @Override
    public Querier querier(long minMillis, long maxMillis) {
        Past early = past; // before the store: it goes when that comes
        Queryable current = store;
        if (current != null) {
            return current.querier(minMillis, maxMillis);
        }
        if (early != null && maxMillis < early.untilMillis) {
            return early.queryable.querier(minMillis, maxMillis);
        }
        throw new NotReady(state);
    }

    @Override
    public Mark settled() {
        return store instanceof Settled known ? known.settled() : Mark.UNKNOWN;
    }

    /** The store cannot answer yet. */
    public static final class NotReady extends dev.plumbline.model.PlumblineException {
        private static final long serialVersionUID = 1;

        public NotReady(String why) {
            super(Kind.RESOURCE, why, null);
        }
    }
}
