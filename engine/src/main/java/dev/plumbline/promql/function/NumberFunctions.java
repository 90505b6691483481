package dev.plumbline.promql.function;

import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Functions from a number to a number, by their names in the language. */
public final class NumberFunctions {
    private static final Map<String, DoubleUnaryOperator> BY_NAME = Map.ofEntries(
            Map.entry("abs", Math::abs), Map.entry("ceil", Math::ceil), Map.entry("floor", Math::floor),
            Map.entry("exp", Math::exp), Map.entry("sqrt", Math::sqrt), Map.entry("ln", Math::log),
            Map.entry("log2", NumberFunctions::log2), Map.entry("log10", Math::log10), Map.entry("sgn", NumberFunctions::sign),
            Map.entry("sin", Math::sin), Map.entry("cos", Math::cos), Map.entry("tan", Math::tan),
            Map.entry("asin", Math::asin), Map.entry("acos", Math::acos), Map.entry("atan", Math::atan),
            Map.entry("sinh", Math::sinh), Map.entry("cosh", Math::cosh), Map.entry("tanh", Math::tanh),
            Map.entry("asinh", NumberFunctions::asinh), Map.entry("acosh", NumberFunctions::acosh),
            Map.entry("atanh", NumberFunctions::atanh), Map.entry("deg", v -> v * 180 / Math.PI),
            Map.entry("rad", v -> v * Math.PI / 180));

    private NumberFunctions() {}

    public static Map<String, DoubleUnaryOperator> byName() {
        return BY_NAME;
    }

    private static double sign(double v) {
        return v < 0 ? -1 : v > 0 ? 1 : v;
    }

    /** Exact at powers of two, as Go's is. */
    private static double log2(double v) {
        if (v > 0 && v < Double.POSITIVE_INFINITY) {
            int exponent = Math.getExponent(v);
            if (exponent >= Double.MIN_EXPONENT && Math.scalb(1.0, exponent) == v) {
                return exponent;
            }
        }
        return Math.log(v) / Math.log(2);
    }

    private static double asinh(double v) {
        if (Double.isNaN(v) || Double.isInfinite(v) || v == 0) {
            return v;
        }
        double x = Math.abs(v);
        double r = x > 1 << 28 ? Math.log(x) + Math.log(2) : Math.log1p(x + x * x / (1 + Math.sqrt(x * x + 1)));
        return Math.copySign(r, v);
    }

    private static double acosh(double v) {
        if (v < 1 || Double.isNaN(v)) {
            return Double.NaN;
        }
        double t = v - 1;
        return v > 1 << 28 ? Math.log(v) + Math.log(2) : Math.log1p(t + Math.sqrt(2 * t + t * t));
    }

    private static double atanh(double v) {
        return 0.5 * Math.log1p(2 * v / (1 - v));
    }

    /** {@code round(v, nearest)}: to the nearest multiple, halves up. */
    public static double round(double v, double nearest) {
        double inverse = 1.0 / nearest;
        return Math.floor(v * inverse + 0.5) / inverse;
    }

    /** {@code clamp(v, min, max)}; NaN where a bound is NaN. */
    public static double clamp(double v, double min, double max) {
        return Math.max(min, Math.min(max, v));
    }
}
