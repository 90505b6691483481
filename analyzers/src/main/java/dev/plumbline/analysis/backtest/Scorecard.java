package dev.plumbline.analysis.backtest;

import dev.plumbline.analysis.stats.Percentiles;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How a policy did over releases of known outcome.
 *
 * @param good how many releases were good
 * @param bad how many were bad
 * @param counts of every result
 * @param minutesToVerdict from the start, of all that got a {@code go} or {@code no-go}
 * @param minutesToDetection from when it was bad, of bad releases that were caught
 */
public record Scorecard(int good, int bad, Map<Trial.Result, Integer> counts, Minutes minutesToVerdict, Minutes minutesToDetection) {

    /** Of how many, their median and 90th percentile (linear between order statistics); NaN of none. */
    public record Minutes(int of, double median, double p90) {
        static Minutes of(double[] minutes) {
            var percentiles = new Percentiles(minutes);
            return new Minutes(minutes.length, percentiles.at(50), percentiles.at(90));
        }
    }

    public Scorecard {
        counts = Map.copyOf(counts);
    }

    /** Adds up what became of every release. */
    public static Scorecard of(List<Trial> trials) {
        var counts = new EnumMap<Trial.Result, Integer>(Trial.Result.class);
        trials.forEach(t -> counts.merge(t.result(), 1, Integer::sum));
        double[] verdicts = trials.stream().filter(t -> t.said() != Trial.Said.INCONCLUSIVE).mapToDouble(Trial::minutesToVerdict).toArray();
        double[] detections = trials.stream().filter(t -> t.result() == Trial.Result.CAUGHT).mapToDouble(Trial::minutesToDetection).toArray();
        int bad = (int) trials.stream().filter(Trial::bad).count();
        return new Scorecard(trials.size() - bad, bad, counts, Minutes.of(verdicts), Minutes.of(detections));
    }

    /** How many had this result. */
    public int count(Trial.Result result) {
        return counts.getOrDefault(result, 0);
    }

    /** Of the good releases, those that were stopped. */
    public Proportion falseAlarms() {
        return new Proportion(count(Trial.Result.FALSE_ALARM), good);
    }

    /** Of the bad releases, those that were let go. */
    public Proportion misses() {
        return new Proportion(count(Trial.Result.MISSED), bad);
    }

    /** Of all releases, those without a verdict within their time. */
    public Proportion inconclusive() {
        return new Proportion(count(Trial.Result.INCONCLUSIVE), good + bad);
    }
}
