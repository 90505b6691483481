package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.Durations;
import java.util.Optional;
import java.util.Set;

/** Reads a policy's {@code judge}. */
final class JudgeReader {
    private static final Set<String> KEYS = Set.of("method", "alpha", "split", "config", "mode", "pass", "marginal", "analysis_interval", "selectors", "min_requests", "min_points", "warm_up",
            "min_window", "interval", "compare", "total_score");
    private static final long MOST = 1_000_000_000;
    private static final long LEAST_INTERVAL_MILLIS = 1_000;

    private final Fields policy;
    private final Notes notes;

    JudgeReader(Fields policy, Notes notes) {
        this.policy = policy;
        this.notes = notes;
    }

    JudgeSettings read() {
        return policy.node("judge").flatMap(n -> Fields.of("judge", n, KEYS, notes)).map(this::settings)
                .orElse(JudgeSettings.DEFAULTS);
    }

    private JudgeSettings settings(Fields judge) {
        var defaults = JudgeSettings.DEFAULTS;
        long interval = judge.durationMillis("interval", 0);
        if (judge.has("interval") && interval < LEAST_INTERVAL_MILLIS) {
            judge.problem("interval", "interval is " + Durations.format(interval) + ", must be at least 1s");
        }
        return new JudgeSettings(method(judge), judge.whole("min_requests", defaults.minRequests(), 1, MOST),
                judge.whole("min_points", defaults.minPoints(), 1, MOST),
                judge.durationMillis("warm_up", defaults.warmUpMillis()),
                judge.durationMillis("min_window", defaults.minWindowMillis()), interval);
    }

    private JudgeMethod method(Fields judge) {
        String method = judge.text("method").orElse(JudgeMethod.DEFAULT.word());
        if (!method.equals("kayenta")) {
            KayentaJudgeReader.KEYS.stream().filter(judge::has).forEach(key ->
                    judge.problem(key, key + " belongs to method kayenta; take it out, or say method: kayenta"));
        }
        if (!method.equals("keptn")) {
            KeptnReader.refuse(judge);
        }
        switch (method) {
            case "sequential" -> {
                return new JudgeMethod.Sequential(alpha(judge), splitByWeight(judge));
            }
            case "keptn" -> {
                sequentialOnly(judge);
                return new KeptnReader(policy, judge, notes).read();
            }
            case "thresholds" -> sequentialOnly(judge);
            case "kayenta" -> {
                Optional<JudgeMethod.Kayenta> read = new KayentaJudgeReader(judge, notes).read();
                if (read.isPresent()) {
                    return read.get();
                }
            }
            default -> judge.problem("method", "method is \"" + method + "\", must be sequential, thresholds, kayenta or keptn");
        }
        return new JudgeMethod.Thresholds();
    }

    private static void sequentialOnly(Fields judge) {
        for (String key : Set.of("alpha", "split")) {
            if (judge.has(key)) {
                judge.problem(key, key + " belongs to method sequential; take it out, or say method: sequential");
            }
        }
    }

    private static double alpha(Fields judge) {
        Optional<String> text = judge.text("alpha");
        if (text.isEmpty()) {
            return 0.05;
        }
        try {
            double alpha = Double.parseDouble(text.get());
            if (alpha >= 1e-6 && alpha < 0.5) {
                return alpha;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the problem, which says the same for both.
        }
        judge.problem("alpha", "alpha is \"" + text.get() + "\", must be a number from 0.000001 to below 0.5: how often a good canary may be "
                + "refused, 0.05 for five in a hundred");
        return 0.05;
    }

    private static boolean splitByWeight(Fields judge) {
        String split = judge.text("split").orElse("any");
        if (!Set.of("any", "weight").contains(split)) {
            judge.problem("split", "split is \"" + split + "\", must be weight (requests of both arms are split as the stage's weight says, "
                    + "else they are not compared) or any");
        }
        return split.equals("weight");
    }
}
