package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plans ranges and merges blocks. Tables of one name become one, frames are packed anew, deleted samples are left out. Memory: one
 * column and the labels of all series. One at a time.
 */
final class Compaction {
    private static final int GROWTH = 3;
    private static final int LEVELS = 5;
    /** With so many blocks in its range, late samples are merged for their own sake. */
    private static final int MANY = 5;

    private final Store store;
    private final Blocks blocks;
    private final long[] ranges;

    Compaction(Store store, Blocks blocks) {
        this.store = store;
        this.blocks = blocks;
        long range = store.options.blockRange().toMillis();
        long most = Math.max(range, store.options.retention().toMillis() / 10);
        var all = new ArrayList<Long>();
        for (int level = 0; level < LEVELS && range <= most; level++, range *= GROWTH) {
            all.add(range);
        }
        ranges = all.stream().mapToLong(Long::longValue).toArray();
    }

    /**
     * The end of the range that memory is to be cut at, or {@code Long.MIN_VALUE} when it is too early.
     *
     * @param oldest time of the oldest sample in memory
     * @param newest time of the newest one
     */
    long nextCut(long oldest, long newest) {
        long start = Math.floorDiv(oldest, ranges[0]) * ranges[0];
        long end = Long.MIN_VALUE;
        for (long range : ranges) {
            if (Math.floorMod(start, range) == 0 && start + range + ranges[0] / 2 <= newest) {
                end = start + range;
            }
        }
        return end;
    }

    /** The time that the newest sample must have for a cut, when the oldest in memory is this old. */
    long due(long oldest) {
        return oldest == Long.MAX_VALUE ? Long.MAX_VALUE : Math.floorDiv(oldest, ranges[0]) * ranges[0] + ranges[0] + ranges[0] / 2;
    }

    /** Merges until no range is left to merge; answers how many blocks were made. */
    int run() {
        int made = 0;
        for (List<Block> some = plan(); !some.isEmpty() && merge(some); some = plan()) {
            made++;
        }
        return made;
    }

    /** The blocks of the smallest complete range that has more than one, or many; none when there is no such range. */
    private List<Block> plan() {
        List<Block> all = blocks.all();
        long end = all.stream().mapToLong(Block::until).max().orElse(Long.MIN_VALUE);
        for (int level = 0; level < ranges.length; level++) {
            long range = ranges[level];
            var byStart = new TreeMap<Long, List<Block>>();
            for (Block b : all) {
                long start = Math.floorDiv(b.min(), range) * range;
                if (b.until() <= start + range && start + range <= end) {
                    byStart.computeIfAbsent(start, s -> new ArrayList<>()).add(b);
                }
            }
            for (List<Block> some : byStart.values()) {
                if (some.size() >= MANY || some.size() > 1 && level > 0 && some.stream().filter(b -> !Reunion.isLate(b)).count() > 1) {
                    return some;
                }
            }
        }
        return List.of();
    }

    private boolean merge(List<Block> some) {
        Path path = blocks.next();
        try (var writer = new BlockWriter(blocks.disk(), path)) {
            var reunion = new Reunion(store, some);
            for (Map.Entry<String, List<BlockTable>> tables : byName(some).entrySet()) {
                table(writer, tables.getKey(), tables.getValue(), reunion);
            }
            reunion.write(writer);
            long until = some.stream().mapToLong(Block::until).max().orElseThrow();
            boolean any = writer.finish(until, some.stream().map(Block::number).toList());
            blocks.replace(some, any ? List.of(blocks.written(path)) : List.of());
            return true;
        } catch (IOException e) {
            blocks.failed(path, e);
            return false;
        }
    }

    private static Map<String, List<BlockTable>> byName(List<Block> some) {
        var byName = new LinkedHashMap<String, List<BlockTable>>();
        for (Block block : some) {
            for (BlockTable table : block.tables()) {
                if (Reunion.isOwn(table.name())) {
                    continue;
                }
                byName.computeIfAbsent(table.name(), n -> new ArrayList<>()).add(table);
            }
        }
        return byName;
    }

    private void table(BlockWriter writer, String name, List<BlockTable> tables, Reunion reunion) throws IOException {
        long[] times = times(tables);
        writer.beginTable(name, times);
        Map<Labels, int[]> columns = new LinkedHashMap<>();
        for (int t = 0; t < tables.size(); t++) {
            int at = t;
            tables.get(t).block().columns(tables.get(t)).forEach((labels, column) ->
                    columns.computeIfAbsent(labels, l -> none(tables.size()))[at] = column);
        }
        var timelines = tables.stream().map(t -> new Timeline(new Rows[] {t})).toList();
        var span = new Snapshot.Span(Long.MIN_VALUE, Long.MAX_VALUE);
        columns.keySet().removeIf(reunion::has);
        for (Map.Entry<Labels, int[]> series : columns.entrySet()) {
            Samples all = Samples.NONE;
            for (int t = 0; t < tables.size(); t++) {
                if (series.getValue()[t] >= 0) {
                    Samples next = timelines.get(t).read(new int[] {series.getValue()[t]}, -1, span, new SampleBuffer());
                    all = all.isEmpty() ? next : StoredSeries.merge(all, next);
                }
            }
            writer.column(series.getKey(), Tombstones.visible(all, store.tombstones.of(series.getKey())));
        }
        writer.endTable();
    }

    private static int[] none(int size) {
        var columns = new int[size];
        Arrays.fill(columns, -1);
        return columns;
    }

    /** All times of the tables, ascending, each once. */
    private static long[] times(List<BlockTable> tables) {
        long[] all = tables.stream().flatMapToLong(t -> Arrays.stream(t.times())).toArray();
        boolean ascending = true;
        for (int i = 1; i < all.length; i++) {
            ascending &= all[i - 1] < all[i];
        }
        return ascending ? all : Arrays.stream(all).sorted().distinct().toArray();
    }
}
