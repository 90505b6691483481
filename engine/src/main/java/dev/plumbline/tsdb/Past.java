package dev.plumbline.tsdb;

import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import java.io.IOException;

/**
 * What a store answers while its log is still read: all that is before {@link #untilMillis} is in blocks, which are open, without what the log says
 * is deleted. The answers are those that the store gives for the same times once it is open, until something changes them. Thread-safe.
 */
public final class Past implements Queryable {
    private final Store store;
    private final Tombstones deleted;
    private final long untilMillis;

    private Past(Store store, Tombstones deleted, long untilMillis) {
        this.store = store;
        this.deleted = deleted;
        this.untilMillis = untilMillis;
    }

    /** Of a store whose blocks are open and whose log was not read. */
    static Past of(Store store, Disk disk) throws IOException {
        var log = new LogPast(store.options, disk);
        log.read();
        return new Past(store, log.deleted(), Math.min(store.floor, log.oldestLate()));
    }

    /** The first time that is not answered, ms: from it on samples may be in the log alone, late ones among them. */
    public long untilMillis() {
        return untilMillis;
    }

    /** @throws IllegalArgumentException when the range reaches {@link #untilMillis} */
    @Override
    public Querier querier(long minMillis, long maxMillis) {
        if (maxMillis >= untilMillis) {
            throw new IllegalArgumentException("up to " + maxMillis + " ms, but only what is before " + untilMillis + " ms is answered yet");
        }
        return HidingQuerier.before(TsdbQuerier.ofBlocks(store, minMillis, maxMillis), deleted, minMillis, maxMillis);
    }
}
