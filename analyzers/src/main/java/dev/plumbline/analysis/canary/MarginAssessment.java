package dev.plumbline.analysis.canary;

import dev.plumbline.analysis.canary.MetricResult.Outcome;

/** Holds a canary's number, which is within its absolute limits, against the baseline's. */
final class MarginAssessment {
    private final Criterion criterion;
    private final Margin margin;
    private final Evidence evidence;
    private final boolean windowReached;

    MarginAssessment(Criterion criterion, Evidence evidence, boolean windowReached) {
        Margin given = criterion.margin();
        if (given == null) {
            throw new IllegalArgumentException("metric " + criterion.name() + " has no margin");
        }
        this.criterion = criterion;
        this.margin = given;
        this.evidence = evidence;
        this.windowReached = windowReached;
    }

    /** @param absolute what became of the metric by its absolute limits: a pass */
    MetricResult assess(double canary, MetricResult absolute) {
        BaselineEvidence baseline = evidence.baseline();
        if (baseline == null) {
            return unknown(absolute, "the baseline was not looked up yet");
        }
        return switch (baseline.reading()) {
            case Reading.Unreadable u -> unknown(absolute, "the baseline could not be looked up: " + u.why());
            case Reading.Missing m -> missing(absolute, m.why());
            case Reading.AtLeast n -> Double.isFinite(n.value()) ? atLeast(canary, n.value(), baseline, absolute) : missing(absolute, "not a number");
            case Reading.Number n -> Double.isFinite(n.value()) ? compare(canary, n.value(), baseline, absolute)
                    : missing(absolute, "the value is " + n.value());
        };
    }

    private MetricResult compare(double canary, double baseline, BaselineEvidence e, MetricResult absolute) {
        if (e.amount() < criterion.minimum()) {
            return unknown(absolute, "the baseline has " + criterion.exposure().show(e.amount()) + " of at least "
                    + criterion.exposure().show(criterion.minimum()));
        }
        boolean exceeded = margin.isExceeded(canary, baseline);
        String text = (hasLimit() && !exceeded ? absolute.reason() + ", " : criterion.name() + " ") + criterion.show(canary) + " vs "
                + criterion.show(baseline) + (exceeded ? " exceeds margin " + margin : " (margin " + margin + ")");
        return new MetricResult(criterion, exceeded ? Outcome.FAIL : Outcome.PASS, text, evidence);
    }

    /** The true value of the baseline is this or more: enough to pass when more is worse, never enough to fail. */
    private MetricResult atLeast(double canary, double baseline, BaselineEvidence e, MetricResult absolute) {
        boolean passes = margin.direction() == Margin.Direction.INCREASE && canary <= margin.highest(baseline);
        return passes ? compare(canary, baseline, e, absolute)
                : unknown(absolute, "the baseline is at least " + criterion.show(baseline) + ", where the histogram's buckets end");
    }

    private MetricResult missing(MetricResult absolute, String why) {
        if (criterion.noData() != NoData.IGNORE || !windowReached) {
            return unknown(absolute, "the baseline has no data (" + why + ")");
        }
        String text = absolute.reason() + ", not compared: the baseline has no data (" + why + "), ignored as this policy says";
        return new MetricResult(criterion, hasLimit() ? Outcome.PASS : Outcome.IGNORED, text, evidence);
    }

    /** Neither pass nor fail: what is unknown of the baseline never counts against the canary, nor for it. */
    private MetricResult unknown(MetricResult absolute, String why) {
        return new MetricResult(criterion, Outcome.PENDING, absolute.reason() + ", " + why, evidence);
    }

    private boolean hasLimit() {
        return criterion.failAbove() != null || criterion.failBelow() != null;
    }
}
