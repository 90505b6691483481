package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.sequential.MetricHistory;
import dev.plumbline.analysis.sequential.MetricHistory.Point;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The metric that a verdict hangs on, over time: what people look at first.
 *
 * @param points at least two, in order of time; first those of the stable version alone, before the release, where they are known
 * @param limits what the canary's value is held to, at most two
 * @param low the lowest value to show
 * @param high the highest, above {@code low}
 * @param caption what the lines and axes are, in a line without markup
 */
public record DecisiveMetric(String name, List<Point> points, List<Double> limits, double low, double high, String caption) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    /** Air above the highest value. */
    private static final double HEADROOM = 1.05;
    /** How many intervals of the stable version before the release are shown at least, where they are known. */
    private static final int MIN_BEFORE = 20;

    public DecisiveMetric {
        points = List.copyOf(points);
        limits = List.copyOf(limits);
        if (points.size() < 2 || !(high > low)) {
            throw new IllegalArgumentException(name + ": nothing to draw from " + points.size() + " points from " + low + " to " + high);
        }
    }

    /**
     * Finds it: of a no-go one that failed, of a go one that passed, else one that is not proven; critical ones first. Only what was measured interval by interval can be
     * drawn, so there may be none.
     */
    static Optional<DecisiveMetric> of(AnalysisRecord record, Judgement judgement) {
        List<MetricResult> results = judgement.results();
        int known = Math.min(results.size(), record.inputs().size());
        Outcome decisive = switch (judgement.verdict()) {
            case Verdict.Go _ -> Outcome.PASS;
            case Verdict.NoGo _ -> Outcome.FAIL;
            case Verdict.Inconclusive _, Verdict.Pending _ -> Outcome.PENDING;
        };
        return Stream.of(true, false).flatMap(critical -> IntStream.range(0, known)
                .filter(i -> results.get(i).outcome() == decisive && results.get(i).criterion().critical() == critical)
                .mapToObj(i -> drawn(record, i, results.get(i).criterion())).flatMap(Optional::stream)).findFirst();
    }

    private static Optional<DecisiveMetric> drawn(AnalysisRecord record, int metric, Criterion c) {
        var trail = Trails.of(record.subject().policy().judged().get(metric).measure(), record.inputs().get(metric), Double.NaN);
        List<Point> before = MetricHistory.before(trail).points();
        List<Point> since = MetricHistory.of(trail).points();
        List<Point> points = Stream.concat(before.stream().skip(Math.max(0, before.size() - Math.max(since.size(), MIN_BEFORE))), since.stream()).toList();
        List<Double> limits = Stream.of(Optional.ofNullable(c.failBelow()), Optional.ofNullable(c.failAbove()))
                .flatMap(Optional::stream).map(q -> q.value()).toList();
        double[] shown = DoubleStream.concat(limits.stream().mapToDouble(d -> d), points.stream().flatMapToDouble(p -> DoubleStream.of(p.canary(), p.baseline())))
                .filter(Double::isFinite).toArray();
        if (points.size() < 2 || points.stream().noneMatch(p -> Double.isFinite(p.canary()))) {
            return Optional.empty();
        }
        double low = Math.min(0, DoubleStream.of(shown).min().orElse(0));
        double most = DoubleStream.of(shown).max().orElse(0);
        double high = most > low ? low + (most - low) * HEADROOM : low + 1;
        boolean compared = points.stream().anyMatch(p -> Double.isFinite(p.baseline()));
        String caption = c.name() + ": canary red" + (compared ? ", stable version grey" : "") + (limits.isEmpty() ? "" : ", limit dashed")
                + "; from " + c.show(low) + " to " + c.show(high) + ", " + time(points.getFirst()) + " to " + time(points.getLast()) + " UTC";
        return Double.isFinite(high - low) ? Optional.of(new DecisiveMetric(c.name(), points, limits, low, high, caption)) : Optional.empty();
    }

    private static String time(Point p) {
        return TIME.format(Instant.ofEpochMilli(p.endMillis()));
    }
}
