package dev.plumbline.model;

import dev.plumbline.model.Histogram.Buckets;
import org.jspecify.annotations.Nullable;

/** Which native histograms can be stored at all: bounds on schema, spans and number of buckets, not on counts. */
public final class HistogramShape {
    /** Most buckets of a histogram, both sides together, and most custom bounds. */
    public static final int MAX_BUCKETS = 1 << 16;
    private static final int COARSEST = -9;
    private static final int FINEST = 52;

    private HistogramShape() {}

    /** What is wrong with the shape of a histogram, or null. */
    public static @Nullable String problem(Histogram h) {
        boolean custom = HistogramMath.isCustom(h);
        if (!custom && (h.schema() < COARSEST || h.schema() > FINEST)) {
            return "histogram with unknown schema " + h.schema();
        }
        if (!custom && h.customBounds().length > 0) {
            return "histogram with custom bounds at schema " + h.schema();
        }
        long buckets = (long) h.positive().counts().length + h.negative().counts().length;
        if (buckets > MAX_BUCKETS || h.customBounds().length > MAX_BUCKETS) {
            return "histogram of more than " + MAX_BUCKETS + " buckets";
        }
        for (int i = 1; i < h.customBounds().length; i++) {
            if (!(h.customBounds()[i - 1] < h.customBounds()[i])) {
                return "histogram whose custom bounds do not ascend";
            }
        }
        String spans = problem(h.positive(), custom ? h.customBounds().length + 1L : Long.MAX_VALUE);
        return spans != null ? spans : problem(h.negative(), Long.MAX_VALUE);
    }

    private static @Nullable String problem(Buckets side, long end) {
        long index = 0;
        for (int i = 0; i < side.spanOffsets().length; i++) {
            if (i > 0 && side.spanOffsets()[i] < 0 || side.spanLengths()[i] < 0) {
                return "histogram whose spans overlap";
            }
            index += side.spanOffsets()[i] + (long) side.spanLengths()[i];
        }
        return index > end ? "histogram with more buckets than custom bounds" : null;
    }
}
