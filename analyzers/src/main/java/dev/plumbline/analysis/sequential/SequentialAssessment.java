package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.BaselineEvidence;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.EventInterval;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.LatencyInterval;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.PointInterval;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import dev.plumbline.analysis.canary.Quantity;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.canary.ThresholdJudge;
import dev.plumbline.analysis.canary.Trail;
import dev.plumbline.analysis.canary.Unit;
import dev.plumbline.analysis.sequential.Finding.State;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** What becomes of one metric: guards first (something to judge, enough of it, fresh, split as ordered), then its tests. */
final class SequentialAssessment {
    /** Where this many times the evidence would be needed, no forecast is worth giving. */
    private static final double FAR = 100;
    private final Policy policy;
    private final Progress progress;
    private final MetricSequence.Span span;
    private final long staleMillis;

    SequentialAssessment(Policy policy, Progress progress, MetricSequence.Span span, long staleMillis) {
        this.policy = policy;
        this.progress = progress;
        this.span = span;
        this.staleMillis = staleMillis;
    }

    MetricResult assess(Criterion c, Evidence e, MarginTest.Levels levels, ReadSoFar soFar) {
        Trail trail = e.trail();
        if (trail == null || !isReadable(e.reading()) || !c.isHeld()) {
            return byValue(c, e);
        }
        BaselineEvidence baseline = e.baseline();
        if (c.margin() != null && c.noData() == NoData.IGNORE && baseline != null && baseline.reading() instanceof Reading.Missing m
                && progress.window(policy).lengthMillis() >= policy.minWindowMillis()) {
            boolean limited = c.failAbove() != null || c.failBelow() != null;
            return alone(c, e, m.why(), limited ? assess(c.alone(), e, levels, soFar) : null);
        }
        String held = held(c, e, trail);
        if (held != null) {
            return new MetricResult(c, Outcome.PENDING, c.name() + " " + held, e);
        }
        List<Finding> findings = new MetricSequence(c, span, levels, soFar).findings(trail);
        if (has(findings, State.WORSE)) {
            return new MetricResult(c, Outcome.FAIL, failed(c, e, findings, levels), e);
        }
        boolean stale = progress.nowMillis() - end(trail) > staleMillis;
        if (stale) {
            return new MetricResult(c, Outcome.PENDING, c.name() + " was last measured " + (progress.nowMillis() - end(trail)) / 1000
                    + " s ago, at most " + staleMillis / 1000 + " s are allowed", e);
        }
        return has(findings, State.OPEN) ? new MetricResult(c, Outcome.PENDING, open(c, e, findings), e)
                : new MetricResult(c, Outcome.PASS, values(c, e) + ", within " + names(findings), e);
    }

    /** Without the baseline, which has no data: what the limits say, if there are any. */
    private static MetricResult alone(Criterion c, Evidence e, String why, @Nullable MetricResult byLimits) {
        String text = ", not compared: the baseline has no data (" + why + "), ignored as this policy says";
        return byLimits == null ? new MetricResult(c, Outcome.IGNORED, values(c, e) + text, e)
                : new MetricResult(c, byLimits.outcome(), byLimits.reason() + text, e);
    }

    private static boolean isReadable(Reading reading) {
        return switch (reading) {
            case Reading.Number n -> Double.isFinite(n.value());
            case Reading.AtLeast n -> Double.isFinite(n.value());
            case Reading.Missing m -> false;
            case Reading.Unreadable u -> false;
        };
    }

    /** By the value alone: what no data means, and what has no trail. */
    private MetricResult byValue(Criterion c, Evidence e) {
        MetricResult r = ThresholdJudge.assess(policy, progress, c, e);
        boolean decided = e.trail() == null && isReadable(e.reading()) && (r.outcome() == Outcome.PASS || r.outcome() == Outcome.FAIL);
        return decided ? new MetricResult(c, r.outcome(), r.reason() + " (by its value, without error control)", e) : r;
    }

    private static @Nullable String held(Criterion c, Evidence e, Trail trail) {
        if (e.amount() < c.minimum()) {
            return "has " + c.exposure().show(e.amount()) + " of at least " + c.exposure().show(c.minimum());
        }
        if (c.margin() == null) {
            return null;
        }
        BaselineEvidence baseline = e.baseline();
        if (baseline == null) {
            return "cannot be compared yet: the baseline was not looked up";
        }
        if (baseline.amount() < c.minimum()) {
            return "cannot be compared yet: the baseline has " + c.exposure().show(baseline.amount()) + " of at least "
                    + c.exposure().show(c.minimum());
        }
        var split = WeightSteps.Split.of(requests(trail));
        return split.isMismatch() ? String.format(Locale.ROOT, "is not compared: the canary has %.3g %% of the requests where its weight says %.3g %%",
                100 * split.share(), 100 * split.ordered()) : null;
    }

    private static List<EventInterval> requests(Trail trail) {
        return switch (trail) {
            case Trail.Events e -> e.since();
            case Trail.Latencies l -> l.since().stream().map(i -> new EventInterval(i.endMillis(), i.canary().getLast(), 0,
                    i.baseline().getLast(), 0, i.weight())).toList();
            case Trail.Points p -> List.of();
            case Trail.Samples s -> List.of();
        };
    }

    private long end(Trail trail) {
        LongStream ends = switch (trail) {
            case Trail.Events e -> e.since().stream().mapToLong(EventInterval::endMillis);
            case Trail.Latencies l -> l.since().stream().mapToLong(LatencyInterval::endMillis);
            case Trail.Points p -> p.since().stream().mapToLong(PointInterval::endMillis);
            case Trail.Samples s -> s.canary().stream().flatMapToLong(c -> c.values().keySet().stream().mapToLong(t -> t));
        };
        return ends.max().orElse(span.startMillis());
    }

    private static boolean has(List<Finding> findings, State state) {
        return findings.stream().anyMatch(f -> f.state() == state);
    }

    private static String names(List<Finding> findings) {
        return findings.stream().map(Finding::what).distinct().collect(Collectors.joining(" and "));
    }

    private static String failed(Criterion c, Evidence e, List<Finding> findings, MarginTest.Levels levels) {
        String broken = names(findings.stream().filter(f -> f.state() == State.WORSE).toList());
        return values(c, e) + ", proven beyond " + broken + String.format(Locale.ROOT, " (error probability at most %.2g)", levels.fail());
    }

    private static String open(Criterion c, Evidence e, List<Finding> findings) {
        List<Finding> open = findings.stream().filter(f -> f.state() == State.OPEN).toList();
        double factor = open.stream().mapToDouble(Finding::factor).max().orElse(Double.POSITIVE_INFINITY);
        double more = Math.ceil(Math.max(1, (factor - 1) * e.amount()));
        String needs = factor < FAR ? ", needs about " + c.exposure().show(rounded(more)).replaceFirst(" ", " more ") : "";
        return values(c, e) + ", not known yet against " + names(open) + needs;
    }

    /** To two digits, upwards. */
    private static long rounded(double n) {
        double unit = Math.max(1, Math.pow(10, Math.floor(Math.log10(n)) - 1));
        return (long) (Math.ceil(n / unit) * unit);
    }

    /** {@code error_rate 2.1 % vs 0.9 %}. */
    private static String values(Criterion c, Evidence e) {
        BaselineEvidence baseline = e.baseline();
        // Events among requests are a ratio, also where no limit says so by its unit.
        boolean ratio = e.trail() instanceof Trail.Events && c.failAbove() == null && c.failBelow() == null;
        DoubleFunction<String> unit = ratio ? new Quantity(0, Unit.PERCENT)::showBeside : c::show;
        String mine = c.name() + " " + show(unit, e.reading());
        return c.margin() == null || baseline == null ? mine : mine + " vs " + show(unit, baseline.reading());
    }

    private static String show(DoubleFunction<String> unit, Reading reading) {
        return switch (reading) {
            case Reading.Number n -> unit.apply(n.value());
            case Reading.AtLeast n -> "at least " + unit.apply(n.value());
            case Reading.Missing m -> "nothing (" + m.why() + ")";
            case Reading.Unreadable u -> "unknown (" + u.why() + ")";
        };
    }
}
