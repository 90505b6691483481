package dev.plumbline.analysis.stats;

import java.util.function.DoubleUnaryOperator;

/**
 * Where a function changes its sign: Brent's combination of bisection, secant and inverse quadratic interpolation
 * (R. P. Brent, Algorithms for Minimization without Derivatives, 1973, chapter 4, and the program "zeroin" of Forsythe,
 * Malcolm and Moler, 1977). The best point so far and the opposite one always enclose the change of sign; interpolation is
 * taken when it stays well inside and the step shrinks, else the interval is halved.
 */
final class BrentRoot {
    private static final int MAX_STEPS = 1000;
    private static final double EPSILON = Math.ulp(1.0);

    private final DoubleUnaryOperator function;
    private final double tolerance;
    private double previous;
    private double atPrevious;
    private double best;
    private double atBest;
    private double opposite;
    private double atOpposite;

    /** @param tolerance absolute: the result is within it of a change of sign */
    BrentRoot(DoubleUnaryOperator function, double tolerance) {
        this.function = function;
        this.tolerance = tolerance;
    }

    /** A place and the function's value there. */
    record Point(double x, double y) {}

    /** The root between two points; where the function has one sign at both, some point between them. */
    double between(Point from, Point to) {
        previous = from.x;
        atPrevious = from.y;
        best = to.x;
        atBest = to.y;
        opposite = previous;
        atOpposite = atPrevious;
        if (atPrevious == 0) {
            return from.x;
        }
        for (int i = 0; i <= MAX_STEPS && atBest != 0; i++) {
            double lastStep = best - previous;
            if (Math.abs(atOpposite) < Math.abs(atBest)) {
                exchange();
            }
            double reach = 2 * EPSILON * Math.abs(best) + tolerance / 2;
            double halving = (opposite - best) / 2;
            if (Math.abs(halving) <= reach || atBest == 0) {
                return best;
            }
            double step = Math.abs(lastStep) >= reach && Math.abs(atPrevious) > Math.abs(atBest)
                    ? interpolated(lastStep, reach, halving) : halving;
            advance(Math.abs(step) < reach ? Math.copySign(reach, step) : step);
        }
        return best;
    }

    private void exchange() {
        previous = best;
        best = opposite;
        opposite = previous;
        atPrevious = atBest;
        atBest = atOpposite;
        atOpposite = atPrevious;
    }

    /** The step p / q of the interpolation, or half of the interval where that step is too long. */
    private double interpolated(double lastStep, double reach, double halving) {
        double width = opposite - best;
        double toPrevious = atBest / atPrevious;
        double p;
        double q;
        if (previous == opposite) {
            p = width * toPrevious;
            q = 1 - toPrevious;
        } else {
            double ratio = atPrevious / atOpposite;
            double toOpposite = atBest / atOpposite;
            p = toPrevious * (width * ratio * (ratio - toOpposite) - (best - previous) * (toOpposite - 1));
            q = (ratio - 1) * (toOpposite - 1) * (toPrevious - 1);
        }
        q = p > 0 ? -q : q;
        p = Math.abs(p);
        boolean inside = p < 0.75 * width * q - Math.abs(reach * q) / 2;
        return inside && p < Math.abs(lastStep * q / 2) ? p / q : halving;
    }

    private void advance(double step) {
        previous = best;
        atPrevious = atBest;
        best += step;
        atBest = function.applyAsDouble(best);
        if (atBest > 0 && atOpposite > 0 || atBest < 0 && atOpposite < 0) {
            opposite = previous;
            atOpposite = atPrevious;
        }
    }
}
