package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Expr.Extension;
import dev.plumbline.promql.function.ExtendedFloats;
import dev.plumbline.promql.function.ExtendedFunctions;
import dev.plumbline.promql.function.ExtendedHistograms;
import dev.plumbline.promql.function.RangeFunction;
import dev.plumbline.promql.function.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What {@code anchored} and {@code smoothed} change about selectors; the functions are {@link ExtendedFunctions}. */
final class ExtendedSelectors {
    private final Query query;

    ExtendedSelectors(Query query) {
        this.query = query;
    }

    /** The modifier of a range vector. */
    static Extension extension(Expr e) {
        return switch (e) {
            case Expr.MatrixSelector m -> m.vector().extension();
            case Expr.Parens p -> extension(p.expr());
            case Expr.VectorSelector _, Expr.Subquery _, Expr.Call _, Expr.Aggregate _, Expr.Binary _, Expr.Unary _,
                    Expr.NumberLiteral _, Expr.StringLiteral _ -> Extension.NONE;
        };
    }

    /** The function of this name over such range vectors. @throws QueryException when it takes none */
    static RangeFunction function(Extension extension, String name) {
        Map<String, RangeFunction> functions =
                extension == Extension.ANCHORED ? ExtendedFunctions.anchored() : ExtendedFunctions.smoothed();
        RangeFunction function = functions.get(name);
        if (function == null) {
            throw new QueryException(QueryException.Type.EXECUTION, keyword(extension) + " modifier can only be used with: "
                    + String.join(", ", functions.keySet()) + " - not with " + name);
        }
        return function;
    }

    private static String keyword(Extension extension) {
        return extension.name().toLowerCase(Locale.ROOT);
    }

    /** Smoothed instant vectors: at each step the value on the line between the samples before and after it. */
    List<Column> smoothed(Expr.VectorSelector selector, RangeVector vector) {
        var columns = new ArrayList<Column>(vector.count());
        var reader = vector.readers().get();
        for (int i = 0; i < vector.count(); i++) {
            RangeSeries series = reader.apply(i);
            Column column = Column.empty(series.labels(), false, vector.windows().count());
            smooth(series, vector.windows(), new WindowOutput(query.annotations, selector.span(),
                    series.labels().metricName(), column));
            if (!column.isEmpty()) {
                query.budget.holdBytes(column.bytes());
                columns.add(column);
            }
        }
        return columns;
    }

    private static void smooth(RangeSeries series, WindowTimes times, WindowOutput out) {
        WindowPlan floats = WindowPlan.of(series.times(), series.from(), series.to(), times);
        WindowPlan natives = WindowPlan.of(series.histogramTimes(), 0, series.histogramTimes().length, times);
        Window w = series.window();
        for (int i = 0; i < times.count(); i++) {
            place(w, floats, natives, i);
            out.moveTo(i);
            if (w.isMixed()) {
                out.warnMetric("encountered a mix of histograms and floats for metric name");
            } else if (w.size() > 0) {
                smoothFloat(w, times.end(i), out);
            } else if (w.histogramSize() > 0) {
                smoothHistogram(w, times.end(i), out);
            }
        }
    }

    private static void place(Window w, WindowPlan floats, WindowPlan natives, int step) {
        w.from = floats.from[step];
        w.to = floats.to[step];
        w.histogramFrom = natives.from[step];
        w.histogramTo = natives.to[step];
    }

    private static void smoothFloat(Window w, long time, WindowOutput out) {
        int newest = newest(w.times, w.from, w.to, time);
        if (newest < w.from) {
            return;
        }
        boolean alone = w.times[newest] == time || newest + 1 == w.to;
        out.set(alone ? w.values[newest] : ExtendedFloats.at(w, newest, time));
    }

    private static void smoothHistogram(Window w, long time, WindowOutput out) {
        int newest = newest(w.histogramTimes, w.histogramFrom, w.histogramTo, time);
        if (newest < w.histogramFrom) {
            return;
        }
        if (w.histogramTimes[newest] == time) {
            out.set(w.histograms[newest]);
        } else if (newest + 1 == w.histogramTo) {
            out.set(ExtendedHistograms.carriedOn(w.histograms[newest]));
        } else {
            Histogram between = ExtendedHistograms.at(w, newest, time, out);
            if (between != null) {
                out.set(between);
            }
        }
    }

    /** The index of the newest sample at or before a time, or {@code from − 1}. */
    private static int newest(long[] times, int from, int to, long time) {
        int found = Arrays.binarySearch(times, from, to, time);
        return found >= 0 ? found : -found - 2;
    }

    /** The one window of a series as the answer of a query: its samples, and with a modifier one at each border. */
    static RangeSeries bordered(Extension extension, RangeSeries series, WindowTimes times) {
        WindowPlan floats = WindowPlan.of(series.times(), series.from(), series.to(), times);
        WindowPlan natives = WindowPlan.of(series.histogramTimes(), 0, series.histogramTimes().length, times);
        Window w = series.window();
        place(w, floats, natives, 0);
        if (w.histogramSize() > 0) {
            throw new QueryException(QueryException.Type.EXECUTION,
                    keyword(extension) + " modifier is not supported with histograms");
        }
        w.endMillis = times.end(0);
        w.startMillis = w.endMillis - times.rangeMillis();
        var points = ExtendedFloats.bordered(w, extension == Extension.SMOOTHED);
        return new RangeSeries(series.labels(), series.dropName(), points.times(),
                points.values(), 0, points.times().length, new long[0], new Histogram[0], null);
    }
}
