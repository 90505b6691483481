package dev.plumbline.analysis.sequential;

import java.util.Arrays;

/**
 * Where a {@link CrossingTest} stands, as plain numbers.
 *
 * @param observed events of the tested arm so far
 * @param spent the error probability that is used up, 0 to alpha
 * @param lowest which count the first cell stands for
 * @param width how many counts lie from one cell to the next, at least 1
 * @param mass the probability, if both arms are equally good, of having come to each cell without an alarm
 * @param boundary the count from which on there was an alarm at the last look; infinite before the first
 * @param crossed whether the boundary was crossed; stays so
 */
public record CrossingState(double observed, double spent, double lowest, double width, double[] mass, double boundary, boolean crossed) {
    public CrossingState {
        mass = mass.clone();
    }

    /** Before any evidence. */
    public static CrossingState start() {
        return new CrossingState(0, 0, 0, 1, new double[] {1}, Double.POSITIVE_INFINITY, false);
    }

    @Override
    public double[] mass() {
        return mass.clone();
    }

    double[] cells() {
        return mass;
    }

    /** How far the observed count is on the way from what is expected to the boundary; 1 at the boundary, below 0 on the other side. */
    double progress() {
        double expected = 0;
        double total = 0;
        for (int i = 0; i < mass.length; i++) {
            expected += mass[i] * (lowest + i * width);
            total += mass[i];
        }
        expected /= total;
        return Double.isFinite(boundary) && boundary > expected ? (observed - expected) / (boundary - expected) : 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CrossingState o && observed == o.observed && spent == o.spent && lowest == o.lowest && width == o.width
                && boundary == o.boundary && crossed == o.crossed && Arrays.equals(mass, o.mass);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(mass) * 31 + Double.hashCode(observed);
    }

    @Override
    public String toString() {
        return "CrossingState[observed=" + observed + ", spent=" + spent + ", lowest=" + lowest + ", width=" + width + ", mass="
                + Arrays.toString(mass) + ", boundary=" + boundary + ", crossed=" + crossed + "]";
    }
}
