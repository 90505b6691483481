package dev.plumbline.analysis.canary;

/**
 * What both arms did between two evaluations. Counts may be fractions.
 *
 * @param endMillis when it ended, ms since the epoch
 * @param requests that the canary answered, 0 or more
 * @param events of these which count against it (errors, slow answers), 0 or more
 * @param baselineRequests the stable version's
 * @param baselineEvents the stable version's
 * @param weight the share of all requests, 0 to 1, that the controller says the canary was to have; NaN where that is not known
 */
public record EventInterval(long endMillis, double requests, double events, double baselineRequests, double baselineEvents, double weight) {
    public EventInterval {
        if (!(isCount(requests) && isCount(events) && isCount(baselineRequests) && isCount(baselineEvents))) {
            throw new IllegalArgumentException("counts of an interval are finite and not negative: " + requests + ", " + events + ", "
                    + baselineRequests + ", " + baselineEvents);
        }
        if (weight < 0 || weight > 1) {
            throw new IllegalArgumentException("the weight of an interval is 0 to 1, got " + weight);
        }
    }

    private static boolean isCount(double n) {
        return n >= 0 && Double.isFinite(n);
    }
}
