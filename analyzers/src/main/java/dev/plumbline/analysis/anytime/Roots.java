package dev.plumbline.analysis.anytime;

import java.util.function.DoubleUnaryOperator;

/** Where a function that rises crosses 0. */
final class Roots {
    private static final int STEPS = 200;

    private Roots() {}

    /** By bisection, until the ends are neighbours or {@value #STEPS} steps; an end where it is of one sign throughout. */
    static double rising(DoubleUnaryOperator f, double low, double high) {
        double a = low;
        double b = high;
        for (int i = 0; i < STEPS; i++) {
            double middle = a + (b - a) / 2;
            if (middle <= a || middle >= b) {
                break;
            }
            if (f.applyAsDouble(middle) < 0) {
                a = middle;
            } else {
                b = middle;
            }
        }
        return a + (b - a) / 2;
    }
}
