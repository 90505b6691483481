package dev.plumbline.rules;

import java.util.List;

/**
 * A group and what became of it.
 *
 * @param evaluatedAtMillis when its last evaluation began by the wall, ms since the epoch; 0: never
 * @param durationNanos how long that took
 */
public record GroupStatus(RuleGroup group, long evaluatedAtMillis, long durationNanos, List<RuleStatus> rules, Counters counters) {
    public GroupStatus {
        rules = List.copyOf(rules);
    }

    /**
     * Since the group was loaded.
     *
     * @param iterations evaluations of the group, missed ones included
     * @param missed intervals that passed without one
     * @param evaluations of its rules
     * @param failures of those
     * @param lastSamples samples that the last evaluation yielded
     * @param restoreNanos how long restoration after the start took; 0: none
     */
    public record Counters(long iterations, long missed, long evaluations, long failures, long lastSamples, long restoreNanos) {
        static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0);

        Counters plusMissed(long count) {
            return new Counters(iterations + count, missed + count, evaluations, failures, lastSamples, restoreNanos);
        }

        Counters plusIteration(long evaluated, long failed, long samples) {
            return new Counters(iterations + 1, missed, evaluations + evaluated, failures + failed, samples, restoreNanos);
        }

        Counters withRestoreNanos(long nanos) {
            return new Counters(iterations, missed, evaluations, failures, lastSamples, nanos);
        }
    }
}
