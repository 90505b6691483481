package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.anytime.CountEvidence;
import dev.plumbline.analysis.canary.EventInterval;
import java.util.List;

/**
 * Whether the canary's share of events among its requests is above a fixed limit: beta-binomial e-values for both sides, on counts divided by the factor
 * of over-dispersion. The priors look for alternatives within a few times the limit.
 */
final class LimitTest {
    private final double limit;
    private final double logFail;
    private final double logPass;

    /** @param limit the highest share that is still good; a share lies within 0 to 1 */
    LimitTest(double limit, MarginTest.Levels levels) {
        this.limit = limit;
        logFail = -Math.log(levels.fail());
        logPass = -Math.log(levels.pass());
    }

    static LimitState start(List<EventInterval> before) {
        return new LimitState(EventComparison.start(before).baseline(), Dispersion.NONE, 0, 0);
    }

    LimitState next(LimitState s, EventInterval i) {
        Dispersion baseline = s.baseline().with(i.baselineEvents(), i.baselineRequests());
        Dispersion canary = s.canary().with(i.events(), i.requests());
        if (canary.intervals() == 0 || limit <= 0 || limit >= 1) {
            return new LimitState(baseline, canary, 0, 0);
        }
        double factor = Variation.inflation(Variation.squared(baseline, canary), canary.x() / canary.intervals());
        double events = Math.min(canary.x(), canary.n()) / factor;
        double others = Math.max(0, canary.n() - canary.x()) / factor;
        double b = (1 - limit) / limit;
        return new LimitState(baseline, canary, Math.max(s.highestWorse(), CountEvidence.above(limit, 1, b, events, others)),
                Math.max(s.highestWithin(), CountEvidence.below(limit, 1, b, events, others)));
    }

    boolean isWorse(LimitState s) {
        return limit <= 0 ? s.canary().x() > 0 : s.highestWorse() >= logFail;
    }

    boolean isWithin(LimitState s) {
        return limit >= 1 || (limit <= 0 ? s.canary().n() > 0 && s.canary().x() == 0 : s.highestWithin() >= logPass);
    }

    /** As {@link MarginTest#factorToPass}. */
    double factorToPass(LimitState s) {
        return s.highestWithin() > 0 ? Math.max(1, logPass / s.highestWithin()) : Double.POSITIVE_INFINITY;
    }
}
