package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.EventInterval;
import dev.plumbline.analysis.canary.LatencyInterval;
import dev.plumbline.analysis.canary.PointInterval;
import dev.plumbline.analysis.canary.Trail;
import dev.plumbline.daemon.config.canary.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From the steps of both arms to the intervals that a judge looks at one by one. An interval ends where both arms have new samples: targets
 * that are scraped more seldom than is measured make longer intervals, not such in which one arm stands still. What was an interval once
 * stays one when more steps come.
 */
final class Trails {
    private static final double MILLIS_PER_SECOND = 1000;
    private final MetricInputs inputs;
    private final double weight;

    private Trails(MetricInputs inputs, double weight) {
        this.inputs = inputs;
        this.weight = weight;
    }

    /**
     * Of a metric.
     *
     * @param weight the share of requests, 0 to 1, that the canary is ordered to have; NaN where that is not known
     */
    static Trail of(Measure measure, MetricInputs inputs, double weight) {
        if (measure instanceof Measure.Samples) {
            ArmInputs baseline = inputs.baseline();
            return Sampled.trail(inputs.canary().sampled(), baseline == null ? Sampled.NONE : baseline.sampled());
        }
        var trails = new Trails(inputs, weight);
        return switch (measure) {
            case Measure.ErrorRate e -> trails.events();
            case Measure.TraceErrors t -> trails.events();
            case Measure.LogErrors l -> trails.events();
            case Measure.LogPatterns l -> trails.events();
            case Measure.Latency l -> trails.latencies(l.quantile());
            case Measure.Traffic t -> trails.points(s -> s.spanMillis() > 0 ? s.value() * MILLIS_PER_SECOND / s.spanMillis() : Double.NaN);
            case Measure.Saturation s -> trails.points(Step::value);
            case Measure.Query q -> trails.points(Step::value);
            case Measure.Samples s -> throw new IllegalStateException("samples are no steps");
        };
    }

    private List<Step> mine() {
        return inputs.canary().steps();
    }

    private List<Step> theirs() {
        ArmInputs baseline = inputs.baseline();
        return baseline == null ? List.of() : baseline.steps();
    }

    private List<Step> history() {
        ArmInputs before = inputs.history();
        return before == null ? List.of() : before.steps();
    }

    private Trail events() {
        List<EventInterval> before = history().stream().filter(s -> s.spanMillis() > 0)
                .map(s -> new EventInterval(s.endMillis(), 0, 0, s.amount(), Math.min(s.value(), s.amount()), Double.NaN)).toList();
        List<EventInterval> since = pairs().stream().map(p -> new EventInterval(p.endMillis, p.sum(p.mine, Step::amount),
                Math.min(p.sum(p.mine, Step::value), p.sum(p.mine, Step::amount)), p.sum(p.theirs, Step::amount),
                Math.min(p.sum(p.theirs, Step::value), p.sum(p.theirs, Step::amount)), weight)).toList();
        return new Trail.Events(before, since);
    }

    private Trail latencies(double quantile) {
        List<Double> bounds = LatencySteps.bounds(Stream.of(mine(), theirs(), history()).flatMap(List::stream).toList());
        List<LatencyInterval> before = history().stream().filter(s -> s.spanMillis() > 0)
                .map(s -> new LatencyInterval(s.endMillis(), List.of(), LatencySteps.counts(s, bounds), Double.NaN)).toList();
        List<LatencyInterval> since = pairs().stream()
                .map(p -> new LatencyInterval(p.endMillis, sum(p.mine, bounds), sum(p.theirs, bounds), weight)).toList();
        return new Trail.Latencies(quantile, bounds, before, since);
    }

    private static List<Double> sum(List<Step> steps, List<Double> bounds) {
        double[] sums = new double[bounds.size()];
        for (Step s : steps) {
            List<Double> counts = LatencySteps.counts(s, bounds);
            for (int i = 0; i < sums.length; i++) {
                sums[i] += counts.get(i);
            }
        }
        return Arrays.stream(sums).boxed().toList();
    }

    /** Steps of both arms that make one interval. */
    private record Pair(long endMillis, List<Step> mine, List<Step> theirs) {
        double sum(List<Step> steps, ToDoubleFunction<Step> number) {
            return steps.stream().mapToDouble(number).sum();
        }
    }

    private List<Pair> pairs() {
        boolean alone = inputs.baseline() == null;
        var pairs = new ArrayList<Pair>();
        List<Step> mine = new ArrayList<>();
        List<Step> theirs = new ArrayList<>();
        int next = 0;
        for (Step s : mine()) {
            mine.add(s);
            while (next < theirs().size() && theirs().get(next).endMillis() <= s.endMillis()) {
                theirs.add(theirs().get(next++));
            }
            if (isNews(mine) && (alone || isNews(theirs))) {
                pairs.add(new Pair(s.endMillis(), mine, theirs));
                mine = new ArrayList<>();
                theirs = new ArrayList<>();
            }
        }
        return pairs;
    }

    private static boolean isNews(List<Step> steps) {
        return steps.stream().anyMatch(s -> s.spanMillis() > 0);
    }

    private Trail points(ToDoubleFunction<Step> value) {
        ArmInputs baseline = inputs.baseline();
        Map<Long, Double> others = new HashMap<>();
        theirs().stream().filter(s -> s.amount() > 0).forEach(s -> others.put(s.endMillis(), value.applyAsDouble(s)));
        var since = new ArrayList<PointInterval>();
        for (Step s : mine()) {
            @Nullable Double other = baseline == null ? Double.valueOf(Double.NaN) : others.get(s.endMillis());
            double own = value.applyAsDouble(s);
            if (s.amount() > 0 && Double.isFinite(own) && other != null && (baseline == null || Double.isFinite(other))) {
                since.add(new PointInterval(s.endMillis(), own, other));
            }
        }
        return new Trail.Points(since);
    }
}
