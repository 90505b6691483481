package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.Feature;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads selectors from the store: each series once, for all steps. */
final class Selectors {
    private final Query query;

    Selectors(Query query) {
        this.query = query;
    }

    /** What is read of the newest sample: itself, the seconds since the epoch of its time or of its start, or
     * (of info series, which hold numbers) the milliseconds of its time. */
    enum Reading { VALUE, TIME, START, INFO }

    /** The newest sample within the lookback at each step; smoothed, its value is that of the line between samples. */
    List<Column> instant(Expr.VectorSelector selector, Steps steps, Reading reading) {
        WindowTimes windows = windows(selector, query.lookbackMillis, steps);
        if (selector.extension() == Expr.Extension.SMOOTHED && reading == Reading.VALUE) {
            return new ExtendedSelectors(query).smoothed(selector, open(selector, windows.with(new WindowTimes.Margin(0, query.lookbackMillis))));
        }
        var columns = new ArrayList<Column>();
        for (Series series : select(selector, windows)) {
            Samples samples = read(selector, series, windows);
            query.budget.release(samples.size());
            Column column = newest(series, samples, windows, reading);
            if (column != null) {
                query.budget.holdBytes(column.bytes());
                columns.add(column);
            }
        }
        return columns;
    }

    /** At each step the time of the newest sample of info series, ms. @throws QueryException when one holds histograms */
    List<Column> infos(List<LabelMatcher> matchers, InfoTimes when, Steps steps) {
        var windows = new WindowTimes(steps, query.lookbackMillis, when.offsetMillis(),
                WindowTimes.fixed(when.at(), query.startMillis(), query.endMillis()));
        var columns = new ArrayList<Column>();
        for (Series series : query.querier(windows.minMillis(), windows.maxMillis()).select(matchers)) {
            Samples samples = series.samples(windows.minMillis(), windows.maxMillis());
            query.budget.countRead(samples.size());
            Column column = newest(series, samples, windows, Reading.INFO);
            if (column != null) {
                query.budget.holdBytes(column.bytes());
                columns.add(column);
            }
        }
        return columns;
    }

    private WindowTimes windows(Expr.VectorSelector s, long rangeMillis, Steps steps) {
        return new WindowTimes(steps, rangeMillis, offset(s.offset()), WindowTimes.fixed(s.at(), query.startMillis(), query.endMillis()));
    }

    long offset(@Nullable DurationExpr offset) {
        return offset == null ? 0 : query.durations.millis(offset);
    }

    private List<Series> select(Expr.VectorSelector s, WindowTimes windows) {
        return query.querier(windows.minMillis(), windows.maxMillis()).select(s.matchers());
    }

    private Samples read(Expr.VectorSelector selector, Series series, WindowTimes windows) {
        Samples stored = series.samples(windows.minMillis(), windows.maxMillis());
        Samples samples = query.countsOnly.contains(selector) ? HistogramStats.withoutBuckets(stored) : stored;
        query.budget.countRead(samples.size());
        query.budget.hold(samples.size());
        boolean hidesStarts = samples.startTimes() != null && !query.options.has(Feature.START_TIMESTAMPS);
        return hidesStarts ? new Samples(samples.times(), samples.values(), samples.histograms(), null, samples.from(), samples.to())
                : samples;
    }

    private static @Nullable Column newest(Series series, Samples s, WindowTimes w, Reading reading) {
        Column column = null;
        int next = s.from();
        for (int i = 0; i < w.count(); i++) {
            long end = w.end(i);
            while (next < s.to() && s.times()[next] <= end) {
                next++;
            }
            int at = next - 1;
            if (at < s.from() || s.times()[at] <= end - w.rangeMillis() || isStale(s, at)) {
                continue;
            }
            if (column == null) {
                column = Column.empty(series.labels(), false, w.count());
            }
            put(column, i, s, reading, at);
        }
        return column;
    }

    private static boolean isStale(Samples s, int i) {
        Histogram h = s.histogram(i);
        return StaleMarker.is(h == null ? s.values()[i] : h.sum());
    }

    private static void put(Column column, int step, Samples s, Reading reading, int at) {
        Histogram h = s.histogram(at);
        if (reading == Reading.INFO) {
            if (h != null) {
                throw new QueryException(QueryException.Type.EXECUTION,
                        "this should be an info metric, with float samples: " + column.labels);
            }
            column.set(step, s.times()[at]);
        } else if (reading != Reading.VALUE) {
            column.set(step, (reading == Reading.TIME ? s.times()[at] : s.startTime(at)) / 1000.0);
        } else if (h != null) {
            column.set(step, h);
        } else {
            column.set(step, s.values()[at]);
        }
    }

    /** All samples within the range at each step; of an extended selector also those around it. */
    RangeVector range(Expr.MatrixSelector m, Steps steps) {
        WindowTimes windows = windows(m.vector(), query.durations.positiveMillis(m.range()), steps);
        return open(m.vector(), windows.with(margin(m.vector(), windows)));
    }

    private WindowTimes.Margin margin(Expr.VectorSelector s, WindowTimes windows) {
        return switch (s.extension()) {
            case NONE -> windows.margin();
            case ANCHORED -> new WindowTimes.Margin(query.lookbackMillis, 0);
            case SMOOTHED -> new WindowTimes.Margin(query.lookbackMillis, query.lookbackMillis);
        };
    }

    private RangeVector open(Expr.VectorSelector selector, WindowTimes windows) {
        List<Series> series = select(selector, windows);
        return new RangeVector(series.size(),
                i -> RangeSeries.of(series.get(i).labels(), false, read(selector, series.get(i), windows)), windows);
    }
}
