package dev.plumbline.promql.function;

/**
 * The arithmetic mean by a compensated sum, which is exact for equal values; when the sum would overflow, by the
 * incremental mean. Source: Prometheus {@code avg} and {@code avg_over_time}.
 */
public final class CompensatedMean {
    private final CompensatedSum sum;
    private double count = 1;
    private boolean incremental;

    public CompensatedMean(double first) {
        sum = new CompensatedSum(first);
    }

    public void add(double value) {
        count++;
        if (!incremental) {
            double oldSum = sum.rawSum();
            double oldCorrection = sum.correction();
            sum.add(value);
            if (!Double.isInfinite(sum.rawSum()) || Double.isInfinite(oldSum)) {
                return;
            }
            sum.restore(oldSum, oldCorrection);
            sum.divide(count - 1);
            incremental = true;
        }
        addIncrementally(value);
    }

    private void addIncrementally(double value) {
        double mean = sum.rawSum();
        if (Double.isInfinite(mean) && !Double.isNaN(value)
                && (!Double.isInfinite(value) || (mean > 0) == (value > 0))) {
            return;
        }
        sum.scale((count - 1) / count);
        sum.add(value / count);
    }

    public double value() {
        return incremental ? sum.value() : sum.rawSum() / count + sum.correction() / count;
    }
}
