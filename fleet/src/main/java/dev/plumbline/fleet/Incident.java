package dev.plumbline.fleet;

import java.time.Duration;

/**
 * A time during which every pod of a service answers more of its requests with errors, whatever its version.
 *
 * @param service name of a service of the shop
 * @param from when it begins, since the start of the fleet, inclusive; 0 or more
 * @param until when it is over, exclusive; later than {@code from}
 * @param errorRatio share of requests answered with a 5xx status meanwhile, 0 to 1
 */
public record Incident(String service, Duration from, Duration until, double errorRatio) {
    /** What the demo shows: search, which nobody is rolling out, fails a quarter of its requests for 17 s. */
    public static final Incident DEMO = new Incident("search", Duration.ofSeconds(9), Duration.ofSeconds(26), 0.25);

    public Incident {
        if (Shop.RELEASES.stream().noneMatch(r -> r.service().equals(service))) {
            throw new IllegalArgumentException("fleet: the incident's service is " + service + ", must be one of the shop's");
        }
        if (from.isNegative() || until.compareTo(from) <= 0) {
            throw new IllegalArgumentException("fleet: the incident is from " + from + " until " + until + ", must be 0 <= from < until");
        }
        if (!(errorRatio >= 0 && errorRatio <= 1)) {
            throw new IllegalArgumentException("fleet: the incident's errorRatio is " + errorRatio + ", must be 0 to 1");
        }
    }

    /** Whether it is on at that time since the start of the fleet. */
    boolean isOn(long elapsedNanos) {
        return elapsedNanos >= from.toNanos() && elapsedNanos < until.toNanos();
    }
}
