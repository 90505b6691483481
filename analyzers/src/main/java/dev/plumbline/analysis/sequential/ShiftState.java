package dev.plumbline.analysis.sequential;

/**
 * Where a {@link ShiftTest} stands, as plain numbers.
 *
 * @param count of differences
 * @param mean of them
 * @param squares sum of squared distances from the mean
 * @param products sum of the products of neighbours
 * @param first difference
 * @param last difference
 * @param highestWorse natural logarithm of the most evidence there ever was that the mean is above 0
 * @param highestWithin the same for below 0
 */
public record ShiftState(double count, double mean, double squares, double products, double first, double last, double highestWorse,
        double highestWithin) {
    /** Nothing seen. */
    public static final ShiftState START = new ShiftState(0, 0, 0, 0, 0, 0, 0, 0);
}
