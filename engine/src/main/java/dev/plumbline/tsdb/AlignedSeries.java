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

    private final Map<Labels, Reader> series = new LinkedHashMap<>();

    /** Reads all that a series has, but what was deleted. */
    interface Reader {
        Samples read();
    }

    /** What columns have in common that may share a table. */
    private record Shape(int samples, long first, long last, int hash) {}

    /** One more series. */
    void add(Labels labels, Reader reader) {
        series.put(labels, reader);
    }

    /** Whether all series of tables with this name are united. */
    static boolean isOwn(String table) {
        return table.equals(LateCut.TABLE) || table.equals(TABLE);
    }

    /** Whether a block holds nothing but late samples. */
    static boolean isLate(Block block) {
        return Arrays.stream(block.tables()).allMatch(BlockTable::isLate);
    }

    /** Writes their tables. */
    void write(BlockWriter writer) throws IOException {
        var byShape = new LinkedHashMap<Shape, List<Labels>>();
        for (Labels labels : series.keySet()) {
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
        return java.util.Objects.requireNonNull(series.get(labels), "one of the series").read();
    }
}
