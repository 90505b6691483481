package dev.plumbline.tsdb;

import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.Clock;
import java.util.Map;
import java.util.function.Consumer;

/** The embedded series store. */
public final class Tsdb implements Storage {
    private Tsdb() {}

    /** Opens the store. */
    public static Tsdb open(TsdbOptions options, Clock clock, Disk disk, Consumer<TsdbEvent> events) {
        throw new UnsupportedOperationException("the store is being built: " + options + clock + disk + events);
    }

    public void maintain() {}

    public TsdbStats stats() {
        return new TsdbStats(0, 0, 0, 0, Map.of(), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    @Override
    public Appender appender() {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public RowAppender rows(String source) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public long oldestMillis() {
        return Long.MAX_VALUE;
    }

    @Override
    public Querier querier(long minMillis, long maxMillis) {
        throw new UnsupportedOperationException("not built yet");
    }

    @Override
    public void close() {}
}
