package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramMath;
import java.util.Arrays;
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
        Buckets positive = divisor == 0 ? Buckets.NONE : divide(h.positive(), divisor);
        Buckets negative = divisor == 0 ? Buckets.NONE : divide(h.negative(), divisor);
        return new Histogram(h.schema(), h.count() / divisor, h.sum() / divisor, h.zeroThreshold(), h.zeroCount() / divisor,
                positive, negative, h.customBounds(), divisor < 0 ? CounterReset.GAUGE : h.reset());
    }

    private static Buckets divide(Buckets b, double divisor) {
        return new Buckets(b.spanOffsets(), b.spanLengths(), Arrays.stream(b.counts()).map(c -> c / divisor).toArray());
    }

    /** {@code a + b}, or {@code a − b} for a negative sign; null when one has custom bounds and the other has not. */
    public static @Nullable Histogram add(Histogram a, Histogram b, double sign) {
        if (HistogramMath.isCustom(a) != HistogramMath.isCustom(b)) {
            return null;
        }
        return sign < 0 ? HistogramMath.sub(a, b) : HistogramMath.add(a, b);
    }

    /** Tells what was done to make the two meet: bounds reconciled, resets in conflict. */
    public static void note(Histogram a, Histogram b, String operation, Notes notes) {
        noteBounds(a, b, operation, notes);
        boolean conflict = a.reset() == CounterReset.RESET && b.reset() == CounterReset.NOT_RESET
                || a.reset() == CounterReset.NOT_RESET && b.reset() == CounterReset.RESET;
        if (conflict) {
            notes.warn("conflicting counter resets during histogram " + operation);
        }
    }

    static void noteBounds(Histogram a, Histogram b, String operation, Notes notes) {
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
        return new Histogram(h.schema(), h.count(), h.sum(), h.zeroThreshold(), h.zeroCount(), h.positive(), h.negative(),
                h.customBounds(), reset);
    }

    /** Whether a counter that went from {@code before} to {@code after} was reset in between. */
    public static boolean isReset(Histogram before, Histogram after) {
        return switch (after.reset()) {
            case RESET -> true;
            case NOT_RESET, GAUGE -> false;
            case UNKNOWN -> hasFallen(before, after);
        };
    }

    private static boolean hasFallen(Histogram before, Histogram after) {
        if (after.count() < before.count() || after.schema() > before.schema()
                || after.zeroThreshold() < before.zeroThreshold()) {
            return true;
        }
        Histogram difference = add(after, before, -1);
        return difference == null || difference.zeroCount() < 0 || anyNegative(difference.positive())
                || anyNegative(difference.negative());
    }

    private static boolean anyNegative(Buckets b) {
        return Arrays.stream(b.counts()).anyMatch(v -> v < 0);
    }
}
