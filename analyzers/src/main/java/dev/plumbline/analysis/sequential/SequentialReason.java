package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.MetricResult.Outcome;
import dev.plumbline.analysis.canary.Policy;
import dev.plumbline.analysis.canary.Progress;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The one line that explains a verdict of the {@link SequentialJudge}. */
final class SequentialReason {
    private final Family family;
    private final Policy policy;
    private final List<MetricResult> results;

    SequentialReason(SequentialPlan plan, Policy policy, List<MetricResult> results) {
        family = new Family(plan, policy);
        this.policy = policy;
        this.results = results;
    }

    String failed() {
        return results.stream().filter(r -> r.outcome() == Outcome.FAIL && family.isInFailing(r.criterion().name(), results))
                .sorted(Comparator.comparing((MetricResult r) -> !r.criterion().critical())).map(MetricResult::reason)
                .collect(Collectors.joining(", ")) + amount();
    }

    String passed() {
        return join(r -> true) + amount();
    }

    String over() {
        boolean nothing = family.outcome(results) == Outcome.IGNORED;
        return "no answer within " + seconds(policy.atMostMillis()) + ": " + (nothing ? "no metric counts: " : "")
                + join(r -> nothing || r.outcome() == Outcome.PENDING) + amount();
    }

    String waiting(Progress progress) {
        long warmUp = progress.sinceMillis() + policy.warmUpMillis() - progress.nowMillis();
        if (warmUp > 0) {
            return "warming up, " + seconds(Math.min(warmUp, policy.warmUpMillis())) + " left; nothing is measured yet";
        }
        if (results.stream().anyMatch(r -> r.outcome() == Outcome.PENDING)) {
            return join(r -> r.outcome() == Outcome.PENDING) + amount();
        }
        if (family.outcome(results) == Outcome.IGNORED) {
            return "no metric counts: " + join(r -> true) + amount();
        }
        return "measuring for another " + seconds(policy.minWindowMillis() - progress.window(policy).lengthMillis()) + "; so far "
                + join(r -> true) + amount();
    }

    private String join(Predicate<MetricResult> which) {
        return results.stream().filter(which).map(MetricResult::reason).collect(Collectors.joining(", "));
    }

    /** The smallest amount of each kind among the metrics that count. */
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
        return seconds < 120 ? seconds + " s" : seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
    }
}
