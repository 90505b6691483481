package dev.plumbline.analysis.canary;

import dev.plumbline.analysis.canary.MetricResult.Outcome;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The one line that explains a verdict. */
final class ReasonText {
    private ReasonText() {}

    /** Those that failed, critical ones first, then the amount of evidence. */
    static String failed(List<MetricResult> results) {
        Stream<MetricResult> critical = failures(results).filter(r -> r.criterion().critical());
        Stream<MetricResult> others = failures(results).filter(r -> !r.criterion().critical());
        return Stream.concat(critical, others).map(MetricResult::reason).collect(Collectors.joining(", ")) + amount(results);
    }

    private static Stream<MetricResult> failures(List<MetricResult> results) {
        return results.stream().filter(r -> r.outcome() == Outcome.FAIL);
    }

    static String all(List<MetricResult> results) {
        return join(results, r -> true) + amount(results);
    }

    static String over(Policy policy, List<MetricResult> results) {
        boolean allIgnored = results.stream().allMatch(r -> r.outcome() == Outcome.IGNORED);
        String why = allIgnored ? "all metrics were ignored for lack of data: " : "";
        return "no answer within " + seconds(policy.atMostMillis()) + ": " + why
                + join(results, r -> allIgnored || r.outcome() == Outcome.PENDING) + amount(results);
    }

    static String waiting(Policy policy, Progress progress, List<MetricResult> results) {
        long warmUpLeft = progress.sinceMillis() + policy.warmUpMillis() - progress.nowMillis();
        if (warmUpLeft > 0) {
            return "warming up, " + seconds(Math.min(warmUpLeft, policy.warmUpMillis())) + " left; nothing is measured yet";
        }
        if (results.stream().allMatch(r -> r.outcome() == Outcome.IGNORED)) {
            return "no metric has data: " + join(results, r -> true) + amount(results);
        }
        if (results.stream().anyMatch(r -> r.outcome() == Outcome.PENDING)) {
            return join(results, r -> r.outcome() == Outcome.PENDING) + amount(results);
        }
        long left = policy.minWindowMillis() - progress.window(policy).lengthMillis();
        return "measuring for another " + seconds(left) + "; so far " + join(results, r -> true) + amount(results);
    }

    private static String join(List<MetricResult> results, Predicate<MetricResult> which) {
        return results.stream().filter(which).map(MetricResult::reason).collect(Collectors.joining(", "));
    }

    /** {@code ; 5,210 requests, 12 points}: the smallest amount of each kind among the metrics that count. */
    private static String amount(List<MetricResult> results) {
        Map<Exposure, Long> least = new EnumMap<>(Exposure.class);
        results.stream().filter(r -> r.outcome() != Outcome.IGNORED)
                .forEach(r -> least.merge(r.criterion().exposure(), r.evidence().amount(), Math::min));
        return least.isEmpty() ? "" : least.entrySet().stream().map(e -> e.getKey().show(e.getValue()))
                .collect(Collectors.joining(", ", "; ", ""));
    }

    /** Rounded up to whole seconds, from two minutes on to minutes and seconds. */
    private static String seconds(long millis) {
        long seconds = (Math.max(0, millis) + 999) / 1000;
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
}
