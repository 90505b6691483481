package dev.plumbline.promql.function;

/** Least squares over the floats of a window; times in seconds relative to an intercept. Source: Prometheus {@code linearRegression}. */
record Regression(double slope, double intercept) {

    /** Fits a line; at least two samples. */
    static Regression of(Window w, long interceptMillis) {
        if (isConstant(w)) {
            return new Regression(Double.isInfinite(w.first()) ? Double.NaN : 0, Double.isInfinite(w.first()) ? Double.NaN : w.first());
        }
        var sumX = new CompensatedSum(0);
        var sumY = new CompensatedSum(0);
        var sumXy = new CompensatedSum(0);
        var sumX2 = new CompensatedSum(0);
        for (int i = w.from; i < w.to; i++) {
            double x = (w.times[i] - interceptMillis) / 1e3;
            sumX.add(x);
            sumY.add(w.values[i]);
            sumXy.add(x * w.values[i]);
            sumX2.add(x * x);
        }
        double n = w.size();
        double covariance = sumXy.value() - sumX.value() * sumY.value() / n;
        double variance = sumX2.value() - sumX.value() * sumX.value() / n;
        double slope = covariance / variance;
        return new Regression(slope, sumY.value() / n - slope * sumX.value() / n);
    }

    private static boolean isConstant(Window w) {
        for (int i = w.from + 1; i < w.to; i++) {
            if (w.values[i] != w.values[w.from]) {
                return false;
            }
        }
        return true;
    }
}
