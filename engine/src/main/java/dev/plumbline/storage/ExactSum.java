package dev.plumbline.storage;

import java.util.Arrays;

/**
 * The exact sum of doubles, rounded once when it is asked for: the order and the grouping of the addends do not matter.
 *
 * <p>The sum is kept as doubles whose exact total it is. Two of them take nearly everything: an addition of two doubles
 * has an error that is a double again (Knuth's two-sum), so that adding costs two of those. What the second
 * cannot take goes to an expansion of doubles that do not overlap (Shewchuk, "Adaptive Precision Floating-Point Arithmetic",
 * 1997), which stays empty for decimals of similar size. Not thread-safe.
 */
public final class ExactSum {
    private double high;
    private double low;
    private double[] rest = {}; // ascending magnitude, not overlapping
    private int restCount;

    /** Back to 0. */
    public void clear() {
        high = 0;
        low = 0;
        restCount = 0;
    }

    public void add(double value) {
        double sum = high + value;
        double part = sum - high;
        double error = (high - (sum - part)) + (value - part);
        double sumOfErrors = low + error;
        double errorPart = sumOfErrors - low;
        double lost = (low - (sumOfErrors - errorPart)) + (error - errorPart);
        high = sum;
        low = sumOfErrors;
        if (lost != 0) { // also NaN, which comes of what is not finite
            spill(lost);
        }
    }

    /** Adds another sum. */
    public void add(ExactSum other) {
        add(other.high);
        add(other.low);
        for (int i = 0; i < other.restCount; i++) {
            add(other.rest[i]);
        }
    }

    /** False when an addend was NaN or infinite, or a sum on the way too large: then there is no exact sum. */
    public boolean isFinite() {
        return Double.isFinite(high) && Double.isFinite(low);
    }

    /** The sum, rounded to the nearest double, ties to even; NaN when it is not finite. */
    public double value() {
        if (!isFinite()) {
            return Double.NaN;
        }
        if (restCount == 0) {
            return high + low;
        }
        spill(high);
        high = 0;
        spill(low);
        low = 0;
        return rounded();
    }

    /** What {@link #value} leaves of the sum, rounded itself; 0 when the sum is a double. */
    public double remainder() {
        double value = value();
        var difference = new ExactSum();
        difference.add(this);
        difference.add(-value);
        return difference.value();
    }

    /** Whether value and remainder together are the sum without any error. */
    public boolean fitsTwo() {
        if (!isFinite()) {
            return false;
        }
        var difference = new ExactSum();
        difference.add(this);
        double value = value();
        difference.add(-value);
        double remainder = difference.value();
        difference.add(-remainder);
        return difference.value() == 0;
    }

    /** Adds to the expansion; each two-sum leaves its error behind and carries the sum on. */
    private void spill(double value) {
        double carried = value;
        int n = 0;
        for (int i = 0; i < restCount; i++) {
            double sum = carried + rest[i];
            double part = sum - carried;
            double error = (carried - (sum - part)) + (rest[i] - part);
            if (error != 0) {
                rest[n++] = error;
            }
            carried = sum;
        }
        if (carried != 0) {
            if (n == rest.length) {
                rest = Arrays.copyOf(rest, Math.max(4, 2 * n));
            }
            rest[n++] = carried;
        }
        restCount = n;
    }

    /**
     * The expansion from its largest part down: the first error that does not vanish ends it, since what comes below is
     * smaller than its last place. Only when that error is half of the sum's last place do the signs below decide.
     */
    private double rounded() {
        if (restCount == 0) {
            return 0;
        }
        int i = restCount - 1;
        double sum = rest[i];
        double error = 0;
        while (i > 0 && error == 0) {
            double before = sum;
            double part = rest[--i];
            sum = before + part;
            error = part - (sum - before);
        }
        if (i > 0 && (error < 0 ? rest[i - 1] < 0 : rest[i - 1] > 0)) {
            double twice = error * 2;
            double away = sum + twice;
            if (away - sum == twice) {
                return away;
            }
        }
        return sum;
    }
}
