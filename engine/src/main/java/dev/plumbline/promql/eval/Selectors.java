package dev.plumbline.promql.eval;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.storage.Series;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads selectors from the store: each series once, for all steps. */
final class Selectors {
    private final Query query;

    Selectors(Query query) {
        this.query = query;
    }

    /**
     * What is read of the newest sample: itself, the seconds since the epoch of its time or of its start, or (of info
     * series, which hold numbers) the milliseconds of its time.
     */
    enum Reading { VALUE, TIME, START, INFO }

    /** The newest sample within the lookback at each step; smoothed, its value is that of the line between samples. */
    List<Column> instant(Expr.VectorSelector selector, Steps steps, Reading reading) {
        WindowTimes windows = windows(selector, query.lookbackMillis, steps);
        if (selector.extension() == Expr.Extension.SMOOTHED && reading == Reading.VALUE) {
            return new ExtendedSelectors(query).smoothed(selector,
                    open(selector, windows.with(new WindowTimes.Margin(0, query.lookbackMillis))).vector());
        }
        return new Streaming(query).collect(new NewestColumns(open(selector, windows), reading), steps.count());
    }

    /** The newest samples as a source, or null when they are not plainly read. */
    @Nullable ColumnSource source(Expr.VectorSelector selector, Steps steps) {
        return selector.extension() == Expr.Extension.NONE
                ? new NewestColumns(open(selector, windows(selector, query.lookbackMillis, steps)), Reading.VALUE) : null;
    }

    /** At each step the time of the newest sample of info series, ms. @throws QueryException when one holds histograms */
    List<Column> infos(List<LabelMatcher> matchers, InfoTimes when, Steps steps) {
        var windows = new WindowTimes(steps, query.lookbackMillis, when.offsetMillis(),
                WindowTimes.fixed(when.at(), query.startMillis(), query.endMillis()));
        var found = new SelectedSeries(query, query.querier(windows.minMillis(), windows.maxMillis()).select(matchers), windows, false);
        return new Streaming(query).collect(new NewestColumns(found, Reading.INFO), steps.count());
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

    /** All samples within the range at each step; of an extended selector also those around it. */
    RangeVector range(Expr.MatrixSelector m, Steps steps) {
        WindowTimes windows = windows(m.vector(), query.durations.positiveMillis(m.range()), steps);
        return open(m.vector(), windows.with(margin(m.vector(), windows))).vector();
    }

    private WindowTimes.Margin margin(Expr.VectorSelector s, WindowTimes windows) {
        return switch (s.extension()) {
            case NONE -> windows.margin();
            case ANCHORED -> new WindowTimes.Margin(query.lookbackMillis, 0);
            case SMOOTHED -> new WindowTimes.Margin(query.lookbackMillis, query.lookbackMillis);
        };
    }

    private SelectedSeries open(Expr.VectorSelector selector, WindowTimes windows) {
        return new SelectedSeries(query, select(selector, windows), windows, query.countsOnly.contains(selector));
    }
}
