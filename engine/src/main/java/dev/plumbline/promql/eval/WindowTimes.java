package dev.plumbline.promql.eval;

import dev.plumbline.promql.ast.At;
import org.jspecify.annotations.Nullable;

/**
 * Which samples a selector looks at, at each step: {@code (end(i) − rangeMillis, end(i)]}, and around that range those
 * that {@code anchored} and {@code smoothed} need.
 *
 * @param fixedMillis the {@code @} time, or null
 * @param offsetMillis how much earlier than that or than the step
 * @param margin how much is looked at beyond the range
 */
record WindowTimes(Steps steps, long rangeMillis, long offsetMillis, @Nullable Long fixedMillis, Margin margin) {

    /** Milliseconds before and after the range. */
    record Margin(long beforeMillis, long afterMillis) {
        static final Margin NONE = new Margin(0, 0);
    }

    WindowTimes(Steps steps, long rangeMillis, long offsetMillis, @Nullable Long fixedMillis) {
        this(steps, rangeMillis, offsetMillis, fixedMillis, Margin.NONE);
    }

    WindowTimes with(Margin newMargin) {
        return new WindowTimes(steps, rangeMillis, offsetMillis, fixedMillis, newMargin);
    }

    int count() {
        return steps.count();
    }

    long end(int step) {
        return (fixedMillis != null ? fixedMillis : steps.time(step)) - offsetMillis;
    }

    /** The time after which samples are seen by the step whose range has this end. */
    long visibleAfter(long end) {
        return end - rangeMillis - margin.beforeMillis;
    }

    /** The time up to which samples are seen by the step whose range has this end. */
    long visibleTo(long end) {
        return end + margin.afterMillis;
    }

    /** The first sample time that any step sees. */
    long minMillis() {
        return visibleAfter(end(0)) + 1;
    }

    /** The last sample time that any step sees. */
    long maxMillis() {
        return visibleTo(end(count() - 1));
    }

    /** About how many samples and steps a series has: a sample a minute is assumed. */
    long workPerSeries() {
        return count() + (maxMillis() - minMillis()) / 60_000;
    }

    /** The time of an {@code @} in a query from start to end, or null. */
    static @Nullable Long fixed(@Nullable At at, long startMillis, long endMillis) {
        return switch (at) {
            case null -> null;
            case At.Time t -> t.millis();
            case At.Start _ -> startMillis;
            case At.End _ -> endMillis;
        };
    }
}
