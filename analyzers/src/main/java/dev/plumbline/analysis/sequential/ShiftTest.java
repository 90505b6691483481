package dev.plumbline.analysis.sequential;

/**
 * Whether differences are above 0 on average: a t-test that holds at every moment, for normal differences of unknown variance, by a mixture
 * over effect sizes. Points that follow each other are alike: with the correlation r of neighbours, n of them count as n (1 - r) / (1 + r).
 *
 * <p>Sources: T. L. Lai, On confidence sequences, Ann. Stat. 4 (1976); H. Wang, A. Ramdas, Anytime-valid t-tests and confidence sequences, 2023.
 */
final class ShiftTest {
    /** Effects of about 1 / sqrt(8) standard deviations are found soonest. */
    private static final double PRIOR = 8;
    private static final double MOST_ALIKE = 0.95;
    private static final int LEAST = 5;
    private final double logFail;
    private final double logPass;

    ShiftTest(MarginTest.Levels levels) {
        logFail = -Math.log(levels.fail());
        logPass = -Math.log(levels.pass());
    }

    /** With one more difference; above 0 is worse. One that is not finite tells nothing. */
    ShiftState next(ShiftState s, double difference) {
        if (!Double.isFinite(difference)) {
            return s;
        }
        double count = s.count() + 1;
        double step = difference - s.mean();
        double mean = s.mean() + step / count;
        double squares = s.squares() + step * (difference - mean);
        double products = s.count() == 0 ? 0 : s.products() + s.last() * difference;
        var next = new ShiftState(count, mean, squares, products, s.count() == 0 ? difference : s.first(), difference, s.highestWorse(),
                s.highestWithin());
        double log = count < LEAST || mean == 0 ? 0 : logEvidence(next);
        return new ShiftState(count, mean, squares, products, next.first(), difference,
                mean > 0 ? Math.max(s.highestWorse(), log) : s.highestWorse(), mean < 0 ? Math.max(s.highestWithin(), log) : s.highestWithin());
    }

    /** Natural logarithm of the evidence that the mean is not 0. */
    static double logEvidence(ShiftState s) {
        double alike = correlation(s);
        double n = Math.max(2, s.count() * (1 - alike) / (1 + alike));
        double shrink = PRIOR / (n + PRIOR);
        double variance = s.squares() / (s.count() - 1);
        // T squared over n - 1, as a ratio to 1 + itself: finite also for differences that are all the same.
        double t = n * s.mean() * s.mean() / (n - 1);
        return 0.5 * Math.log(shrink) + n / 2 * Math.log((variance + t) / (variance + shrink * t));
    }

    /** Of neighbours, 0 to {@value #MOST_ALIKE}; raised by what a short series makes it look smaller. */
    private static double correlation(ShiftState s) {
        if (!(s.squares() > 0)) {
            return 0;
        }
        double sum = s.count() * s.mean();
        double cross = s.products() - s.mean() * (2 * sum - s.first() - s.last()) + (s.count() - 1) * s.mean() * s.mean();
        double r = cross / s.squares();
        double raised = r + (1 + 3 * Math.max(0, r)) / s.count();
        return Math.min(MOST_ALIKE, Math.max(0, raised));
    }

    boolean isWorse(ShiftState s) {
        return s.highestWorse() >= logFail;
    }

    boolean isWithin(ShiftState s) {
        return s.highestWithin() >= logPass;
    }

    /** As {@link MarginTest#factorToPass}. */
    double factorToPass(ShiftState s) {
        return s.highestWithin() > 0 ? Math.max(1, logPass / s.highestWithin()) : Double.POSITIVE_INFINITY;
    }
}
