package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.EventInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Minutes of two arms with errors by chance: Poisson counts, whose rates may jump by a gamma factor of mean 1, each minute and each arm
 * by itself. One seed gives one run, whichever rule looks at it.
 */
final class CanarySimulation {
    private final Scenario scenario;
    private final RandomGenerator random;

    /**
     * What is simulated.
     *
     * @param name for the table
     * @param rate errors per request of the baseline
     * @param times how many times as many the canary has
     * @param requests of an arm at equal weights, per minute
     * @param variation coefficient of variation of the gamma factor, 0 for none
     * @param weights the canary's share of requests of each third of the hour
     */
    record Scenario(String name, double rate, double times, double requests, double variation, List<Double> weights) {
        static final List<Double> EQUAL = List.of(0.5, 0.5, 0.5);
        static final List<Double> RAMP = List.of(0.05, 0.2, 0.5);

        static Scenario steady(String name, double times) {
            return new Scenario(name, 0.01, times, 200, 0, EQUAL);
        }

        Scenario bursts(double requestsPerMinute, double cv) {
            return new Scenario(name, rate, times, requestsPerMinute, cv, weights);
        }

        Scenario ramped() {
            return new Scenario(name, rate, times, requests, variation, RAMP);
        }
    }

    CanarySimulation(Scenario scenario, long seed) {
        this.scenario = scenario;
        random = new SplittableRandom(seed);
    }

    /** Minutes of the baseline alone, before the release. */
    List<EventInterval> before(int minutes) {
        var all = new ArrayList<EventInterval>();
        for (int m = 0; m < minutes; m++) {
            double events = poisson(scenario.requests * scenario.rate * burst());
            all.add(new EventInterval((m - minutes) * 60_000L, 0, 0, scenario.requests, events, Double.NaN));
        }
        return all;
    }

    /** Minute {@code m} of 60, from 1 on; to be asked in order. */
    EventInterval minute(int m) {
        double weight = scenario.weights.get(Math.min(scenario.weights.size() - 1, (m - 1) / 20));
        double canary = 2 * scenario.requests * weight;
        double baseline = 2 * scenario.requests - canary;
        double events = poisson(canary * scenario.rate * scenario.times * burst());
        return new EventInterval(m * 60_000L, canary, events, baseline, poisson(baseline * scenario.rate * burst()), Double.NaN);
    }

    private double burst() {
        double squared = scenario.variation * scenario.variation;
        return squared == 0 ? 1 : gamma(1 / squared) * squared;
    }

    /** By Marsaglia and Tsang (2000); shape 1 or more. */
    private double gamma(double shape) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }

    /** By counting exponential times. */
    private double poisson(double mean) {
        double count = -1;
        for (double time = 0; time <= mean; time += random.nextExponential()) {
            count++;
        }
        return Math.max(0, count);
    }
}
