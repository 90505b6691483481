package dev.plumbline.promql.engine;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * PromQL as plainly as it can be written: one step at a time, maps of numbers, every selector asked anew. Knows
 * selectors with offset, rate, increase, sum_over_time, sum by, and + and - with on or ignoring.
 */
final class NaiveEvaluator {
    private static final long LOOKBACK = 300_000;
    private final InMemoryStorage storage;

    NaiveEvaluator(InMemoryStorage storage) {
        this.storage = storage;
    }

    Map<Labels, Double> at(Expr e, long time) {
        return switch (e) {
            case Expr.VectorSelector s -> selector(s, time);
            case Expr.Call c -> call(c, time);
            case Expr.Aggregate a when a.op() == AggregateOp.SUM -> sum(a, time);
            case Expr.Binary b -> binary(b, time);
            case Expr.Parens p -> at(p.expr(), time);
            default -> throw new IllegalArgumentException("not in the naive subset: " + e);
        };
    }

    private record Point(long time, double value) {}

    private Map<Labels, List<Point>> window(Expr.VectorSelector s, long range, long time) {
        DurationExpr offset = s.offset();
        long end = time - (offset == null ? 0 : Objects.requireNonNull(DurationExpr.fixedMillis(offset)));
        var out = new TreeMap<Labels, List<Point>>();
        try (var querier = storage.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            for (var series : querier.select(s.matchers())) {
                var points = new ArrayList<Point>();
                Samples samples = series.samples(end - range + 1, end);
                for (int i = samples.from(); i < samples.to(); i++) {
                    points.add(new Point(samples.times()[i], samples.values()[i]));
                }
                out.put(series.labels(), points);
            }
        }
        return out;
    }

    private Map<Labels, Double> selector(Expr.VectorSelector s, long time) {
        var out = new TreeMap<Labels, Double>();
        window(s, LOOKBACK, time).forEach((labels, points) -> {
            if (!points.isEmpty() && !StaleMarker.is(points.getLast().value)) {
                out.put(labels, points.getLast().value);
            }
        });
        return out;
    }

    private Map<Labels, Double> call(Expr.Call c, long time) {
        var m = (Expr.MatrixSelector) c.args().getFirst();
        long range = Objects.requireNonNull(DurationExpr.fixedMillis(m.range()));
        DurationExpr offset = m.vector().offset();
        long end = time - (offset == null ? 0 : Objects.requireNonNull(DurationExpr.fixedMillis(offset)));
        var out = new TreeMap<Labels, Double>();
        window(m.vector(), range, time).forEach((labels, all) -> {
            List<Point> points = all.stream().filter(p -> !StaleMarker.is(p.value)).toList();
            if (points.size() >= (c.function().equals("sum_over_time") ? 1 : 2)) {
                out.put(labels.withoutMetricName(), switch (c.function()) {
                    case "sum_over_time" -> points.stream().mapToDouble(Point::value).sum();
                    case "increase" -> increase(points, end - range, end);
                    default -> increase(points, end - range, end) / (range / 1000.0);
                });
            }
        });
        return out;
    }

    private static double increase(List<Point> points, long start, long end) {
        double total = points.getLast().value - points.getFirst().value;
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).value < points.get(i - 1).value) {
                total += points.get(i - 1).value;
            }
        }
        double sampled = (points.getLast().time - points.getFirst().time) / 1000.0;
        double average = sampled / (points.size() - 1);
        double before = (points.getFirst().time - start) / 1000.0;
        double after = (end - points.getLast().time) / 1000.0;
        before = before >= average * 1.1 ? average / 2 : before;
        after = after >= average * 1.1 ? average / 2 : after;
        if (total > 0 && points.getFirst().value >= 0) {
            before = Math.min(before, sampled * points.getFirst().value / total);
        }
        return total * ((sampled + before + after) / sampled);
    }

    private Map<Labels, Double> sum(Expr.Aggregate a, long time) {
        var out = new TreeMap<Labels, Double>();
        at(a.expr(), time).forEach((labels, v) -> out.merge(a.without()
                ? labels.withoutMetricName().without(a.grouping()) : labels.keep(a.grouping()), v, Double::sum));
        return out;
    }

    private Map<Labels, Double> binary(Expr.Binary b, long time) {
        var matching = Objects.requireNonNull(b.matching());
        var out = new TreeMap<Labels, Double>();
        Map<Labels, Double> right = at(b.right(), time);
        at(b.left(), time).forEach((l, x) -> right.forEach((r, y) -> {
            Labels left = matching.on() ? l.keep(matching.labels()) : l.withoutMetricName().without(matching.labels());
            Labels other = matching.on() ? r.keep(matching.labels()) : r.withoutMetricName().without(matching.labels());
            if (left.equals(other) && out.put(left, b.op() == BinaryOp.ADD ? x + y : x - y) != null) {
                throw new IllegalStateException("more than one match: the generator made a bad query");
            }
        }));
        return out;
    }
}
