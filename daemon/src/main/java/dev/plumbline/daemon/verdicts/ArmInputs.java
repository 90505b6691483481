package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.daemon.config.canary.JudgeSettings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Everything that was measured of one metric of one arm so far, as running sums: enough to judge it again without any query.
 * Immutable.
 *
 * @param source the series that were used, empty while none are found
 * @param queries the texts of the last evaluation
 * @param trouble why the last evaluation gave nothing, null when it gave something
 * @param steps in order of time, at most {@link #MAX_STEPS}; neighbours are added up when there would be more, which there are not where a
 *     judge looks at each
 * @param buckets upper bounds in seconds to how many requests took at most as long, over the whole window; for latency whose steps have none
 * @param endMillis until when the window is measured, ms since the epoch; {@link Long#MIN_VALUE} before the first time
 * @param sampled for a metric whose values are compared as samples, in place of steps
 */
record ArmInputs(String source, List<String> queries, @Nullable Reading trouble, List<Step> steps, SortedMap<Double, Double> buckets,
        long endMillis, Sampled sampled) {
    static final int MAX_STEPS = JudgeSettings.MAX_INTERVALS + 1;
    static final ArmInputs NONE = new ArmInputs("", List.of(), null, List.of(), new TreeMap<>(), Long.MIN_VALUE);

    ArmInputs {
        queries = List.copyOf(queries);
        steps = List.copyOf(steps);
        buckets = Collections.unmodifiableSortedMap(new TreeMap<>(buckets));
    }

    /** Without samples. */
    ArmInputs(String source, List<String> queries, @Nullable Reading trouble, List<Step> steps, SortedMap<Double, Double> buckets, long endMillis) {
        this(source, queries, trouble, steps, buckets, endMillis, Sampled.NONE);
    }

    /** With one more evaluation, which gave a step or the reason for none. */
    ArmInputs with(Step step, @Nullable Reading why) {
        var more = new ArrayList<>(steps);
        if (step.amount() != 0 || step.value() != 0 || step.spanMillis() != 0) {
            more.add(step);
        }
        return new ArmInputs(source, queries, why, more.size() > MAX_STEPS ? halved(more) : more, buckets, step.endMillis());
    }

    private static List<Step> halved(List<Step> steps) {
        var half = new ArrayList<Step>();
        for (int i = 0; i < steps.size(); i += 2) {
            half.add(i + 1 < steps.size() ? steps.get(i).and(steps.get(i + 1)) : steps.get(i));
        }
        return half;
    }

    /** With one step in place of all others: for a measure that looks at the whole window by itself. */
    ArmInputs withOnly(Step step) {
        return new ArmInputs(source, queries, null, List.of(step), buckets, step.endMillis());
    }

    ArmInputs failed(Reading why) {
        return new ArmInputs(source, queries, why, steps, buckets, endMillis, sampled);
    }

    ArmInputs using(String series, List<String> asked) {
        return new ArmInputs(series, asked, trouble, steps, buckets, endMillis, sampled);
    }

    /** With these samples, until that time. */
    ArmInputs sampling(Sampled samples, long untilMillis) {
        return new ArmInputs(source, queries, null, steps, buckets, untilMillis, samples);
    }

    /** With more requests in the buckets. */
    ArmInputs adding(SortedMap<Double, Double> counts) {
        var sums = new TreeMap<>(buckets);
        counts.forEach((bound, count) -> sums.merge(bound, count, Double::sum));
        return new ArmInputs(source, queries, trouble, steps, sums, endMillis);
    }

    double amount() {
        return steps.stream().mapToDouble(Step::amount).sum();
    }

    double value() {
        return steps.stream().mapToDouble(Step::value).sum();
    }

    long spanMillis() {
        return steps.stream().mapToLong(Step::spanMillis).sum();
    }
}
