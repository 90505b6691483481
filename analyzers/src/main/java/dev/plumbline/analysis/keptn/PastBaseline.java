package dev.plumbline.analysis.keptn;

import dev.plumbline.analysis.canary.BaselineEvidence;
import dev.plumbline.analysis.canary.Evidence;
import dev.plumbline.analysis.canary.Reading;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Stands in for a baseline that is not there, as with the first release beside which no stable version runs: margins then
 * compare with what past releases showed. The evidence says so as its source. A baseline that was measured is never
 * replaced, nor one that could not be looked up, which is our own doubt.
 */
public final class PastBaseline {
    private final PastComparison comparison;
    private final List<PastRelease> latestFirst;

    /** @param latestFirst past releases with values in the metrics' base units, the latest one first */
    public PastBaseline(PastComparison comparison, List<PastRelease> latestFirst) {
        this.comparison = comparison;
        this.latestFirst = List.copyOf(latestFirst);
    }

    /** The evidence, with a baseline from the past where it had none and the past has one. */
    public List<Evidence> completed(Collection<Evidence> evidence) {
        return evidence.stream().map(this::completed).toList();
    }

    private Evidence completed(Evidence e) {
        BaselineEvidence baseline = e.baseline();
        if (baseline != null && !(baseline.reading() instanceof Reading.Missing)) {
            return e;
        }
        OptionalDouble past = comparison.value(e.metric(), latestFirst);
        if (past.isEmpty()) {
            return e;
        }
        List<PastRelease> chosen = comparison.chosen(e.metric(), latestFirst);
        long amount = chosen.stream().mapToLong(r -> r.amounts().getOrDefault(e.metric(), 1L)).sum();
        String source = comparison + ": " + String.join(", ", chosen.stream().map(PastRelease::version).toList());
        return new Evidence(e.metric(), e.reading(), e.amount(), e.source(), e.queries(),
                new BaselineEvidence(new Reading.Number(past.getAsDouble()), amount, source));
    }
}
