package dev.plumbline.promql.engine;

import dev.plumbline.promql.engine.NaiveSeries.Point;
import dev.plumbline.promql.engine.NaiveSeries.Range;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code rate}, {@code increase}, {@code delta}, {@code irate}, {@code idelta}, with start times where there are any. */
final class NaiveRates {
    private NaiveRates() {}

    /** Whether the start of b lies after a, or at a when a is known to have begun before: then the counter is a new one. */
    static boolean beganAnew(Point a, Point b) {
        boolean known = b.start() != 0 && b.start() < b.time();
        boolean afterA = b.start() > a.time();
        boolean atA = b.start() == a.time() && a.start() != 0 && a.start() < a.time();
        return known && (afterA || atA);
    }

    static @Nullable Double extrapolated(String function, Range r) {
        List<Point> ps = r.points();
        boolean isCounter = !function.equals("delta");
        Point first = ps.getFirst();
        boolean beginsInside = isCounter && first.start() > r.start() && first.start() != 0 && first.start() < first.time();
        if (ps.size() < 2 && !beginsInside) {
            return null;
        }
        double difference = ps.getLast().value() - first.value();
        for (int i = 1; isCounter && i < ps.size(); i++) {
            boolean reset = ps.get(i).value() < ps.get(i - 1).value() || beganAnew(ps.get(i - 1), ps.get(i));
            difference += reset ? ps.get(i - 1).value() : 0;
        }
        double increase = beginsInside ? (difference + first.value()) * factorSinceStart(r)
                : difference * factor(r, isCounter, difference);
        return function.equals("rate") ? increase / ((r.end() - r.start()) / 1000.0) : increase;
    }

    private static double factor(Range r, boolean isCounter, double difference) {
        Point first = r.points().getFirst();
        double sampled = sampledSeconds(r);
        double average = sampled / (r.points().size() - 1);
        double before = (first.time() - r.start()) / 1000.0;
        before = before >= average * 1.1 ? average / 2 : before;
        if (isCounter && difference > 0 && first.value() >= 0) {
            double toZero = sampled * (first.value() / difference);
            before = toZero < before ? toZero : before;
        }
        return (sampled + before + after(r, average)) / sampled;
    }

    private static double factorSinceStart(Range r) {
        double average = r.points().size() < 2 ? 0 : sampledSeconds(r) / (r.points().size() - 1);
        double sampled = (r.points().getLast().time() - r.points().getFirst().start()) / 1000.0;
        return (sampled + after(r, average)) / sampled;
    }

    private static double sampledSeconds(Range r) {
        return (r.points().getLast().time() - r.points().getFirst().time()) / 1000.0;
    }

    private static double after(Range r, double average) {
        double after = (r.end() - r.points().getLast().time()) / 1000.0;
        return after >= average * 1.1 ? average / 2 : after;
    }

    static @Nullable Double instant(String function, List<Point> ps) {
        if (ps.size() < 2) {
            return null;
        }
        Point a = ps.get(ps.size() - 2);
        Point b = ps.getLast();
        if (function.equals("idelta")) {
            return b.value() - a.value();
        }
        double grown = b.value() < a.value() || beganAnew(a, b) ? b.value() : b.value() - a.value();
        return grown / ((b.time() - a.time()) / 1000.0);
    }
}
