package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.EventInterval;

/**
 * How unsteady an arm's rate of events is from interval to interval beyond what chance alone does, as running sums over its
 * intervals; with {@code x} events on an exposure of {@code n} requests each.
 *
 * @param intervals how many
 * @param x sum of x
 * @param n sum of n
 * @param xx sum of x squared
 * @param xn sum of x times n
 * @param nn sum of n squared
 */
public record Dispersion(double intervals, double x, double n, double xx, double xn, double nn) {
    /** Nothing seen. */
    public static final Dispersion NONE = new Dispersion(0, 0, 0, 0, 0, 0);

    /** With one more interval. Intervals without requests tell nothing. */
    public Dispersion with(double events, double requests) {
        return requests > 0 ? new Dispersion(intervals + 1, x + events, n + requests, xx + events * events, xn + events * requests,
                nn + requests * requests) : this;
    }

    /** Rate of events per request, 0 when nothing was seen. */
    double rate() {
        return n > 0 ? x / n : 0;
    }

    /** Rate of events per request of this arm until now and of both arms in an interval, with half an event added, so that it is above 0. */
    double rateWith(EventInterval i) {
        return (x + i.events() + i.baselineEvents() + 0.5) / (n + i.requests() + i.baselineRequests());
    }

    /** Sum of squared expected counts: what the estimate of the squared variation is divided by. */
    double weight() {
        return rate() * rate() * nn;
    }

    /** Squared variation times {@link #weight}: the sum of squares beyond that of a Poisson distribution; may be below 0. */
    double excess() {
        if (intervals < 2) {
            return 0;
        }
        double p = rate();
        double squares = xx - 2 * p * xn + p * p * nn;
        return squares * intervals / (intervals - 1) - x;
    }
}
