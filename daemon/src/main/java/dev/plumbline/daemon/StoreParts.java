package dev.plumbline.daemon;

import dev.plumbline.daemon.api.prometheus.TsdbApi;
import dev.plumbline.tsdb.StoredBlock;
import dev.plumbline.tsdb.Tsdb;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API says of the store's parts. */
final class StoreParts {
    private StoreParts() {}

    /** @param open null before the store is opened: there is nothing then */
    static TsdbApi.Head of(@Nullable Tsdb open) {
        if (open == null) {
            return new TsdbApi.Head(0, Long.MAX_VALUE, Long.MIN_VALUE, 0, List.of());
        }
        var stats = open.stats();
        return new TsdbApi.Head(stats.frames(), open.oldestMillis(), open.newestMillis(), stats.walSegments(),
                open.blocks().stream().map(StoreParts::block).toList());
    }

    private static TsdbApi.Block block(StoredBlock b) {
        return new TsdbApi.Block(b.number(), b.minMillis(), b.maxMillis(), b.samples(), b.series(), b.bytes(), b.sources());
    }
}
