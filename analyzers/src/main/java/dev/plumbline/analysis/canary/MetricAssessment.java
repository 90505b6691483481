package dev.plumbline.analysis.canary;

import dev.plumbline.analysis.canary.MetricResult.Outcome;
import org.jspecify.annotations.Nullable;

/** Holds one metric against its limits. */
final class MetricAssessment {
    private final boolean windowReached;

    /** Whether enough time was measured for the absence of data to mean something. */
    MetricAssessment(boolean windowReached) {
        this.windowReached = windowReached;
    }

    MetricResult assess(Criterion c, Evidence e) {
        return switch (e.reading()) {
            case Reading.Unreadable u -> new MetricResult(c, Outcome.PENDING, c.name() + " could not be looked up: " + u.why(), e);
            case Reading.Missing m -> missing(c, e, m.why());
            case Reading.Number n -> Double.isFinite(n.value()) ? number(c, e, n.value())
                    : missing(c, e, "the value is " + n.value() + ", which is no number to judge");
            case Reading.AtLeast n -> Double.isFinite(n.value()) ? atLeast(c, e, n.value())
                    : missing(c, e, "the value is at least " + n.value() + ", which is no number to judge");
        };
    }

    private MetricResult missing(Criterion c, Evidence e, String why) {
        String text = c.name() + " has no data (" + why + ")";
        if (!windowReached) {
            return new MetricResult(c, Outcome.PENDING, text, e);
        }
        return switch (c.noData()) {
            case HOLD -> new MetricResult(c, Outcome.PENDING, text, e);
            case FAIL -> new MetricResult(c, Outcome.FAIL, text + ", which this policy counts as failed", e);
            case IGNORE -> new MetricResult(c, Outcome.IGNORED, text + ", ignored as this policy says", e);
        };
    }

    private MetricResult number(Criterion c, Evidence e, double value) {
        boolean limited = hasLimit(c);
        String comparison = c.name() + " " + (limited ? compare(c, value) : c.show(value));
        if (!c.isHeld()) {
            return new MetricResult(c, Outcome.PENDING, comparison + " has no limit to be held to", e);
        }
        if (e.amount() < c.minimum()) {
            return tooLittle(c, e, comparison);
        }
        if (breaksAbove(c, value) || breaksBelow(c, value)) {
            return new MetricResult(c, Outcome.FAIL, comparison, e);
        }
        MetricResult absolute = new MetricResult(c, Outcome.PASS, comparison, e);
        return c.margin() == null ? absolute : new MarginAssessment(c, e, windowReached).assess(value, absolute);
    }

    private static boolean hasLimit(Criterion c) {
        return c.failAbove() != null || c.failBelow() != null;
    }

    private MetricResult atLeast(Criterion c, Evidence e, double value) {
        if (!hasLimit(c)) {
            return new MetricResult(c, Outcome.PENDING, c.name() + " is at least " + c.show(value) + ", where the histogram's buckets "
                    + "end: not known beside the baseline", e);
        }
        Quantity above = c.failAbove();
        if (breaksAbove(c, value) || above == null && c.margin() == null && !breaksBelow(c, value)) {
            return number(c, e, value);
        }
        Quantity limit = above == null ? limit(c) : above;
        String text = c.name() + " is at least " + limit.showBeside(value) + ", where the histogram's buckets end: not known "
                + "against the limit " + limit;
        return new MetricResult(c, Outcome.PENDING, text, e);
    }

    private static MetricResult tooLittle(Criterion c, Evidence e, String comparison) {
        return new MetricResult(c, Outcome.PENDING, comparison + " so far, on " + c.exposure().show(e.amount()) + " of at least "
                + c.exposure().show(c.minimum()), e);
    }

    private static String compare(Criterion c, double value) {
        Quantity above = c.failAbove();
        Quantity below = c.failBelow();
        if (above != null && (below == null || !breaksBelow(c, value))) {
            return above.showBeside(value) + (value > above.value() ? " > " : " <= ") + above;
        }
        Quantity limit = limit(c);
        return limit.showBeside(value) + (value < limit.value() ? " < " : " >= ") + limit;
    }

    /** The limit that numbers are shown beside: the lower one where the upper one is not given or not the one broken. */
    private static Quantity limit(Criterion c) {
        @Nullable Quantity below = c.failBelow();
        if (below != null) {
            return below;
        }
        @Nullable Quantity above = c.failAbove();
        if (above == null) {
            throw new IllegalStateException("metric " + c.name() + " has no limit");
        }
        return above;
    }

    private static boolean breaksAbove(Criterion c, double value) {
        Quantity above = c.failAbove();
        return above != null && value > above.value();
    }

    private static boolean breaksBelow(Criterion c, double value) {
        Quantity below = c.failBelow();
        return below != null && value < below.value();
    }
}
