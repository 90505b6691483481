package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.EventInterval;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.Margin.Direction;
import dev.plumbline.analysis.canary.PointInterval;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Trail;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** All tests of one metric over its trail: one for each limit, one for each side of the margin. The metric's error probability is split over them. */
final class MetricSequence {
    private final Criterion criterion;
    private final Span span;
    private final MarginTest.Levels levels;
    private final ReadSoFar soFar;

    /** The time that is judged, ms since the epoch: after {@code startMillis}, at most to {@code endMillis}, and when it will be over. */
    record Span(long startMillis, long endMillis, long overMillis) {
        boolean holds(long millis) {
            return millis > startMillis && millis <= endMillis;
        }

        double elapsed(long millis) {
            return (millis - startMillis) / (double) (overMillis - startMillis);
        }
    }

    MetricSequence(Criterion criterion, Span span, MarginTest.Levels levels, ReadSoFar soFar) {
        this.criterion = criterion;
        this.span = span;
        this.soFar = soFar;
        int all = (criterion.failAbove() == null ? 0 : 1) + (criterion.failBelow() == null ? 0 : 1) + sides(criterion.margin()).size();
        this.levels = new MarginTest.Levels(levels.fail() / all, levels.pass(), levels.spending());
    }

    private static List<Direction> sides(@org.jspecify.annotations.Nullable Margin margin) {
        if (margin == null) {
            return List.of();
        }
        return margin.direction() == Direction.EITHER ? List.of(Direction.INCREASE, Direction.DECREASE) : List.of(margin.direction());
    }

    List<Finding> findings(Trail trail) {
        return switch (trail) {
            case Trail.Events e -> events(e);
            case Trail.Latencies l -> latencies(l);
            case Trail.Points p -> points(p);
            case Trail.Samples s -> throw new IllegalArgumentException("metric " + criterion.name() + ": samples have no order that could be looked at one by one");
        };
    }

    /** What a state depends on beside the intervals. */
    private Object context(List<EventInterval> before) {
        return List.of(criterion, levels, span.startMillis, span.overMillis, before);
    }

    private List<Finding> events(Trail.Events trail) {
        var streams = new SlowRequests.Streams(trail.before(), trail.since());
        var all = new ArrayList<Finding>();
        above().ifPresent(q -> all.add(limit(streams, q.value(), "<= " + q)));
        below().ifPresent(q -> all.add(limit(complement(streams), 1 - q.value(), ">= " + q)));
        Margin margin = criterion.margin();
        for (Direction side : sides(margin)) {
            all.add(margin(streams, Objects.requireNonNull(margin), side));
        }
        return all;
    }

    private Optional<Quantity> above() {
        return Optional.ofNullable(criterion.failAbove());
    }

    private Optional<Quantity> below() {
        return Optional.ofNullable(criterion.failBelow());
    }

    private List<Finding> latencies(Trail.Latencies trail) {
        var slow = new SlowRequests(trail);
        var all = new ArrayList<Finding>();
        above().ifPresent(q -> all.add(slow.above(q.value()).map(s -> limit(s, 1 - trail.quantile(), "<= " + q))
                .orElse(open("the limit " + q + ", beyond which the histogram has no buckets"))));
        below().ifPresent(q -> all.add(slow.above(q.value()).map(s -> limit(complement(s), trail.quantile(), ">= " + q))
                .orElse(open("the limit " + q + ", beyond which the histogram has no buckets"))));
        Margin margin = criterion.margin();
        if (margin != null) {
            // One side: a latency that goes down is no fault that buckets could prove.
            all.add(slow.beside(margin, criterion.minimum()).map(s -> margin(s, new Margin(0, true, Direction.INCREASE, margin.written()),
                    Direction.INCREASE)).orElse(open("the margin " + margin + ": the baseline's quantile or the margin's edge is not known inside of the buckets")));
        }
        return all;
    }

    private static Finding open(String what) {
        return new Finding(Finding.State.OPEN, what, Double.POSITIVE_INFINITY);
    }

    private List<Finding> points(Trail.Points trail) {
        var all = new ArrayList<Finding>();
        above().ifPresent(q -> all.add(shift(trail, p -> p.canary() - q.value(), new Named("above", "<= " + q))));
        below().ifPresent(q -> all.add(shift(trail, p -> q.value() - p.canary(), new Named("below", ">= " + q))));
        Margin margin = criterion.margin();
        for (Direction side : sides(margin)) {
            all.add(shift(trail, p -> excess(p, Objects.requireNonNull(margin), side), new Named("margin " + side, "margin " + margin)));
        }
        return all;
    }

    private static double excess(PointInterval p, Margin margin, Direction side) {
        double allowed = margin.relative() ? margin.amount() * Math.abs(p.baseline()) : margin.amount();
        return (side == Direction.INCREASE ? p.canary() - p.baseline() : p.baseline() - p.canary()) - allowed;
    }

    /** A test: its own name, and what it is about. */
    private record Named(String test, String what) {}

    private Finding shift(Trail.Points trail, ToDoubleFunction<PointInterval> difference, Named named) {
        var test = new ShiftTest(levels);
        ShiftState s = soFar.place("shift " + named.test, context(List.of()), ShiftState.START).read(trail.since().stream().filter(p -> span.holds(p.endMillis())).toList(),
                (state, p) -> test.next(state, difference.applyAsDouble(p)));
        return new Finding(state(test.isWorse(s), test.isWithin(s)), named.what, test.factorToPass(s));
    }

    private Finding limit(SlowRequests.Streams streams, double limit, String what) {
        var test = new LimitTest(limit, levels);
        LimitState s = soFar.place("limit " + what, context(streams.before()), LimitTest.start(streams.before()))
                .read(streams.since().stream().filter(i -> span.holds(i.endMillis())).toList(), test::next);
        return new Finding(state(test.isWorse(s), test.isWithin(s)), what, test.factorToPass(s));
    }

    private Finding margin(SlowRequests.Streams given, Margin margin, Direction side) {
        SlowRequests.Streams streams = side == Direction.INCREASE ? given : swapped(given);
        double ratio = !margin.relative() ? 1 : side == Direction.INCREASE ? 1 + margin.amount() : 1 / Math.max(1e-9, 1 - margin.amount());
        var comparison = new EventComparison(new MarginTest(ratio, margin.relative() ? 0 : margin.amount(), levels));
        ComparisonState s = soFar.place("margin " + side, context(given.before()), EventComparison.start(given.before()))
                .read(WeightSteps.settled(streams.since()).stream().filter(i -> span.holds(i.endMillis())).toList(),
                        (state, i) -> comparison.next(state, i, span.elapsed(i.endMillis())));
        MarginTest test = comparison.test();
        return new Finding(state(test.isWorse(s.margin()), test.isWithin(s.margin())), "margin " + margin, test.factorToPass(s.margin()));
    }

    private static Finding.State state(boolean worse, boolean within) {
        return worse ? Finding.State.WORSE : within ? Finding.State.WITHIN : Finding.State.OPEN;
    }

    /** What is good counted instead of what is bad. */
    private static SlowRequests.Streams complement(SlowRequests.Streams s) {
        return new SlowRequests.Streams(s.before().stream().map(MetricSequence::complement).toList(),
                s.since().stream().map(MetricSequence::complement).toList());
    }

    private static EventInterval complement(EventInterval i) {
        return new EventInterval(i.endMillis(), i.requests(), Math.max(0, i.requests() - i.events()), i.baselineRequests(),
                Math.max(0, i.baselineRequests() - i.baselineEvents()), i.weight());
    }

    private static SlowRequests.Streams swapped(SlowRequests.Streams s) {
        return new SlowRequests.Streams(s.before(), s.since().stream().map(i -> new EventInterval(i.endMillis(), i.baselineRequests(),
                i.baselineEvents(), i.requests(), i.events(), Double.isNaN(i.weight()) ? i.weight() : 1 - i.weight())).toList());
    }
}
