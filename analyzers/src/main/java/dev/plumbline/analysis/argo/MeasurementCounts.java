package dev.plumbline.analysis.argo;

import org.jspecify.annotations.Nullable;

/**
 * The measurements of a metric, counted; all 0 or more.
 *
 * @param byPhase how many of each kind
 * @param count those that are no error
 * @param inARow the current run of errors and of good ones
 * @param last the phase of the latest one, null before the first
 */
public record MeasurementCounts(ByPhase byPhase, int count, InARow inARow, @Nullable Phase last) {
    /** Before the first one. */
    public static final MeasurementCounts NONE = new MeasurementCounts(new ByPhase(0, 0, 0, 0), 0, new InARow(0, 0), null);

    /** How many there were of each kind. */
    public record ByPhase(int successful, int failed, int inconclusive, int errors) {}

    /** How many of a kind came last without another one between. */
    public record InARow(int errors, int successes) {}

    /** With one measurement more; one that is not completed changes nothing but {@code last}. */
    public MeasurementCounts and(Phase phase) {
        ByPhase b = byPhase;
        return switch (phase) {
            case SUCCESSFUL -> new MeasurementCounts(new ByPhase(b.successful + 1, b.failed, b.inconclusive, b.errors), count + 1,
                    new InARow(0, inARow.successes + 1), phase);
            case FAILED -> new MeasurementCounts(new ByPhase(b.successful, b.failed + 1, b.inconclusive, b.errors), count + 1, new InARow(0, 0), phase);
            case INCONCLUSIVE -> new MeasurementCounts(new ByPhase(b.successful, b.failed, b.inconclusive + 1, b.errors), count + 1,
                    new InARow(0, 0), phase);
            case ERROR -> new MeasurementCounts(new ByPhase(b.successful, b.failed, b.inconclusive, b.errors + 1), count,
                    new InARow(inARow.errors + 1, 0), phase);
            case RUNNING, PENDING -> new MeasurementCounts(byPhase, count, inARow, phase);
        };
    }

    int failed() {
        return byPhase.failed;
    }

    int inconclusive() {
        return byPhase.inconclusive;
    }

    int consecutiveErrors() {
        return inARow.errors;
    }

    int consecutiveSuccesses() {
        return inARow.successes;
    }
}
