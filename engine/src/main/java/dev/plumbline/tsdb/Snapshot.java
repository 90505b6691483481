package dev.plumbline.tsdb;

import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A group as one querier sees it. Series that have a sample in every row of the range get the same array of times; the
 * newest range's array is remembered. Thread-safe.
 */
final class Snapshot {
    private final Run[] runs;
    private final Run[] near;
    private volatile @Nullable Shared shared;

    /** A closed range of times, ms. */
    record Span(long min, long max) {
        boolean meets(Run run) {
            return run.maxTime() >= min && run.minTime() <= max;
        }
    }

    /** What all series have in common; rows from…to of those with a sample in each row are in the span. */
    private record Shared(Span span, Run[] runs, int[] limits, long[] times, int from, int to) {}

    Snapshot(Frame[] frames, @Nullable OpenRun open) {
        runs = Arrays.copyOf(frames, frames.length + (open == null ? 0 : 1), Run[].class);
        if (open != null) {
            runs[frames.length] = open;
        }
        near = runs;
    }

    private Snapshot(Run[] runs, Run[] near) {
        this.runs = runs;
        this.near = near;
    }

    /** The same for {@link #mayHave} to be asked about this range. */
    Snapshot within(Span span) {
        return new Snapshot(runs, meeting(span));
    }

    /** The runs that overlap; without a stream, because each query asks each group. */
    private Run[] meeting(Span span) {
        var hit = new Run[runs.length];
        int n = 0;
        for (Run run : runs) {
            if (span.meets(run)) {
                hit[n++] = run;
            }
        }
        return Arrays.copyOf(hit, n);
    }

    /** Whether any run that overlaps the range has samples of the series in this column. */
    boolean mayHave(int column, int id) {
        for (int i = near.length - 1; i >= 0; i--) {
            if (near[i].has(column, id)) {
                return true;
            }
        }
        return false;
    }

    Samples read(int column, int id, Span span, SampleBuffer buffer) {
        Shared range = range(span);
        double[] values = buffer.values(range.times.length);
        var missing = new Gaps();
        var extras = new Extras(range.times.length);
        int at = 0;
        for (int r = 0; r < range.runs.length; r++) {
            Run run = range.runs[r];
            if (run.has(column, id)) {
                run.values(column, values, new Run.Place(at, range.limits[r], missing));
                run.extras(column, values, at, extras);
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

    private static Samples compact(Shared range, double[] values, Gaps missing, Extras extras) {
        var times = new long[range.times.length - missing.count()];
        int n = 0;
        for (int i = missing.nextPresent(0); i < range.times.length; i = missing.nextPresent(i + 1)) {
            times[n] = range.times[i];
            extras.move(i, n);
            values[n++] = values[i];
        }
        return samples(times, values, new Range(lower(times, range.span.min), upper(times, range.span.max)), extras);
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

    private Shared range(Span span) {
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

    private Shared load(Span span) {
        Run[] hit = meeting(span);
        int rows = 0;
        for (Run run : hit) {
            rows += run.rows();
        }
        var times = new long[rows];
        var limits = new int[hit.length];
        int at = 0;
        for (int r = 0; r < hit.length; r++) {
            hit[r].times(times, at);
            int end = at + hit[r].rows();
            limits[r] = hit[r].rows();
            while (limits[r] > 0 && times[at + limits[r] - 1] > span.max) {
                limits[r]--;
            }
            at = end;
        }
        return new Shared(span, hit, limits, times, lower(times, span.min), upper(times, span.max));
    }
}
