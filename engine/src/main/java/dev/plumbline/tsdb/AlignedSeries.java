package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Series that no source's rows hold together: each gets one column of all that it has, in a table that it shares with those of the same
 * times. Reads each series twice, so that memory holds one column and where the series are.
 */
final class AlignedSeries {
    private final Map<Labels, Supplier<Samples>> series = new LinkedHashMap<>();

    /** What columns have in common that may share a table. */
    private record Shape(int samples, long first, long last, int hash) {}

    /** One more series; {@code samples} reads all that it has, but what was deleted. */
    void add(Labels labels, Supplier<Samples> samples) {
        series.put(labels, samples);
    }

    /** Writes their tables, all of which get this name. */
    void write(BlockWriter writer, String table) throws IOException {
        var byShape = new LinkedHashMap<Shape, List<Labels>>();
        for (Labels labels : series.keySet()) {
            long[] times = times(read(labels));
            if (times.length > 0) {
                var shape = new Shape(times.length, times[0], times[times.length - 1], Arrays.hashCode(times));
                byShape.computeIfAbsent(shape, s -> new ArrayList<>()).add(labels);
            }
        }
        for (List<Labels> alike : byShape.values()) {
            for (List<Labels> rest = alike; !rest.isEmpty(); rest = table(writer, table, rest)) {
                // most often all of them have the same times
            }
        }
    }

    /** Writes a table of those that have the times of the first; answers the others. */
    private List<Labels> table(BlockWriter writer, String name, List<Labels> alike) throws IOException {
        long[] times = times(read(alike.getFirst()));
        if (times.length == 0) {
            return alike.subList(1, alike.size()); // deleted since
        }
        var others = new ArrayList<Labels>();
        writer.beginTable(name, times);
        for (Labels labels : ColumnOrder.of(alike, l -> l)) {
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
        return java.util.Objects.requireNonNull(series.get(labels), "one of the series").get();
    }
}
