package dev.plumbline.daemon.queries;

/** Hears of queries. Called on the thread that met the event; must not block. */
public interface QueryListener {

    /** A query has ended, well or not. */
    void finished(QueryStatus query);

    /** A query took longer than the limit; {@link #finished} is called as well. */
    void slow(QueryStatus query);

    /** A query was turned away because too many waited. */
    void refused();

    /** Nobody listens. */
    QueryListener NONE = new QueryListener() {
        @Override
        public void finished(QueryStatus query) {}

        @Override
        public void slow(QueryStatus query) {}

        @Override
        public void refused() {}
    };
}
