package dev.plumbline.storage;

/**
 * A store with somebody listening: what is committed through it is told to a {@link SampleTap}. Sources of rows that are opened
 * while the tap is closed are the store's own and cost nothing; whoever opens the tap lets sources be opened again.
 * Closing it closes the store.
 */
public final class TappedStorage implements Storage {
    private final Storage store;
    private final SampleTap tap;

    public TappedStorage(Storage store, SampleTap tap) {
        this.store = store;
        this.tap = tap;
    }

    @Override
    public Appender appender() {
        return tap.isOpen() ? new TappedAppender(store.appender(), tap) : store.appender();
    }

    @Override
    public RowAppender rows(String source) {
        RowAppender rows = store.rows(source);
        return tap.isOpen() ? new TappedRows(rows, tap, new StoredSamples(store)) : rows;
    }

    @Override
    public long oldestMillis() {
        return store.oldestMillis();
    }

    @Override
    public Querier querier(long minMillis, long maxMillis) {
        return store.querier(minMillis, maxMillis);
    }

    @Override
    public void close() {
        store.close();
    }
}
