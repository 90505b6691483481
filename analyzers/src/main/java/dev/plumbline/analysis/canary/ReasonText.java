package dev.plumbline.analysis.canary;

import dev.plumbline.analysis.canary.MetricResult.Outcome;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The one line that explains a verdict. */
final class ReasonText {
    private final Policy policy;
    private final List<MetricResult> results;

    ReasonText(Policy policy, List<MetricResult> results) {
        this.policy = policy;
        this.results = results;
    }

    /** Those that failed, critical ones first, then the amount of evidence. */
    String failed() {
        return results.stream().filter(r -> policy.grouping().isFailing(r, results))
                .sorted(Comparator.comparing((MetricResult r) -> !r.criterion().critical())).map(MetricResult::reason)
                .collect(Collectors.joining(", ")) + amount();
    }

    String passed() {
        return join(r -> true) + amount();
    }

    String over() {
        boolean nothing = nothingCounts();
        return "no answer within " + seconds(policy.atMostMillis()) + ": " + (nothing ? "no metric counts: " : "")
                + join(r -> nothing || r.outcome() == Outcome.PENDING) + amount();
    }

    private boolean nothingCounts() {
        return policy.grouping().outcome(results) == Outcome.IGNORED;
    }

    String waiting(Progress progress) {
        long left = progress.sinceMillis() + policy.warmUpMillis() - progress.nowMillis();
        if (left > 0) {
            return "warming up, " + seconds(Math.min(left, policy.warmUpMillis())) + " left; nothing is measured yet";
        }
        if (nothingCounts()) {
            return "no metric counts: " + join(r -> true) + amount();
        }
        if (results.stream().anyMatch(r -> r.outcome() == Outcome.PENDING)) {
            return join(r -> r.outcome() == Outcome.PENDING) + amount();
        }
        return "measuring for another " + seconds(policy.minWindowMillis() - progress.window(policy).lengthMillis()) + "; so far "
                + join(r -> true) + amount();
    }

    private String join(Predicate<MetricResult> which) {
        return results.stream().filter(which).map(MetricResult::reason).collect(Collectors.joining(", "));
    }

    /** {@code ; 5,210 requests, 12 points}: the smallest amount of each kind among the metrics that count. */
    private String amount() {
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
