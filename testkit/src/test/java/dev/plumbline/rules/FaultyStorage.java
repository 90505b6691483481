package dev.plumbline.rules;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Storage;

/** A store that refuses to be asked or written to while told to. */
final class FaultyStorage implements Storage {
    private final Storage real;
    boolean failQueries;
    boolean failWrites;

    FaultyStorage(Storage real) {
        this.real = real;
    }

    /** The store itself, which does not fail. */
    Storage real() {
        return real;
    }

    @Override
    public Querier querier(long minMillis, long maxMillis) {
        if (failQueries) {
            throw PlumblineException.resource("the store is away", null);
        }
        return real.querier(minMillis, maxMillis);
    }

    @Override
    public Appender appender() {
        if (failWrites) {
            throw PlumblineException.resource("the disk is full", null);
        }
        return real.appender();
    }

    @Override
    public RowAppender rows(String source) {
        return real.rows(source);
    }

    @Override
    public long oldestMillis() {
        return real.oldestMillis();
    }

    @Override
    public void close() {
        real.close();
    }
}
