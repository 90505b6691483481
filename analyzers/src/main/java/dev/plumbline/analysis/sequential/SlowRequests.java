package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.EventInterval;
import dev.plumbline.analysis.canary.LatencyInterval;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.canary.Trail;
import dev.plumbline.analysis.latency.Buckets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/**
 * Turns histograms into events: requests that took longer than a bound. That a quantile is at most {@code x} and that at most the
 * share {@code 1 - q} took longer than {@code x} is one and the same; and if the canary's quantile is within the margin, no more of its requests
 * are above the baseline's quantile plus margin than of the baseline's are above its quantile. Inside of a bucket observations
 * are taken to be spread evenly, as {@code histogram_quantile} does. Where that leaves fractions they only lower the variance.
 */
final class SlowRequests {
    private final Trail.Latencies trail;

    SlowRequests(Trail.Latencies trail) {
        this.trail = trail;
    }

    /** Events of both arms before and since. */
    record Streams(List<EventInterval> before, List<EventInterval> since) {}

    /** Those above a fixed bound; empty where the histogram's buckets end below it. */
    Optional<Streams> above(double bound) {
        return ends() <= bound ? Optional.empty()
                : Optional.of(new Streams(events(trail.before(), bound, bound), events(trail.since(), bound, bound)));
    }

    /**
     * The canary's above the baseline's quantile with the margin, and the baseline's above its quantile. The quantile is that of the time before the
     * release, else of the first intervals with {@code minimum} requests, which are not judged then. Empty while it is not
     * known, or where the buckets end below.
     */
    Optional<Streams> beside(Margin margin, long minimum) {
        boolean known = count(trail.before()) >= minimum;
        int used = known ? 0 : firstWith(minimum);
        if (used > trail.since().size()) {
            return Optional.empty();
        }
        Reading reading = quantile(known ? trail.before() : trail.since().subList(0, used));
        if (!(reading instanceof Reading.Number n)) {
            return Optional.empty();
        }
        double bound = margin.relative() ? n.value() * (1 + margin.amount()) : n.value() + margin.amount();
        return ends() <= bound ? Optional.empty() : Optional.of(new Streams(events(trail.before(), bound, n.value()),
                events(trail.since().subList(used, trail.since().size()), bound, n.value())));
    }

    /** How many of the first intervals hold that many requests of the baseline; more than there are when they do not. */
    private int firstWith(long minimum) {
        double sum = 0;
        int i = 0;
        while (sum < minimum) {
            if (i == trail.since().size()) {
                return i + 1;
            }
            sum += trail.since().get(i++).baseline().getLast();
        }
        return i;
    }

    private static double count(List<LatencyInterval> intervals) {
        return intervals.stream().mapToDouble(i -> i.baseline().getLast()).sum();
    }

    private Reading quantile(List<LatencyInterval> intervals) {
        var sums = new HashMap<Double, Double>();
        for (LatencyInterval i : intervals) {
            for (int b = 0; b < trail.bounds().size(); b++) {
                sums.merge(trail.bounds().get(b), i.baseline().get(b), Double::sum);
            }
        }
        return new Buckets(sums).quantile(trail.quantile());
    }

    private double ends() {
        return trail.bounds().size() < 2 ? Double.NEGATIVE_INFINITY : trail.bounds().get(trail.bounds().size() - 2);
    }

    private List<EventInterval> events(List<LatencyInterval> intervals, double canary, double baseline) {
        var events = new ArrayList<EventInterval>();
        for (LatencyInterval i : intervals) {
            double mine = i.canary().isEmpty() ? 0 : i.canary().getLast();
            events.add(new EventInterval(i.endMillis(), mine, mine == 0 ? 0 : longer(i.canary(), canary), i.baseline().getLast(),
                    longer(i.baseline(), baseline), i.weight()));
        }
        return events;
    }

    private double longer(List<Double> cumulative, double bound) {
        double lower = Math.min(0, trail.bounds().getFirst());
        double below = 0;
        for (int b = 0; b < trail.bounds().size(); b++) {
            double upper = trail.bounds().get(b);
            if (bound <= upper) {
                double part = upper > lower && Double.isFinite(upper) ? Math.max(0, (bound - lower) / (upper - lower)) : 0;
                double within = below + part * (cumulative.get(b) - below);
                return Math.max(0, cumulative.getLast() - within);
            }
            lower = upper;
            below = cumulative.get(b);
        }
        return 0;
    }
}
