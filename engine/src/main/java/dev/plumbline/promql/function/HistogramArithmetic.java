package dev.plumbline.promql.function;

import dev.plumbline.model.CounterResets;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import org.jspecify.annotations.Nullable;

/** {@link HistogramMath} as PromQL's operators want it: incompatible layouts are a value, and what was done is noted. */
public final class HistogramArithmetic {
    private HistogramArithmetic() {}

    /** Every count times a factor; a negative factor makes it a gauge. */
    public static Histogram scale(Histogram h, double factor) {
        return HistogramMath.scale(h, factor);
    }

    /** Every count divided; by zero, the buckets go and counts become Inf or NaN. */
    public static Histogram divide(Histogram h, double divisor) {
        return HistogramMath.divide(h, divisor);
    }

    /** {@code a + b}, or {@code a − b} for a negative sign; null when one has custom bounds and the other has not. */
    public static @Nullable Histogram add(Histogram a, Histogram b, double sign) {
        if (HistogramMath.isCustom(a) != HistogramMath.isCustom(b)) {
            return null;
        }
        return sign < 0 ? HistogramMath.sub(a, b) : HistogramMath.add(a, b);
    }

    /** Whether one comes after a reset and the other surely does not. */
    public static boolean conflictInResets(Histogram a, Histogram b) {
        return a.reset() == CounterReset.RESET && b.reset() == CounterReset.NOT_RESET
                || a.reset() == CounterReset.NOT_RESET && b.reset() == CounterReset.RESET;
    }

    /** Tells when bounds were reconciled. */
    public static void noteBounds(Histogram a, Histogram b, String operation, Notes notes) {
        if (HistogramMath.differInBounds(a, b)) {
            notes.inform("mismatched custom buckets were reconciled during " + operation);
        }
    }

    /** Equal in everything but the reset hint and empty buckets. */
    public static boolean same(Histogram a, Histogram b) {
        return withoutHint(a).equals(withoutHint(b));
    }

    private static Histogram withoutHint(Histogram h) {
        return withReset(HistogramMath.compact(h), CounterReset.UNKNOWN);
    }

    static Histogram withReset(Histogram h, CounterReset reset) {
        return HistogramMath.withReset(h, reset);
    }

    /** Whether a counter that went from {@code before} to {@code after} was reset in between. */
    public static boolean isReset(Histogram before, Histogram after) {
        return CounterResets.isReset(before, after);
    }
}
