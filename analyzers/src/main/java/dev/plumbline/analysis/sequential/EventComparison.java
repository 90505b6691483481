package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.EventInterval;
import java.util.List;

/**
 * A {@link MarginTest} whose over-dispersion comes from the data: of the baseline before the release, and of both arms since. While fewer
 * than {@value #LEARNING} intervals of the baseline are known, intervals in which the canary has less than {@value #UNEVEN} of the baseline's
 * requests are only learned from: what an interval's sum tells of the split then depends on the common rate.
 */
final class EventComparison {
    private static final int LEARNING = 15;
    private static final double UNEVEN = 0.5;
    private final MarginTest test;

    EventComparison(MarginTest test) {
        this.test = test;
    }

    MarginTest test() {
        return test;
    }

    /** @param before intervals of the baseline before the release, as long as those that follow */
    static ComparisonState start(List<EventInterval> before) {
        Dispersion baseline = Dispersion.NONE;
        for (EventInterval i : before) {
            baseline = baseline.with(i.baselineEvents(), i.baselineRequests());
        }
        return new ComparisonState(baseline, Dispersion.NONE, MarginState.start());
    }

    /** @param elapsed the part of the whole time that is over after the interval, 0 to 1 */
    ComparisonState next(ComparisonState s, EventInterval i, double elapsed) {
        Dispersion baseline = s.baseline().with(i.baselineEvents(), i.baselineRequests());
        Dispersion canary = s.canary().with(i.events(), i.requests());
        if (baseline.intervals() <= LEARNING && i.requests() < UNEVEN * i.baselineRequests()) {
            return new ComparisonState(baseline, canary, s.margin());
        }
        var context = new MarginTest.Context(Variation.squared(baseline, canary), s.baseline().rateWith(i));
        return new ComparisonState(baseline, canary, test.next(s.margin(), i, context, elapsed));
    }
}
