package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The series of some blocks that have late samples, when these blocks become one: each gets one column of all that it has, in a table
 * that it shares with those of the same times. All other series keep their tables, whose rows stay as they are. Reads what it unites
 * twice, so that memory holds one column and where the series are.
 */
final class Reunion {
    /** The name of tables of series that had late samples. */
    static final String TABLE = "@united";

    private final Store store;
    private final Map<Labels, List<Place>> places = new LinkedHashMap<>();
    private final SeriesBuilder builder = new SeriesBuilder();

    private record Place(BlockTable table, int column) {}

    /** What columns have in common that may share a table. */
    private record Shape(int samples, long first, long last, int hash) {}

    Reunion(Store store, List<Block> blocks) {
        this.store = store;
        for (Block block : blocks) {
            for (BlockTable table : block.tables()) {
                if (isOwn(table.name())) {
                    block.columns(table).keySet().forEach(labels -> places.put(labels, new ArrayList<>(2)));
                }
            }
        }
        if (!places.isEmpty()) {
            blocks.forEach(this::find);
        }
    }

    /** Whether all series of tables with this name are united. */
    static boolean isOwn(String table) {
        return table.equals(LateCut.TABLE) || table.equals(TABLE);
    }

    /** Whether a block holds nothing but late samples. */
    static boolean isLate(Block block) {
        return Arrays.stream(block.tables()).allMatch(BlockTable::isLate);
    }

    private void find(Block block) {
        for (BlockTable table : block.tables()) {
            block.columns(table).forEach((labels, column) -> {
                List<Place> known = places.get(labels);
                if (known != null) {
                    known.add(new Place(table, column));
                }
            });
        }
    }

    /** Whether the series is one of them: then no other table shall have it. */
    boolean has(Labels labels) {
        return places.containsKey(labels);
    }

    /** Writes their tables. */
    void write(BlockWriter writer) throws IOException {
        var byShape = new LinkedHashMap<Shape, List<Labels>>();
        for (Labels labels : places.keySet()) {
            long[] times = times(read(labels));
            if (times.length > 0) {
                var shape = new Shape(times.length, times[0], times[times.length - 1], Arrays.hashCode(times));
                byShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(labels);
            }
        }
        for (List<Labels> alike : byShape.values()) {
            for (List<Labels> rest = alike; !rest.isEmpty(); rest = table(writer, rest)) {
                // most often all of them have the same times
            }
        }
    }

    /** Writes a table of those that have the times of the first; answers the others. */
    private List<Labels> table(BlockWriter writer, List<Labels> alike) throws IOException {
        long[] times = times(read(alike.getFirst()));
        var others = new ArrayList<Labels>();
        writer.beginTable(TABLE, times);
        for (Labels labels : alike) {
            Samples samples = read(labels);
            if (Arrays.equals(times, times(samples))) {
                writer.column(labels, samples);
            } else {
                others.add(labels);
            }
        }
        writer.endTable();
        return others;
    }

    private static long[] times(Samples samples) {
        return Arrays.copyOfRange(samples.times(), samples.from(), samples.to());
    }

    private Samples read(Labels labels) {
        builder.begin();
        places.getOrDefault(labels, List.of()).forEach(p -> builder.add(p.table, p.column));
        return Tombstones.visible(builder.series(-1, labels).samples(Long.MIN_VALUE, Long.MAX_VALUE), store.tombstones.of(labels));
    }
}
