package dev.plumbline.analysis.calibration;

import dev.plumbline.analysis.canary.Margin;

/** How much worse one arm was than the other, measured as a margin measures it. */
public final class Difference {
    private Difference() {}

    /**
     * The smallest amount of a margin of this kind that tolerates the first arm's value: 0 or more, as a share of the second arm's value
     * if the margin is relative, else in base units. Infinite where no relative margin tolerates it, because the second arm's value is 0.
     *
     * @param margin says in which direction worse lies, and whether it is relative; its own amount does not matter
     * @param first finite
     * @param second finite
     */
    public static double of(Margin margin, double first, double second) {
        double worse = switch (margin.direction()) {
            case INCREASE -> first - second;
            case DECREASE -> second - first;
            case EITHER -> Math.abs(first - second);
        };
        if (worse <= 0) {
            return 0;
        }
        return margin.relative() ? worse / Math.abs(second) : worse;
    }
}
