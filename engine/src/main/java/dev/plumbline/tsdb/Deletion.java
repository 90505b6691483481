package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Series;
import java.util.ArrayList;
import java.util.List;

/** Deletes a range of time of the series that satisfy some matchers: one record of the log, then tombstones. */
final class Deletion {
    private final Store store;
    private final Wal wal;

    private record Grave(Labels series, Tombstones.Range range) {}

    Deletion(Store store, Wal wal) {
        this.store = store;
        this.wal = wal;
    }

    /** Answers how many series had samples in the range. */
    int run(List<LabelMatcher> matchers, Tombstones.Range range) {
        store.transactions.writeLock().lock();
        try {
            List<Grave> graves = find(matchers, range);
            if (!graves.isEmpty()) {
                write(graves);
                graves.forEach(g -> store.tombstones.add(g.series, g.range));
                store.changes.incrementAndGet();
            }
            return graves.size();
        } finally {
            store.transactions.writeLock().unlock();
        }
    }

    /** Ranges end at the newest sample: what comes later is not deleted. */
    private List<Grave> find(List<LabelMatcher> matchers, Tombstones.Range range) {
        var graves = new ArrayList<Grave>();
        try (var querier = new HidingQuerier(new TsdbQuerier(store, range.min(), range.max()), store.tombstones, range)) {
            for (Series series : querier.select(matchers)) {
                if (series.samples(range.min(), range.max()).isEmpty()) {
                    continue; // it was found by the bounds of its frames
                }
                int id = store.index.find(series.labels());
                long inBlocks = store.floor == Long.MIN_VALUE ? Long.MIN_VALUE : store.floor - 1;
                long newest = id < 0 ? inBlocks : Math.max(Math.max(inBlocks, store.index.newest().time(id)), store.late.newest(id));
                if (newest >= range.min()) {
                    graves.add(new Grave(series.labels(), new Tombstones.Range(range.min(), Math.min(range.max(), newest))));
                }
            }
        }
        return graves;
    }

    private void write(List<Grave> graves) {
        var record = new RecordWriter();
        record.begin();
        graves.forEach(g -> record.deleted(g.series, g.range));
        Wal.finish(record.bytes);
        boolean written = false;
        while (!written) { // it stands alone in whatever segment; which must stay as long as any sample that is there now
            written = wal.append(wal.segment(), record.bytes, store.newestMillis.get());
        }
    }
}
