package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Moves what came late from memory to blocks, one for each smallest range of time, beside those that have the rest of the range;
 * compaction makes one of both. So a few late samples cost a small file at first, and no block is written anew for them before its
 * time. Waits until none has come for ten minutes, or the first has waited for an hour, by the time of the newest sample (a 12th and half
 * of the smallest range); and writes at once when much has come. What fails changes nothing. One at a time.
 */
final class LateCut {
    /** The name of tables of late samples: others have samples of the same series and range. */
    static final String TABLE = "@late";
    /** The name of tables of series that had late samples, when their blocks have become one. */
    static final String UNITED = "@united";
    private static final int QUIET_PART = 12;
    private static final int LONGEST_PART = 2;

    private final Store store;
    private final Blocks blocks;

    LateCut(Store store, Blocks blocks) {
        this.store = store;
        this.blocks = blocks;
    }

    /** Whether all series of tables with this name have or had late samples. */
    static boolean isOwn(String table) {
        return table.equals(TABLE) || table.equals(UNITED);
    }

    /** Writes them when it is time, by the newest sample's. */
    void run(long newest) {
        if (store.late.isLarge() || store.late.isSettled(newest, length() / QUIET_PART, length() / LONGEST_PART)) {
            write();
        }
    }

    private void write() {
        Map<Integer, Samples> all = store.late.all();
        var made = new ArrayList<Block>();
        Path path = null;
        try {
            for (Map.Entry<Long, Map<Labels, Samples>> range : byRange(all).entrySet()) {
                path = blocks.next();
                Block block = write(path, Math.min(range.getKey() + length(), store.floor), range.getValue());
                if (block != null) {
                    made.add(block);
                }
            }
        } catch (IOException e) {
            if (path != null) {
                blocks.failed(path, e);
            }
            blocks.replace(made, List.of());
            return;
        }
        show(made, all);
    }

    private long length() {
        return store.options.blockRange().toMillis();
    }

    /** The samples by start of their range and by series. */
    private Map<Long, Map<Labels, Samples>> byRange(Map<Integer, Samples> all) {
        var ranges = new TreeMap<Long, Map<Labels, Samples>>();
        all.forEach((id, run) -> {
            Labels labels = store.index.labels(id);
            for (int from = run.from(); from < run.to(); ) {
                long start = Math.floorDiv(run.times()[from], length()) * length();
                int to = from + 1;
                while (to < run.to() && run.times()[to] < start + length()) {
                    to++;
                }
                ranges.computeIfAbsent(start, s -> new LinkedHashMap<>())
                        .put(labels, new Samples(run.times(), run.values(), run.histograms(), run.startTimes(), from, to));
                from = to;
            }
        });
        return ranges;
    }

    private @Nullable Block write(Path path, long until, Map<Labels, Samples> series) throws IOException {
        try (var writer = new BlockWriter(blocks.disk(), path)) {
            var aligned = new AlignedSeries();
            series.forEach((labels, samples) -> {
                Samples visible = Tombstones.visible(samples, store.tombstones.of(labels));
                aligned.add(labels, () -> visible);
            });
            aligned.write(writer, TABLE);
            return writer.finish(until, List.of()) ? blocks.written(path) : null;
        }
    }

    private void show(List<Block> made, Map<Integer, Samples> written) {
        store.transactions.writeLock().lock();
        try {
            var all = new ArrayList<>(blocks.all());
            all.addAll(made);
            blocks.publish(all);
            store.late.remove(written);
        } finally {
            store.transactions.writeLock().unlock();
        }
    }
}
