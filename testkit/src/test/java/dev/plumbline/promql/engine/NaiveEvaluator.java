package dev.plumbline.promql.engine;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.ast.At;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Expr.Extension;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.engine.NaiveSeries.Point;
import dev.plumbline.promql.engine.NaiveSeries.Range;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * PromQL over floats as plainly as it can be written: one step at a time, maps from labels to numbers, every selector asked
 * anew. It shares the parser and the model with the engine and nothing else. Answers keep the order in which the language
 * gives elements. A query without an answer is a {@link NaiveFailure}.
 */
final class NaiveEvaluator {
    private final List<NaiveSeries> data;
    private final Frame frame;
    private final Map<Expr.VectorSelector, List<NaiveSeries>> selected = new IdentityHashMap<>();

    /** The query's own times and settings; milliseconds. */
    record Frame(long start, long end, long step, long lookback, long defaultSubqueryStep) {}

    NaiveEvaluator(List<NaiveSeries> data, Frame frame) {
        this.data = data;
        this.frame = frame;
    }

    /** The answer at a time: a scalar is one element without labels. */
    Map<Labels, Double> at(Expr e, long time) {
        return e.type() == ValueType.SCALAR ? Map.of(Labels.EMPTY, scalar(e, time)) : vector(e, time);
    }

    Map<Labels, Double> vector(Expr e, long time) {
        return switch (e) {
            case Expr.VectorSelector s -> selector(s, time);
            case Expr.Call c -> new NaiveCalls(this).vector(c, time);
            case Expr.Aggregate a -> NaiveAggregations.evaluate(a, this, time);
            case Expr.Binary b -> NaiveBinaries.vector(b, this, time);
            case Expr.Unary u -> u.minus() ? renamed(vector(u.expr(), time), v -> -v) : vector(u.expr(), time);
            case Expr.Parens p -> vector(p.expr(), time);
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.MatrixSelector _, Expr.Subquery _ ->
                throw new IllegalArgumentException("no instant vector: " + e);
        };
    }

    double scalar(Expr e, long time) {
        return switch (e) {
            case Expr.NumberLiteral n -> n.value();
            case Expr.Unary u -> u.minus() ? -scalar(u.expr(), time) : scalar(u.expr(), time);
            case Expr.Parens p -> scalar(p.expr(), time);
            case Expr.Binary b -> NaiveBinaries.scalars(b.op(), scalar(b.left(), time), scalar(b.right(), time));
            case Expr.Call c -> new NaiveCalls(this).scalar(c, time);
            case Expr.StringLiteral _, Expr.VectorSelector _, Expr.MatrixSelector _, Expr.Subquery _, Expr.Aggregate _ ->
                throw new IllegalArgumentException("no scalar: " + e);
        };
    }

    static String string(Expr e) {
        return ((Expr.StringLiteral) e).value();
    }

    Frame frame() {
        return frame;
    }

    /** A number to a number. */
    interface Operator {
        double apply(double v);
    }

    /** Every value mapped, under its labels without the metric's name. */
    static Map<Labels, Double> renamed(Map<Labels, Double> in, Operator op) {
        var out = new LinkedHashMap<Labels, Double>();
        in.forEach((labels, v) -> put(out, labels.withoutMetricName(), op.apply(v)));
        return out;
    }

    static void put(Map<Labels, Double> out, Labels labels, double value) {
        if (out.put(labels, value) != null) {
            throw new NaiveFailure("vector cannot contain metrics with the same labelset");
        }
    }

    private long moment(@Nullable At at, @Nullable DurationExpr offset, long time) {
        long base = switch (at) {
            case null -> time;
            case At.Time t -> t.millis();
            case At.Start _ -> frame.start;
            case At.End _ -> frame.end;
        };
        return offset == null ? base : base - millis(offset);
    }

    private static long millis(DurationExpr e) {
        return Objects.requireNonNull(DurationExpr.fixedMillis(e), "duration arithmetic is not in the naive subset");
    }

    private List<NaiveSeries> select(Expr.VectorSelector s) {
        return selected.computeIfAbsent(s, k -> data.stream()
                .filter(series -> s.matchers().stream().allMatch(m -> m.matches(series.labels()))).toList());
    }

    private static List<Point> between(List<Point> points, long after, long to) {
        int from = 0;
        while (from < points.size() && points.get(from).time() <= after) {
            from++;
        }
        int end = from;
        while (end < points.size() && points.get(end).time() <= to) {
            end++;
        }
        return points.subList(from, end);
    }

    private static List<Point> fresh(List<Point> points) {
        return points.stream().filter(p -> !StaleMarker.is(p.value())).toList();
    }

    private Map<Labels, Double> selector(Expr.VectorSelector s, long time) {
        var out = new LinkedHashMap<Labels, Double>();
        newest(s, time).forEach((labels, p) -> out.put(labels, p.value()));
        return s.extension() == Extension.SMOOTHED ? smoothed(s, time) : out;
    }

    /** The newest sample of each series within the lookback, unless it is a staleness marker. */
    Map<Labels, Point> newest(Expr.VectorSelector s, long time) {
        long moment = moment(s.at(), s.offset(), time);
        var out = new LinkedHashMap<Labels, Point>();
        for (NaiveSeries series : select(s)) {
            List<Point> seen = between(series.points(), moment - frame.lookback, moment);
            if (!seen.isEmpty() && !StaleMarker.is(seen.getLast().value())) {
                out.put(series.labels(), seen.getLast());
            }
        }
        return out;
    }

    private Map<Labels, Double> smoothed(Expr.VectorSelector s, long time) {
        long moment = moment(s.at(), s.offset(), time);
        var out = new LinkedHashMap<Labels, Double>();
        for (NaiveSeries series : select(s)) {
            List<Point> before = fresh(between(series.points(), moment - frame.lookback, moment));
            List<Point> after = fresh(between(series.points(), moment, moment + frame.lookback));
            if (!before.isEmpty()) {
                Point a = before.getLast();
                boolean alone = after.isEmpty() || a.time() == moment;
                out.put(series.labels(), alone ? a.value() : NaiveExtended.line(a, after.getFirst(), moment, false));
            }
        }
        return out;
    }

    /** The series of a range vector, with all that a function may want to know of them. */
    List<Range> ranges(Expr e, long time) {
        return switch (e) {
            case Expr.MatrixSelector m -> matrix(m, time);
            case Expr.Subquery s -> subquery(s, time);
            case Expr.Parens p -> ranges(p.expr(), time);
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _, Expr.Call _, Expr.Aggregate _,
                    Expr.Binary _, Expr.Unary _ -> throw new IllegalArgumentException("no range vector: " + e);
        };
    }

    private List<Range> matrix(Expr.MatrixSelector m, long time) {
        long end = moment(m.vector().at(), m.vector().offset(), time);
        long start = end - millis(m.range());
        return select(m.vector()).stream().map(series -> new Range(series.labels(), fresh(between(series.points(), start, end)),
                fresh(between(series.points(), start - frame.lookback, end + frame.lookback)), start, end)).toList();
    }

    /** The inner expression at the multiples of the step within the range. */
    private List<Range> subquery(Expr.Subquery s, long time) {
        long end = moment(s.at(), s.offset(), time);
        long start = end - millis(s.range());
        DurationExpr given = s.step();
        long step = given == null ? frame.defaultSubqueryStep : millis(given);
        Map<Labels, List<Point>> points = new TreeMap<>();
        for (long t = Math.floorDiv(start, step) * step + step; t <= end; t += step) {
            long inner = t;
            vector(s.expr(), inner).forEach((labels, v) ->
                    points.computeIfAbsent(labels, l -> new ArrayList<>()).add(new Point(inner, v, 0)));
        }
        return points.entrySet().stream().map(p -> new Range(p.getKey(), p.getValue(), List.of(), start, end)).toList();
    }
}
