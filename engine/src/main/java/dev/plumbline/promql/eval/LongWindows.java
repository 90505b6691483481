package dev.plumbline.promql.eval;

import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.Feature;
import dev.plumbline.promql.function.Extrapolation;
import dev.plumbline.storage.WindowFigures;
import dev.plumbline.storage.WindowFigures.Figure;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions of floats over windows so long that a store which keeps figures of many samples at a time need not unpack them: a
 * call in a few steps whose windows hardly overlap. The bits are those of the functions sample by sample; sums and averages
 * are of the exact sum, rounded once. What the store does not know by figures is left to those who read samples. One thread.
 */
final class LongWindows {
    /** Shorter windows are read: 240 samples a minute apart, or some more. */
    static final long MIN_RANGE_MILLIS = 240 * 60_000;
    /** Figures of a window cost about a fifth of its samples: so often may a sample be in a window. */
    private static final long MOST_OVERLAP = 4;
    /** What counting the samples of a window costs, in samples read. */
    private static final long COUNT_WORK = 100;
    private static final Map<String, Figure> FIGURES = Map.ofEntries(Map.entry("rate", Figure.RESETS), Map.entry("increase", Figure.RESETS),
            Map.entry("resets", Figure.RESETS), Map.entry("delta", Figure.ENDS), Map.entry("changes", Figure.CHANGES),
            Map.entry("count_over_time", Figure.COUNT), Map.entry("present_over_time", Figure.COUNT),
            Map.entry("first_over_time", Figure.ENDS), Map.entry("last_over_time", Figure.ENDS),
            Map.entry("min_over_time", Figure.MIN), Map.entry("max_over_time", Figure.MAX),
            Map.entry("sum_over_time", Figure.SUM), Map.entry("avg_over_time", Figure.SUM));
    private final String function;
    private final WindowTimes times;
    private final SelectedSeries.Reader reader;
    private final WindowFigures figures;
    private Extrapolation.@Nullable Plan plan;
    private Extrapolation.Extent extent = new Extrapolation.Extent(0, 0, 0);
    private long planStart;
    private long planEnd;

    private LongWindows(String function, Figure wanted, SelectedSeries series) {
        this.function = function;
        this.times = series.windows();
        this.reader = series.new Reader();
        this.figures = new WindowFigures(wanted);
    }

    /** For a call over stored series, or null when their samples had better be read. */
    static @Nullable LongWindows of(Query query, RangeColumns.Call call, RangeVector vector) {
        Figure wanted = wanted(query, call, vector);
        SelectedSeries stored = vector.stored();
        return wanted == null || stored == null ? null : new LongWindows(call.name(), wanted, stored);
    }

    /** What figures answer the call, or null when samples had better be read. */
    private static @Nullable Figure wanted(Query query, RangeColumns.Call call, RangeVector vector) {
        boolean may = vector.stored() != null && !call.extended() && !query.options.has(Feature.START_TIMESTAMPS);
        return may && isWorthIt(vector.windows()) ? FIGURES.get(call.name()) : null;
    }

    /** About how many samples and steps a series of the call comes to, with figures counted as the samples that could be read instead. */
    static long workPerSeries(Query query, RangeColumns.Call call, RangeVector vector) {
        Figure wanted = wanted(query, call, vector);
        long samples = vector.windows().workPerSeries();
        return wanted == null ? samples : wanted == Figure.COUNT ? COUNT_WORK * vector.windows().count() : samples / MOST_OVERLAP;
    }

    /** For those series of a call that are downsampled in part, or null when aggregate rows cannot answer it. */
    static @Nullable LongWindows ofDownsampled(RangeColumns.Call call, SelectedSeries stored) {
        Figure wanted = FIGURES.get(call.name());
        return wanted == null || call.extended() ? null : new LongWindows(call.name(), wanted, stored);
    }

    static boolean isWorthIt(WindowTimes w) {
        long span = w.maxMillis() - w.minMillis() + 1;
        return w.rangeMillis() >= MIN_RANGE_MILLIS && w.count() > 0 && span > 0 && w.rangeMillis() <= MOST_OVERLAP * (span / w.count());
    }

    /** What came of a series. */
    enum Outcome {
        /** Nothing: its samples are to be read. */
        UNKNOWN,
        /** No step has a value. */
        EMPTY,
        /** Some step has one. */
        VALUES
    }

    /** Writes a value or the marker for each step of the i-th series, unless the outcome is unknown. */
    Outcome compute(int i, double[] out) {
        boolean any = false;
        long seen = 0;
        for (int step = 0; step < out.length; step++) {
            if (!reader.window(i, step, figures)) {
                return Outcome.UNKNOWN;
            }
            seen += figures.samples() + figures.markers();
            boolean has = figures.samples() >= (extrapolates() ? 2 : 1);
            out[step] = has ? value(step) : StaleMarker.VALUE;
            any |= has;
        }
        reader.count(seen);
        return any ? Outcome.VALUES : Outcome.EMPTY;
    }

    /** Puts right what was computed from the last samples of aggregate rows: the steps whose windows begin before their end. */
    void correct(int i, long untilMillis, Column out) {
        for (int step = 0; step < out.values.length; step++) {
            if (times.visibleAfter(times.end(step)) < untilMillis && out.histogram(step) == null && reader.window(i, step, figures)) {
                reader.count(figures.samples());
                out.set(step, figures.samples() >= (extrapolates() ? 2 : 1) ? value(step) : StaleMarker.VALUE);
            }
        }
    }

    private boolean extrapolates() {
        return switch (function) {
            case "rate", "increase", "delta" -> true;
            default -> false;
        };
    }

    private double value(int step) {
        return switch (figures.wanted()) {
            case COUNT -> function.equals("count_over_time") ? figures.samples() : 1;
            case ENDS -> switch (function) {
                case "first_over_time" -> figures.first();
                case "last_over_time" -> figures.last();
                default -> extrapolated(figures.last() - figures.first(), step);
            };
            case RESETS -> function.equals("resets") ? figures.resets() : extrapolated(figures.increase(), step);
            case CHANGES -> figures.changes();
            case MIN, MAX -> figures.extreme();
            case SUM -> function.equals("sum_over_time") ? figures.sum() : average();
        };
    }

    /** A window is moved to where the aggregate rows at its ends begin and end. */
    private static long borderOf(long time, long resolution) {
        return resolution == 0 ? time : Math.floorDiv(time, resolution) * resolution;
    }

    private double average() {
        double n = figures.samples();
        return figures.sum() / n + figures.sumRemainder() / n;
    }

    private double extrapolated(double difference, int step) {
        var newExtent = new Extrapolation.Extent(figures.firstMillis(), figures.lastMillis(), figures.samples());
        long end = borderOf(times.end(step), figures.endResolutionMillis());
        long start = borderOf(times.end(step) - times.rangeMillis(), figures.beginResolutionMillis());
        Extrapolation.Plan known = plan;
        if (known == null || planStart != start || planEnd != end || !extent.equals(newExtent)) {
            known = Extrapolation.plan(newExtent, start, end);
            plan = known;
            planStart = start;
            planEnd = end;
            extent = newExtent;
        }
        return difference * Extrapolation.factor(known, !function.equals("delta"), function.equals("rate"), difference, figures.first());
    }
}
