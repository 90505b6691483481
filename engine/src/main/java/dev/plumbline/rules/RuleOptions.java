package dev.plumbline.rules;

import dev.plumbline.model.Labels;

/**
 * What shapes the evaluation of all rules.
 *
 * @param externalLabels what templates see as {@code $externalLabels}; they are not added to alerts here
 * @param externalUrl where we are reached from outside, without a slash at its end
 * @param resendDelayMillis how long an alert that fires is not told again; 0 or more
 * @param outageToleranceMillis how long we may have been away for pending alerts to go on; 0 or more
 * @param forGraceMillis how long, after we were away, a pending alert waits at least before it fires; 0 or more
 * @param concurrentGroups how many groups are evaluated at a time; 1 or more
 */
public record RuleOptions(Labels externalLabels, String externalUrl, long resendDelayMillis, long outageToleranceMillis,
        long forGraceMillis, int concurrentGroups) {
    public RuleOptions {
        if (resendDelayMillis < 0 || outageToleranceMillis < 0 || forGraceMillis < 0 || concurrentGroups < 1) {
            throw new IllegalArgumentException("delays must not be negative and at least one group must run at a time");
        }
    }

    /** Prometheus's: 1 min resend delay, 1 h tolerance, 10 min grace; 16 groups at a time. */
    public static RuleOptions defaults() {
        return new RuleOptions(Labels.EMPTY, "", 60_000, 3_600_000, 600_000, 16);
    }

    public RuleOptions withExternal(Labels labels, String url) {
        return new RuleOptions(labels, url, resendDelayMillis, outageToleranceMillis, forGraceMillis, concurrentGroups);
    }

    public RuleOptions withResendDelayMillis(long millis) {
        return new RuleOptions(externalLabels, externalUrl, millis, outageToleranceMillis, forGraceMillis, concurrentGroups);
    }

    public RuleOptions withOutage(long toleranceMillis, long graceMillis) {
        return new RuleOptions(externalLabels, externalUrl, resendDelayMillis, toleranceMillis, graceMillis, concurrentGroups);
    }

    public RuleOptions withConcurrentGroups(int groups) {
        return new RuleOptions(externalLabels, externalUrl, resendDelayMillis, outageToleranceMillis, forGraceMillis, groups);
    }
}
