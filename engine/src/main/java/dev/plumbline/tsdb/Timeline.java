package dev.plumbline.tsdb;

import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.WindowFigures;
import dev.plumbline.storage.WindowFigures.Figure;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tables that follow each other in time, as the series that are in all of them are read: those that have a sample in every row of a
 * range get the same array of times. The newest range's array is remembered. Thread-safe.
 */
final class Timeline {
    private static final int MOST_WINDOWS = 64;

    private final Rows[] parts;
    private volatile @Nullable Shared shared;
    private final Map<Snapshot.Span, Windows> windows = new ConcurrentHashMap<>();

    /** What all series have in common; rows from…to of those with a sample in each row are in the span. */
    private record Shared(Snapshot.Span span, Run[] runs, int[] partOf, int[] limits, long[] times, int from, int to) {}

    /**
     * How a long window is read: by part either from summaries, or in full.
     *
     * @param tables null for a part in memory, or one that the window does not meet
     * @param inMemory the parts in memory, one by one
     */
    private record Windows(@Nullable TableWindow[] tables, @Nullable Timeline[] inMemory) {

        /** Adds what the window sees of a part; answers whether that was in a block. */
        boolean add(int part, Column column, Snapshot.Span span, SampleBuffer buffer, WindowFigures figures) {
            TableWindow table = tables[part];
            Timeline memory = inMemory[part];
            if (table != null) {
                table.add(column.index, figures);
            } else if (memory != null) {
                int known = figures.wanted() == Figure.COUNT ? memory.countOfFull(column, span) : -1;
                if (known >= 0) {
                    figures.count(known);
                } else {
                    figures.add(memory.read(new int[] {column.index}, column.id, span, buffer));
                }
            }
            return table != null;
        }
    }

    /** A series' column of a part, and the number that it has in memory. */
    record Column(int index, int id) {}

    /** Of parts none of which begins before the one before it ends. */
    Timeline(Rows[] parts) {
        this.parts = parts;
    }

    /** The times of the rows in a range, ascending, each once. (The frames of a group may overlap; a series' samples in them do not.) */
    long[] times(Snapshot.Span span) {
        return ascending(Arrays.stream(range(span).times).filter(t -> t >= span.min() && t <= span.max()).toArray());
    }

    /** The same times, ascending, each once; mostly they are. */
    static long[] ascending(long[] times) {
        for (int i = 1; i < times.length; i++) {
            if (times[i - 1] >= times[i]) {
                return Arrays.stream(times).sorted().distinct().toArray();
            }
        }
        return times;
    }

    /** Whether it consists of these parts. */
    boolean is(Rows[] others) {
        if (others.length != parts.length) {
            return false;
        }
        for (int i = 0; i < parts.length; i++) {
            if (parts[i] != others[i]) {
                return false;
            }
        }
        return true;
    }

    Rows part(int i) {
        return parts[i];
    }

    /** The samples of the series that is in these columns of the parts; {@code id} is its number in memory. */
    Samples read(int[] columns, int id, Snapshot.Span span, SampleBuffer buffer) {
        Shared range = range(span);
        double[] values = buffer.values(range.times.length);
        var missing = new Gaps();
        var extras = new Extras(range.times.length);
        int at = 0;
        for (int r = 0; r < range.runs.length; r++) {
            Run run = range.runs[r];
            int column = columns[range.partOf[r]];
            if (run.has(column, id)) {
                if (run.values(column, values, new Run.Place(at, range.limits[r], missing))) {
                    run.extras(column, values, at, extras);
                }
            } else {
                missing.set(at, at + run.rows());
            }
            at += run.rows();
        }
        if (!missing.isEmpty()) {
            return compact(range, values, missing, extras);
        }
        return samples(range.times, values, new Range(range.from, range.to), extras);
    }

    /**
     * Puts the figures of a window together, of summaries where there are any; false when all of it is in memory.
     *
     * @param figures cleared
     */
    boolean window(int[] columns, int id, Snapshot.Span span, SampleBuffer buffer, WindowFigures figures) {
        Windows plan = windows(span);
        boolean any = false;
        for (TableWindow table : plan.tables) {
            any |= table != null;
        }
        for (int p = 0; p < parts.length && any; p++) {
            plan.add(p, new Column(columns[p], id), span, buffer, figures);
        }
        return any;
    }

    /**
     * Adds the figures of a window of one part.
     *
     * @return whether they are of summaries
     */
    boolean window(int part, Column column, Snapshot.Span span, SampleBuffer buffer, WindowFigures figures) {
        return windows(span).add(part, column, span, buffer, figures);
    }

    /** How many samples a series has in a range when it has one in each row, none of them a staleness marker; -1 when it has not, or that is not known. */
    private int countOfFull(Column column, Snapshot.Span span) {
        Shared range = range(span);
        for (Run run : range.runs) {
            if (!run.has(column.index, column.id) || !run.isFull(column.index)) {
                return -1;
            }
        }
        return range.from < range.to ? range.to - range.from : 0;
    }

    private Windows windows(Snapshot.Span span) {
        Windows known = windows.get(span);
        if (known == null) {
            var tables = new @Nullable TableWindow[parts.length];
            var inMemory = new @Nullable Timeline[parts.length];
            for (int p = 0; p < parts.length; p++) {
                switch (parts[p]) {
                    case BlockTable table -> tables[p] = TableWindow.of(table, span);
                    case Snapshot snapshot -> inMemory[p] = new Timeline(new Rows[] {snapshot});
                }
            }
            known = new Windows(tables, inMemory);
            if (windows.size() < MOST_WINDOWS) {
                windows.put(span, known);
            }
        }
        return known;
    }

    private static Samples compact(Shared range, double[] values, Gaps missing, Extras extras) {
        var times = new long[range.times.length - missing.count()];
        int n = 0;
        for (int i = missing.nextPresent(0); i < range.times.length; i = missing.nextPresent(i + 1)) {
            times[n] = range.times[i];
            extras.move(i, n);
            values[n++] = values[i];
        }
        return samples(times, values, new Range(lower(times, range.span.min()), upper(times, range.span.max())), extras);
    }

    private record Range(int from, int to) {}

    private static Samples samples(long[] times, double[] values, Range r, Extras extras) {
        if (r.from >= r.to) {
            return Samples.NONE;
        }
        return extras.isEmpty() ? Samples.floats(times, values, r.from, r.to) : extras.with(times, values, r.from, r.to);
    }

    private static int lower(long[] times, long time) {
        int i = Arrays.binarySearch(times, time);
        return i < 0 ? -i - 1 : i;
    }

    private static int upper(long[] times, long time) {
        return time == Long.MAX_VALUE ? times.length : lower(times, time + 1);
    }

    private Shared range(Snapshot.Span span) {
        Shared known = shared;
        if (known != null && known.span.equals(span)) {
            return known;
        }
        synchronized (this) {
            known = shared;
            if (known == null || !known.span.equals(span)) {
                known = load(span);
                shared = known;
            }
            return known;
        }
    }

    private Shared load(Snapshot.Span span) {
        var hits = new Run[parts.length][];
        int count = 0;
        for (int p = 0; p < parts.length; p++) {
            hits[p] = parts[p].meeting(span);
            count += hits[p].length;
        }
        var runs = new Run[count];
        var partOf = new int[count];
        int rows = 0;
        int n = 0;
        for (int p = 0; p < parts.length; p++) {
            for (Run run : hits[p]) {
                partOf[n] = p;
                runs[n++] = run;
                rows += run.rows();
            }
        }
        return load(span, runs, partOf, rows);
    }

    private static Shared load(Snapshot.Span span, Run[] runs, int[] partOf, int rows) {
        var times = new long[rows];
        var limits = new int[runs.length];
        int at = 0;
        for (int r = 0; r < runs.length; r++) {
            runs[r].times(times, at);
            int end = at + runs[r].rows();
            limits[r] = runs[r].rows();
            while (limits[r] > 0 && times[at + limits[r] - 1] > span.max()) {
                limits[r]--;
            }
            at = end;
        }
        return new Shared(span, runs, partOf, limits, times, lower(times, span.min()), upper(times, span.max()));
    }
}
