package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.latency.Buckets;
import dev.plumbline.daemon.config.canary.Measure;
import java.util.Arrays;

/**
 * From running sums to the one number that is judged: a pure function, so that what was kept can be judged again. Steps mean:
 * ratios (value of amount, both counts of events), traffic (value requests in the span), measures of a
 * whole window (one step: its value, resting on amount), all others (value the sum of amount points).
 */
final class Readings {
    private static final double MILLIS_PER_SECOND = 1000;

    private Readings() {}

    /** The number, and how many requests or points it rests on. */
    record Result(Reading reading, long amount) {}

    /** @param trailed whether a judge looks at every step, and so sees by itself when there are no new ones */
    static Result of(Measure measure, ArmInputs in, boolean trailed) {
        Reading trouble = in.trouble();
        if (measure instanceof Measure.Samples) {
            return samples(in);
        }
        if (trouble != null && !(trailed && !in.steps().isEmpty())) {
            return new Result(trouble, 0);
        }
        return switch (measure) {
            case Measure.ErrorRate e -> ratio(in, "no requests");
            case Measure.TraceErrors t -> ratio(in, "no spans");
            case Measure.LogErrors l -> ratio(in, "no log lines");
            case Measure.LogPatterns l -> ratio(in, "no log lines that have a pattern");
            case Measure.Latency l -> latency(in, l.quantile());
            case Measure.Traffic t -> traffic(in);
            case Measure.Saturation s -> mean(in);
            case Measure.Query q -> q.coversWindow() && in.steps().size() == 1 ? latest(in) : mean(in);
            case Measure.Samples s -> samples(in);
        };
    }

    /** The mean of all values of all series; whatever could not be read counts, since samples are compared as a whole. */
    private static Result samples(ArmInputs in) {
        if (in.trouble() instanceof Reading.Unreadable trouble) {
            return new Result(trouble, 0);
        }
        double[] values = in.sampled().series().stream().flatMap(s -> s.values().values().stream()).mapToDouble(v -> v).filter(v -> !Double.isNaN(v)).toArray();
        return values.length == 0 ? new Result(new Reading.Missing(in.sampled().series().isEmpty() ? "the query returned nothing" : "all values are NaN"), 0)
                : new Result(new Reading.Number(Arrays.stream(values).average().orElseThrow()), values.length);
    }

    private static Result ratio(ArmInputs in, String none) {
        double all = in.amount();
        return all > 0 ? new Result(new Reading.Number(Math.min(1, in.value() / all)), (long) all) : new Result(new Reading.Missing(none), 0);
    }

    private static Result latency(ArmInputs in, double quantile) {
        if (in.steps().stream().anyMatch(s -> !s.buckets().isEmpty())) {
            var buckets = new Buckets(LatencySteps.sum(in.steps()));
            return new Result(buckets.quantile(quantile), (long) buckets.count());
        }
        if (in.buckets().isEmpty()) {
            return in.amount() > 0 ? latest(in) : new Result(new Reading.Missing("no requests in the histogram"), 0);
        }
        var buckets = new Buckets(in.buckets());
        return new Result(buckets.quantile(quantile), (long) buckets.count());
    }

    private static Result traffic(ArmInputs in) {
        return in.spanMillis() > 0
                ? new Result(new Reading.Number(in.value() * MILLIS_PER_SECOND / in.spanMillis()), (long) in.amount())
                : new Result(new Reading.Missing("no two samples yet"), 0);
    }

    /** Of a measure that looks at the whole window by itself: its only step. */
    private static Result latest(ArmInputs in) {
        return in.steps().isEmpty() ? mean(in) : new Result(new Reading.Number(in.steps().getLast().value()), (long) in.amount());
    }

    private static Result mean(ArmInputs in) {
        double points = in.amount();
        return points > 0 ? new Result(new Reading.Number(in.value() / points), (long) points)
                : new Result(new Reading.Missing("nothing was measured yet"), 0);
    }
}
