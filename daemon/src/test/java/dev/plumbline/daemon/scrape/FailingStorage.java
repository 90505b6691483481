package dev.plumbline.daemon.scrape;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Storage;

/** A store whose disk is full when a test says so. */
final class FailingStorage implements Storage {
    private final Storage storage;
    boolean full;

    FailingStorage(Storage storage) {
        this.storage = storage;
    }

    @Override
    public Appender appender() {
        return storage.appender();
    }

    @Override
    public RowAppender rows(String source) {
        RowAppender rows = storage.rows(source);
        return new RowAppender() {
            @Override
            public Column column(Labels labels) {
                return rows.column(labels);
            }

            @Override
            public Labels labels(int column) {
                return rows.labels(column);
            }

            @Override
            public void begin(long timeMillis) {
                rows.begin(timeMillis);
            }

            @Override
            public void set(int column, double value) {
                rows.set(column, value);
            }

            @Override
            public void set(int column, Histogram histogram) {
                rows.set(column, histogram);
            }

            @Override
            public void setStart(int column, long startMillis) {
                rows.setStart(column, startMillis);
            }

            @Override
            public boolean isSet(int column) {
                return rows.isSet(column);
            }

            @Override
            public Outcome commit() {
                if (full) {
                    rows.rollback();
                    throw PlumblineException.resource("no space left", null);
                }
                return rows.commit();
            }

            @Override
            public void rollback() {
                rows.rollback();
            }

            @Override
            public void release(int column) {
                rows.release(column);
            }

            @Override
            public void close() {
                rows.close();
            }
        };
    }

    @Override
    public Querier querier(long minMillis, long maxMillis) {
        return storage.querier(minMillis, maxMillis);
    }

    @Override
    public long oldestMillis() {
        return storage.oldestMillis();
    }

    @Override
    public void close() {
        storage.close();
    }
}
