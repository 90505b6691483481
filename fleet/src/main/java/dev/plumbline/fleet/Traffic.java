package dev.plumbline.fleet;

import java.util.SplittableRandom;

/**
 * Arrivals of requests at one pod: a Poisson process whose rate rises and falls with the (compressed) day.
 *
 * <p>Thinning (Lewis and Shedler 1979): candidates arrive at the highest rate of the day with exponential gaps, and each
 * stays with the probability rate(t) / highest. So the arrivals depend on the seed alone and not on who looks when.
 * About 100 ns for a request. One owner; not thread-safe.
 */
final class Traffic {
    static final double SWING = 0.3;
    private final SplittableRandom random;
    private final double meanPerSecond;
    private final double dayNanos;
    private long nextNanos;

    Traffic(SplittableRandom random, double meanPerSecond, long dayNanos) {
        this.random = random;
        this.meanPerSecond = meanPerSecond;
        this.dayNanos = dayNanos;
        nextNanos = following(0);
    }

    /** When the next request comes, in nanoseconds since the start. */
    long nextNanos() {
        return nextNanos;
    }

    /** Goes on to the request after the next one. */
    void advance() {
        nextNanos = following(nextNanos);
    }

    /** Requests per second expected at that time. */
    double rate(long nanos) {
        return meanPerSecond * (1 + SWING * StrictMath.sin(2 * Math.PI * (nanos / dayNanos)));
    }

    private long following(long nanos) {
        double highest = meanPerSecond * (1 + SWING);
        long candidate = nanos;
        do {
            candidate += 1 + (long) (random.nextExponential() / highest * 1e9);
        } while (random.nextDouble() * highest >= rate(candidate));
        return candidate;
    }
}
