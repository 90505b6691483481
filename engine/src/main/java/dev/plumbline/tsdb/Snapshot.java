package dev.plumbline.tsdb;

import dev.plumbline.storage.Samples;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * A group as one querier sees it. Series that have a sample in every row of the range get the same array of times; the
 * newest range's array is remembered. Thread-safe.
 */
final class Snapshot {
    private final Run[] runs;
    private volatile @Nullable Shared shared;

    private record Shared(long min, long max, Run[] runs, long[] times) {}

    Snapshot(Frame[] frames, @Nullable OpenRun open) {
        runs = Arrays.copyOf(frames, frames.length + (open == null ? 0 : 1), Run[].class);
        if (open != null) {
            runs[frames.length] = open;
        }
    }

    /** Whether any run overlaps the closed range and has samples of the series in this column. */
    boolean mayHave(int column, int id, long min, long max) {
        for (Run run : runs) {
            if (run.maxTime() >= min && run.minTime() <= max && run.has(column, id)) {
                return true;
            }
        }
        return false;
    }

    Samples read(int column, int id, long min, long max) {
        Shared range = range(min, max);
        var values = new double[range.times.length];
        var missing = new BitSet();
        var extras = new Extras(values.length);
        int at = 0;
        for (Run run : range.runs) {
            if (run.has(column, id)) {
                run.values(column, values, at, missing);
                run.extras(column, values, at, extras);
            } else {
                missing.set(at, at + run.rows());
            }
            at += run.rows();
        }
        return missing.isEmpty() ? cut(range.times, values, values.length, range, extras) : compact(range, values, missing, extras);
    }

    private static Samples compact(Shared range, double[] values, BitSet missing, Extras extras) {
        var times = new long[values.length - missing.cardinality()];
        int n = 0;
        for (int i = missing.nextClearBit(0); i < values.length; i = missing.nextClearBit(i + 1)) {
            times[n] = range.times[i];
            extras.move(i, n);
            values[n++] = values[i];
        }
        return cut(times, values, n, range, extras);
    }

    private static Samples cut(long[] times, double[] values, int n, Shared range, Extras extras) {
        int from = lower(times, n, range.min);
        int to = range.max == Long.MAX_VALUE ? n : lower(times, n, range.max + 1);
        if (from >= to) {
            return Samples.NONE;
        }
        return extras.isEmpty() ? Samples.floats(times, values, from, to) : extras.with(times, values, from, to);
    }

    private static int lower(long[] times, int n, long time) {
        int i = Arrays.binarySearch(times, 0, n, time);
        return i < 0 ? -i - 1 : i;
    }

    private Shared range(long min, long max) {
        Shared known = shared;
        if (known != null && known.min == min && known.max == max) {
            return known;
        }
        synchronized (this) {
            known = shared;
            if (known == null || known.min != min || known.max != max) {
                known = load(min, max);
                shared = known;
            }
            return known;
        }
    }

    private Shared load(long min, long max) {
        Run[] hit = Arrays.stream(runs).filter(r -> r.maxTime() >= min && r.minTime() <= max).toArray(Run[]::new);
        var times = new long[Arrays.stream(hit).mapToInt(Run::rows).sum()];
        int at = 0;
        for (Run run : hit) {
            run.times(times, at);
            at += run.rows();
        }
        return new Shared(min, max, hit, times);
    }
}
