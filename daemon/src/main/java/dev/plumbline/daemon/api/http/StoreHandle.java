package dev.plumbline.daemon.api.http;

import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Settled;
import org.jspecify.annotations.Nullable;

/** The series store, which is not there before its log is replayed and may fail to open. Thread-safe. */
public final class StoreHandle implements Queryable, Settled {
    private volatile @Nullable Queryable store;
    private volatile String state = "the store is starting: its log is being replayed";

    /** Says that the store answers from now on. */
    public void opened(Queryable queryable) {
        store = queryable;
        state = "ready";
    }

    /** Says why the store is not there, or no longer. */
    public void unavailable(String why) {
        store = null;
        state = why;
    }

    public boolean isReady() {
        return store != null;
    }

    /** {@code ready}, or why not. */
    public String state() {
        return state;
    }

    /** @throws NotReady while the store is not there */
    @Override
    public Querier querier(long minMillis, long maxMillis) {
        Queryable current = store;
        if (current == null) {
            throw new NotReady(state);
        }
        return current.querier(minMillis, maxMillis);
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
