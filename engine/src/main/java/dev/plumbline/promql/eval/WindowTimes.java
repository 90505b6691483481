package dev.plumbline.promql.eval;

import dev.plumbline.promql.ast.At;
import org.jspecify.annotations.Nullable;

/**
 * Which samples a selector looks at, at each step: {@code (end(i) − rangeMillis, end(i)]}.
 *
 * @param fixedMillis the {@code @} time, or null
 * @param offsetMillis how much earlier than that or than the step
 */
record WindowTimes(Steps steps, long rangeMillis, long offsetMillis, @Nullable Long fixedMillis) {

    int count() {
        return steps.count();
    }

    long end(int step) {
        return (fixedMillis != null ? fixedMillis : steps.time(step)) - offsetMillis;
    }

    /** The first sample time that any step sees. */
    long minMillis() {
        return end(0) - rangeMillis + 1;
    }

    /** The last sample time that any step sees. */
    long maxMillis() {
        return end(count() - 1);
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
