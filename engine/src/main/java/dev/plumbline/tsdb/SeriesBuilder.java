package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a series together of the places where it has samples. Series in the same tables get the same timeline, so that they share
 * their times. Reused for one series after the other; used by one thread.
 */
final class SeriesBuilder {
    private static final Timeline NOTHING = new Timeline(new Rows[0]);
    private final Map<List<Rows>, Timeline> timelines = new HashMap<>(); // tables are equal when they are the same
    private Rows[] tables = new Rows[4];
    private int[] columns = new int[4];
    private int used;
    private Samples late = Samples.NONE;
    private Timeline last = NOTHING;
    private final List<DownsampledReader.Part> downsampled = new ArrayList<>();

    void begin() {
        used = 0;
        late = Samples.NONE;
        downsampled.clear();
    }

    /** The series has these beside, which came late. */
    void late(Samples samples) {
        late = samples;
    }

    void add(Rows table, int column) {
        if (table instanceof BlockTable rows && rows.resolution() > 0) {
            downsampled.add(new DownsampledReader.Part(rows, column));
        } else {
            addRaw(table, column);
        }
    }

    private void addRaw(Rows table, int column) {
        if (used == tables.length) {
            tables = Arrays.copyOf(tables, used * 2);
            columns = Arrays.copyOf(columns, used * 2);
        }
        int at = used++;
        while (at > 0 && isAfter(tables[at - 1], table)) { // they come nearly sorted
            tables[at] = tables[at - 1];
            columns[at] = columns[at - 1];
            at--;
        }
        tables[at] = table;
        columns[at] = column;
    }

    /** What came late comes last, and what of it was written first before what was written later: of samples at one time the first counts. */
    private static boolean isAfter(Rows a, Rows b) {
        long rankA = rank(a);
        long rankB = rank(b);
        return rankA > rankB || rankA == rankB && a.minTime() > b.minTime();
    }

    private static long rank(Rows rows) {
        return rows instanceof BlockTable table && table.isLate() ? table.block().number() : 0;
    }

    /** Adds the places that the series has already. */
    void add(StoredSeries series) {
        late(series.beside().late());
        add(series.timeline(), series.columns());
        for (StoredSeries.Other other : series.beside().others()) {
            add(other.timeline(), other.columns());
        }
        downsampled.addAll(series.beside().rows());
    }

    private void add(Timeline timeline, int[] of) {
        for (int i = 0; i < of.length; i++) {
            add(timeline.part(i), of[i]);
        }
    }

    boolean isEmpty() {
        return used == 0 && late.isEmpty() && downsampled.isEmpty();
    }

    /** The series of what was added since {@link #begin}; that is something. */
    StoredSeries series(int id, Labels labels) {
        int end = used == 0 ? 0 : inStep(0);
        Timeline timeline = used == 0 ? NOTHING : timeline(0, end);
        int[] first = Arrays.copyOf(columns, end);
        if (end == used) {
            return new StoredSeries(id, labels, timeline, first, beside(List.of()));
        }
        var others = new ArrayList<StoredSeries.Other>();
        for (int from = end; from < used; from = end) {
            end = inStep(from);
            others.add(new StoredSeries.Other(timeline(from, end), Arrays.copyOfRange(columns, from, end)));
        }
        return new StoredSeries(id, labels, timeline, first, beside(others));
    }

    private StoredSeries.Beside beside(List<StoredSeries.Other> others) {
        if (others.isEmpty() && late.isEmpty() && downsampled.isEmpty()) {
            return StoredSeries.Beside.NOTHING;
        }
        downsampled.sort(Comparator.comparingLong(p -> p.table().minTime()));
        return new StoredSeries.Beside(others, late, List.copyOf(downsampled));
    }

    /** The end of those that follow each other in time, from this one on. */
    private int inStep(int from) {
        int end = from + 1;
        while (end < used && tables[end].minTime() > tables[end - 1].maxTime()) {
            end++;
        }
        return end;
    }

    private Timeline timeline(int from, int to) {
        Rows[] parts = Arrays.copyOfRange(tables, from, to);
        if (!last.is(parts)) {
            last = timelines.computeIfAbsent(List.of(parts), p -> new Timeline(parts));
        }
        return last;
    }
}
