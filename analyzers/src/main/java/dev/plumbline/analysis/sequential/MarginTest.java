package dev.plumbline.analysis.sequential;

import dev.plumbline.analysis.canary.EventInterval;

/**
 * Whether the canary's rate of events is worse than the baseline's by more than a margin, interval by interval. A relative margin (none
 * at all is one of 0) is judged by two {@link CrossingTest}s, whose expected share follows the requests of each interval, so that weights may be ramped; an
 * absolute one by the evidence of {@link RateTotals}.
 */
final class MarginTest {
    /** The rest of the error probability is for what estimating the dispersion may cost. */
    private static final double RESERVED = 0.97;
    private final double ratio;
    private final double margin;
    private final double logFail;
    private final double logPass;
    private final CrossingTest worse;
    private final CrossingTest within;

    /**
     * Which margin.
     *
     * @param ratio how many times the baseline's rate is tolerated, above 0; 1 with an absolute margin
     * @param margin how much above the baseline's rate is tolerated, 0 or more; 0 with a relative margin
     * @param levels the error probabilities
     */
    MarginTest(double ratio, double margin, Levels levels) {
        this.ratio = ratio;
        this.margin = margin;
        logFail = -Math.log(levels.fail());
        logPass = -Math.log(levels.pass());
        worse = new CrossingTest(RESERVED * levels.fail(), levels.spending());
        within = new CrossingTest(RESERVED * levels.pass(), levels.spending());
    }

    /**
     * How often a test may err.
     *
     * @param fail the greatest probability that a canary within its margin is ever called worse
     * @param pass the greatest probability that one beyond its margin is ever called good
     */
    record Levels(double fail, double pass, AlphaSpending spending) {}

    /**
     * With one more interval.
     *
     * @param context what is known of both arms
     * @param elapsed the part of the whole time that is over after it, 0 to 1
     */
    MarginState next(MarginState before, EventInterval i, Context context, double elapsed) {
        RateTotals totals = before.totals().with(i);
        if (totals.equals(before.totals())) {
            return before;
        }
        if (margin > 0) {
            return new MarginState(totals, before.worse(), before.within(), Math.max(before.highestWorse(), totals.logAbove(margin, context.squared())),
                    Math.max(before.highestWithin(), totals.logBelow(margin, context.squared())));
        }
        long events = Math.round(i.events());
        long all = events + Math.round(i.baselineEvents());
        double shape = context.squared() > 0 ? 1 / context.squared() : Double.POSITIVE_INFINITY;
        var look = new CrossingTest.Look(events, all, ratio * context.rate() * i.requests(), context.rate() * i.baselineRequests(), shape,
                elapsed);
        return new MarginState(totals, worse.next(before.worse(), look), within.next(before.within(), look.ofOther()), 0, 0);
    }

    /**
     * What intervals are seen in the light of.
     *
     * @param squared the squared variation of rates, see {@link Variation}
     * @param rate of the baseline's events per request, above 0
     */
    record Context(double squared, double rate) {}

    boolean isWorse(MarginState s) {
        return s.worse().crossed() || s.highestWorse() >= logFail;
    }

    boolean isWithin(MarginState s) {
        return s.within().crossed() || s.highestWithin() >= logPass;
    }

    /** How many times the requests seen so far would do, at this rate, to prove it not worse; at least 1, infinite when nothing points there. */
    double factorToPass(MarginState s) {
        if (margin > 0) {
            return Math.max(1, s.totals().factorTo(margin, logPass));
        }
        double progress = s.within().progress();
        return progress > 0 ? Math.max(1, 1 / (progress * progress)) : Double.POSITIVE_INFINITY;
    }
}
