package dev.plumbline.analysis.sequential;

/**
 * How much of the error probability may be used up by which part of the time: {@code f(u) = ln(1 + g u) / ln(1 + g)}, after
 * Lan and DeMets (1983). For {@code g = e - 1} it is their form of Pocock's boundary; a larger {@code g} spends more at the
 * start, as a boundary that is constant over many looks does, and finds a large change in the first minutes.
 *
 * @param steepness {@code g}, above 0
 */
public record AlphaSpending(double steepness) {
    /** Chosen by simulation: the mean time to find a doubled and a fivefold error rate. */
    public static final AlphaSpending DEFAULT = new AlphaSpending(150);

    public AlphaSpending {
        if (!(steepness > 0 && Double.isFinite(steepness))) {
            throw new IllegalArgumentException("steepness of the spending is finite and above 0, got " + steepness);
        }
    }

    /**
     * The share of the error probability that may be spent until then, 0 to 1, never less at a later time.
     *
     * @param elapsed the part of the whole time that is over; below 0 counts as 0, above 1 as 1
     */
    public double spent(double elapsed) {
        double u = Math.min(1, Math.max(0, elapsed));
        return Math.log1p(steepness * u) / Math.log1p(steepness);
    }
}
