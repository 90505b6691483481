package dev.plumbline.analysis.kayenta;

import dev.plumbline.analysis.canary.BaselineEvidence;
import dev.plumbline.analysis.canary.Criterion;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.MetricResult;
import dev.plumbline.analysis.canary.Reading;
import dev.plumbline.analysis.canary.SampledSeries;
import dev.plumbline.analysis.canary.Trail;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The evidence for one metric as the judge compares it. */
record MetricSamples(Criterion criterion, Evidence evidence) {

    /** Why it cannot be compared, which says nothing about the canary; empty when it can. */
    Optional<String> hindrance() {
        BaselineEvidence baseline = evidence.baseline();
        if (evidence.reading() instanceof Reading.Unreadable u) {
            return Optional.of(criterion.name() + " could not be looked up: " + u.why());
        }
        if (baseline != null && baseline.reading() instanceof Reading.Unreadable u) {
            return Optional.of(criterion.name() + " of the baseline could not be looked up: " + u.why());
        }
        if (baseline == null || baseline.source().isEmpty() || !(evidence.trail() instanceof Trail.Samples samples)) {
            String why = baseline != null && baseline.reading() instanceof Reading.Missing m ? " (" + m.why() + ")" : "";
            return Optional.of(criterion.name() + " has nothing to be compared with" + why);
        }
        return unpaired(samples);
    }

    private Optional<String> unpaired(Trail.Samples samples) {
        try {
            pairs(samples, last(samples));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    private static long last(Trail.Samples samples) {
        return Stream.concat(samples.canary().stream(), samples.baseline().stream()).filter(s -> !s.values().isEmpty())
                .mapToLong(s -> s.values().lastKey()).max().orElse(samples.startMillis());
    }

    /** Both arms' series as they were known at a time, paired; only without a {@link #hindrance}. */
    List<MetricPair> pairs(long untilMillis) {
        return evidence.trail() instanceof Trail.Samples samples ? pairs(samples, untilMillis) : List.of();
    }

    private List<MetricPair> pairs(Trail.Samples samples, long untilMillis) {
        int points = Math.toIntExact(Math.max(0, (untilMillis - samples.startMillis()) / samples.stepMillis()));
        return new SeriesPairing(criterion.name(), points).pairs(measured(samples.baseline(), untilMillis), measured(samples.canary(), untilMillis));
    }

    private static List<MeasuredSeries> measured(List<SampledSeries> series, long untilMillis) {
        return series.stream().map(s -> s.until(untilMillis)).filter(s -> !s.values().isEmpty())
                .map(s -> MeasuredSeries.of(s.labels(), s.values().keySet().stream().mapToLong(t -> t).toArray(),
                        s.values().values().stream().mapToDouble(v -> v).toArray())).toList();
    }

    /** How many values there are of the arm that has fewer. */
    long amount() {
        BaselineEvidence baseline = evidence.baseline();
        return baseline == null ? 0 : Math.min(evidence.amount(), baseline.amount());
    }

    MetricResult undecided() {
        return new MetricResult(criterion, MetricResult.Outcome.PENDING,
                hindrance().orElse(criterion.name() + " is judged together with the others"), evidence);
    }
}
