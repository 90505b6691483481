package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.Durations;
import java.util.Set;

/** Reads a policy's {@code judge}. */
final class JudgeReader {
    private static final Set<String> KEYS = Set.of("method", "alpha", "config", "min_requests", "min_points", "warm_up",
            "min_window", "interval");
    private static final Set<String> LATER = Set.of("sequential", "kayenta");
    private static final long MOST = 1_000_000_000;
    private static final long LEAST_INTERVAL_MILLIS = 1_000;

    private final Fields policy;
    private final Notes notes;

    JudgeReader(Fields policy, Notes notes) {
        this.policy = policy;
        this.notes = notes;
    }

    JudgeSettings read() {
        return policy.node("judge").flatMap(n -> Fields.of("judge", n, KEYS, notes)).map(JudgeReader::settings)
                .orElse(JudgeSettings.DEFAULTS);
    }

    private static JudgeSettings settings(Fields judge) {
        method(judge);
        var defaults = JudgeSettings.DEFAULTS;
        long interval = judge.durationMillis("interval", defaults.intervalMillis());
        if (interval < LEAST_INTERVAL_MILLIS) {
            judge.problem("interval", "interval is " + Durations.format(interval) + ", must be at least 1s");
        }
        return new JudgeSettings(judge.whole("min_requests", defaults.minRequests(), 1, MOST),
                judge.whole("min_points", defaults.minPoints(), 1, MOST),
                judge.durationMillis("warm_up", defaults.warmUpMillis()),
                judge.durationMillis("min_window", defaults.minWindowMillis()), interval);
    }

    private static void method(Fields judge) {
        String method = judge.text("method").orElse("thresholds");
        if (LATER.contains(method)) {
            judge.problem("method", "method " + method + " is not there yet in this version; leave method out or say thresholds, and give "
                    + "every metric fail_above or fail_below");
            return;
        }
        if (!method.equals("thresholds")) {
            judge.problem("method", "method is \"" + method + "\", must be thresholds (sequential and kayenta are not there yet)");
        }
        if (judge.has("alpha")) {
            judge.problem("alpha", "alpha belongs to method sequential, which is not there yet in this version; take it out");
        }
        if (judge.has("config")) {
            judge.problem("config", "config belongs to method kayenta, which is not there yet in this version; take it out");
        }
    }
}
