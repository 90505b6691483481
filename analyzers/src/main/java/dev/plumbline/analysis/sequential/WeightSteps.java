package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.anytime.CountEvidence;
import dev.plumbline.analysis.canary.EventInterval;
import java.util.ArrayList;
import java.util.List;

/** What the ordered weights say about the requests that came: where they have just changed, and whether they were kept. */
final class WeightSteps {
    /** How many times the odds of the ordered split the odds of the found one may be, either way. */
    static final double TOLERATED = 1.5;
    private static final double LOG_SURE = Math.log(1000);
    private static final double CONCENTRATION = 100;

    private WeightSteps() {}

    /** Without those in which the ordered weight has just become another: new instances are cold, and old connections stay where they were. */
    static List<EventInterval> settled(List<EventInterval> intervals) {
        var settled = new ArrayList<EventInterval>();
        EventInterval before = null;
        for (EventInterval i : intervals) {
            boolean step = before != null && before.weight() != i.weight() && !(Double.isNaN(before.weight()) && Double.isNaN(i.weight()));
            if (!step) {
                settled.add(i);
            }
            before = i;
        }
        return settled;
    }

    /** Requests of both arms where a weight was ordered, and how many of them the canary should have had. */
    record Split(double canary, double baseline, double expected) {

        static Split of(List<EventInterval> intervals) {
            double canary = 0;
            double baseline = 0;
            double expected = 0;
            for (EventInterval i : settled(intervals)) {
                if (i.weight() > 0 && i.weight() < 1) {
                    canary += i.requests();
                    baseline += i.baselineRequests();
                    expected += i.weight() * (i.requests() + i.baselineRequests());
                }
            }
            return new Split(canary, baseline, expected);
        }

        double share() {
            return canary / (canary + baseline);
        }

        double ordered() {
            return expected / (canary + baseline);
        }

        /** Whether the split is another than ordered: beyond doubt, and by more than is tolerated. */
        boolean isMismatch() {
            double all = canary + baseline;
            if (!(all > 0)) {
                return false;
            }
            double ordered = ordered();
            double odds = canary / Math.max(0.5, baseline) * (1 - ordered) / ordered;
            double log = CountEvidence.multinomial(new double[] {ordered, 1 - ordered}, new double[] {canary, baseline}, CONCENTRATION);
            return (odds > TOLERATED || odds < 1 / TOLERATED) && log >= LOG_SURE;
        }
    }
}
