package dev.plumbline.tsdb;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A group in memory as one querier sees it. Immutable. */
final class Snapshot implements Rows {
    private final Run[] runs;
    private final Run[] near;

    /** A closed range of times, ms. */
    record Span(long min, long max) {
        boolean meets(Run run) {
            return run.maxTime() >= min && run.minTime() <= max;
        }
    }

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

    @Override
    public long minTime() {
        long min = Long.MAX_VALUE; // a frame may begin before the one before it ends
        for (Run run : near) {
            min = Math.min(min, run.minTime());
        }
        return min;
    }

    @Override
    public long maxTime() {
        long max = Long.MIN_VALUE;
        for (Run run : near) {
            max = Math.max(max, run.maxTime());
        }
        return max;
    }

    /** The runs that overlap; without a stream, because each query asks each group. */
    @Override
    public Run[] meeting(Span span) {
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
}
