package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.StaleMarker;
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

    /** The newest sample within the lookback at each step; {@code timestamps}: its time in seconds instead of its value. */
    List<Column> instant(Expr.VectorSelector selector, Steps steps, boolean timestamps) {
        WindowTimes windows = windows(selector, query.lookbackMillis, steps);
        var columns = new ArrayList<Column>();
        for (Series series : select(selector, windows)) {
            Samples samples = read(series, windows);
            query.budget.release(samples.size());
            Column column = newest(series, samples, windows, timestamps);
            if (column != null) {
                query.budget.holdBytes(column.bytes());
                columns.add(column);
            }
        }
        return columns;
    }

    private WindowTimes windows(Expr.VectorSelector s, long rangeMillis, Steps steps) {
        if (s.extension() != Expr.Extension.NONE) {
            throw new QueryException(QueryException.Type.EXECUTION,
                    "the modifiers anchored and smoothed are not available yet; leave them out");
        }
        return new WindowTimes(steps, rangeMillis, offset(s.offset()), WindowTimes.fixed(s.at(), query.startMillis(), query.endMillis()));
    }

    long offset(@Nullable DurationExpr offset) {
        return offset == null ? 0 : query.durations.millis(offset);
    }

    private List<Series> select(Expr.VectorSelector s, WindowTimes windows) {
        return query.querier(windows.minMillis(), windows.maxMillis()).select(s.matchers());
    }

    private Samples read(Series series, WindowTimes windows) {
        Samples samples = series.samples(windows.minMillis(), windows.maxMillis());
        query.budget.countRead(samples.size());
        query.budget.hold(samples.size());
        return samples;
    }

    private static @Nullable Column newest(Series series, Samples s, WindowTimes w, boolean timestamps) {
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
            put(column, i, s, timestamps, at);
        }
        return column;
    }

    private static boolean isStale(Samples s, int i) {
        Histogram h = s.histogram(i);
        return StaleMarker.is(h == null ? s.values()[i] : h.sum());
    }

    private static void put(Column column, int step, Samples s, boolean timestamps, int at) {
        Histogram h = s.histogram(at);
        if (timestamps) {
            column.set(step, s.times()[at] / 1000.0);
        } else if (h != null) {
            column.set(step, h);
        } else {
            column.set(step, s.values()[at]);
        }
    }

    /** All samples within the range at each step. */
    RangeVector range(Expr.MatrixSelector m, Steps steps) {
        WindowTimes windows = windows(m.vector(), query.durations.positiveMillis(m.range()), steps);
        List<Series> series = select(m.vector(), windows);
        return new RangeVector(series.size(),
                i -> RangeSeries.of(series.get(i).labels(), false, read(series.get(i), windows)), windows);
    }
}
