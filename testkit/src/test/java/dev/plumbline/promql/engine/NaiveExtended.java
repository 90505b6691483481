package dev.plumbline.promql.engine;

import dev.plumbline.promql.ast.Expr.Extension;
import dev.plumbline.promql.engine.NaiveSeries.Point;
import dev.plumbline.promql.engine.NaiveSeries.Range;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code anchored} and {@code smoothed}: a series is given a value at each border of the range, and the rest is counting. */
final class NaiveExtended {
    private NaiveExtended() {}

    /** The value at a time on the line between two samples; a counter that was reset between them rises from 0. */
    static double line(Point a, Point b, long time, boolean isCounter) {
        double from = isCounter && b.value() < a.value() ? 0 : a.value();
        return from + (b.value() - from) * (time - a.time()) / (b.time() - a.time());
    }

    static @Nullable Double evaluate(String function, Extension extension, Range r) {
        boolean smoothed = extension == Extension.SMOOTHED;
        List<Point> seen = smoothed ? r.around() : r.around().stream().filter(p -> p.time() <= r.end()).toList();
        List<Point> before = seen.stream().filter(p -> p.time() <= r.start()).toList();
        List<Point> after = seen.stream().filter(p -> p.time() > r.end()).toList();
        boolean nothing = seen.isEmpty() || seen.getLast().time() <= r.start()
                || smoothed && before.isEmpty() && r.points().isEmpty();
        if (nothing) {
            return null;
        }
        var inner = new ArrayList<>(r.points());
        if (!smoothed) {
            if (!before.isEmpty()) {
                inner.addFirst(before.getLast());
            }
            return function.equals("changes") ? Double.valueOf(NaiveRanges.changes(inner))
                    : function.equals("resets") ? Double.valueOf(NaiveRanges.resets(inner)) : rate(function, inner, r);
        }
        boolean isCounter = !function.equals("delta");
        if (!before.isEmpty()) {
            inner.addFirst(border(before.getLast(), first(r.points(), after), r.start(), isCounter));
        }
        if (!after.isEmpty() && (r.points().isEmpty() || r.points().getLast().time() < r.end())) {
            Point last = r.points().isEmpty() ? before.getLast() : r.points().getLast();
            inner.addLast(border(last, after.getFirst(), r.end(), isCounter));
        }
        return rate(function, inner, r);
    }

    private static Point first(List<Point> points, List<Point> orElse) {
        return points.isEmpty() ? orElse.getFirst() : points.getFirst();
    }

    private static Point border(Point a, Point b, long time, boolean isCounter) {
        return new Point(time, a.time() == time ? a.value() : line(a, b, time, isCounter), 0);
    }

    private static double rate(String function, List<Point> points, Range r) {
        double result = points.getLast().value() - points.getFirst().value();
        for (int i = 1; i < points.size() && !function.equals("delta"); i++) {
            if (points.get(i).value() < points.get(i - 1).value()) {
                result += points.get(i - 1).value();
            }
        }
        return function.equals("rate") ? result / ((r.end() - r.start()) / 1000.0) : result;
    }
}
