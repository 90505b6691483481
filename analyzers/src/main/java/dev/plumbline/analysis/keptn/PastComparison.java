package dev.plumbline.analysis.keptn;

import dev.plumbline.analysis.keptn.TotalScore.Grade;
import dev.plumbline.analysis.stats.Percentiles;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * Which past releases are compared with, and what of them.
 *
 * @param releases the latest so many of those that are let in, 1 to 100
 * @param worst the worst grade that is let in
 */
public record PastComparison(int releases, Grade worst, Aggregate aggregate) {
    private static final int MOST = 100;

    /** What several values are made into one by. */
    public enum Aggregate {
        AVG, P50, P90, P95;

        double of(double[] values) {
            var percentiles = new Percentiles(values);
            return switch (this) {
                case AVG -> {
                    double mean = 0;
                    for (int i = 0; i < values.length; i++) {
                        mean += (values[i] - mean) / (i + 1);
                    }
                    yield mean;
                }
                case P50 -> percentiles.at(50);
                case P90 -> percentiles.at(90);
                case P95 -> percentiles.at(95);
            };
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The latest release, whatever its grade was. */
    public static final PastComparison LATEST = new PastComparison(1, Grade.FAIL, Aggregate.AVG);

    public PastComparison {
        if (releases < 1 || releases > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " past releases are compared with, got " + releases);
        }
    }

    /** Those that count and have a finite value for an indicator, from the latest one back. */
    List<PastRelease> chosen(String sli, List<PastRelease> latestFirst) {
        return latestFirst.stream().filter(r -> r.grade().compareTo(worst) <= 0).limit(releases)
                .filter(r -> Double.isFinite(r.values().getOrDefault(sli, Double.NaN))).toList();
    }

    /** The value to compare with; empty where no release has one. */
    public OptionalDouble value(String sli, List<PastRelease> latestFirst) {
        double[] values = chosen(sli, latestFirst).stream().mapToDouble(r -> r.values().getOrDefault(sli, Double.NaN)).toArray();
        return values.length == 0 ? OptionalDouble.empty() : OptionalDouble.of(aggregate.of(values));
    }

    /** {@code p90 of the last 5 releases that passed}. */
    @Override
    public String toString() {
        String which = switch (worst) {
            case PASS -> " that passed";
            case WARNING -> " that did not fail";
            case FAIL -> "";
        };
        return releases == 1 ? "the last release" + which : aggregate.word() + " of the last " + releases + " releases" + which;
    }
}
