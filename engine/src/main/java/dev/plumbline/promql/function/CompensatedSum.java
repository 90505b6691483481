package dev.plumbline.promql.function;

/**
 * A running sum with Neumaier's correction, so that small addends survive beside large ones. The order of addition
 * decides the bits: callers add in series or time order. Constant memory. Source: Prometheus {@code util/kahansum}.
 */
public final class CompensatedSum {
    private double sum;
    private double correction;

    public CompensatedSum(double first) {
        sum = first;
    }

    public void add(double value) {
        double next = sum + value;
        if (Double.isInfinite(next)) {
            correction = 0;
        } else if (Math.abs(sum) >= Math.abs(value)) {
            correction += (sum - next) + value;
        } else {
            correction += (value - next) + sum;
        }
        sum = next;
    }

    /** Multiplies sum and correction. */
    void scale(double factor) {
        sum *= factor;
        correction *= factor;
    }

    /** Divides sum and correction. */
    void divide(double divisor) {
        sum /= divisor;
        correction /= divisor;
    }

    double rawSum() {
        return sum;
    }

    double correction() {
        return correction;
    }

    void restore(double oldSum, double oldCorrection) {
        sum = oldSum;
        correction = oldCorrection;
    }

    public double value() {
        return sum + correction;
    }
}
