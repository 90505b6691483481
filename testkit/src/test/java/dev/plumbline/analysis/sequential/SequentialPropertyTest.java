package dev.plumbline.analysis.sequential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.canary.EventInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * What must hold of the sequential tests whatever the data are. Rates of false alarms are counted over seeded runs; the limits are alpha and
 * three standard errors of the count.
 */
class SequentialPropertyTest {
    private static final double ALPHA = 0.05;
    private static final int MINUTES = 30;
    private static final MarginTest.Levels LEVELS = new MarginTest.Levels(ALPHA, ALPHA, AlphaSpending.DEFAULT);
    private final EventComparison none = new EventComparison(new MarginTest(1, 0, LEVELS));

    /** Minutes of two arms: requests of the canary and the baseline, their rates, and how unsteady these are. */
    private record Arms(double canary, double baseline, double rate, double times, double shape) {

        EventInterval minute(SplittableRandom random, int m) {
            return new EventInterval(m, canary, poisson(random, canary * rate * times * factor(random)), baseline,
                    poisson(random, baseline * rate * factor(random)), Double.NaN);
        }

        /** A gamma factor of mean 1 and whole shape; 1 for a shape of 0. */
        private double factor(SplittableRandom random) {
            double sum = 0;
            for (int i = 0; i < shape; i++) {
                sum += random.nextExponential();
            }
            return shape == 0 ? 1 : sum / shape;
        }

        List<EventInterval> hour(SplittableRandom random) {
            var before = new ArrayList<EventInterval>();
            for (int m = 0; m < 60; m++) {
                before.add(new EventInterval(m, 0, 0, baseline, poisson(random, baseline * rate * factor(random)), Double.NaN));
            }
            return before;
        }
    }

    private static double poisson(SplittableRandom random, double mean) {
        int count = -1;
        for (double time = 0; time <= mean; time += random.nextExponential()) {
            count++;
        }
        return Math.max(0, count);
    }

    private static double limit(int runs) {
        return ALPHA + 3 * Math.sqrt(ALPHA * (1 - ALPHA) / runs);
    }

    private static double alarms(EventComparison comparison, Arms arms, int runs) {
        int alarms = 0;
        for (int seed = 0; seed < runs; seed++) {
            var random = new SplittableRandom(seed);
            ComparisonState s = EventComparison.start(arms.hour(random));
            for (int m = 1; m <= MINUTES; m++) {
                s = comparison.next(s, arms.minute(random, m), m / (double) MINUTES);
            }
            alarms += comparison.test().isWorse(s.margin()) ? 1 : 0;
        }
        return alarms / (double) runs;
    }

    @Test
    void equalArmsAreRarelyCalledUnequal() {
        assertThat(alarms(none, new Arms(200, 200, 0.01, 1, 0), 1500)).isBetween(0.01, limit(1500));
        assertThat(alarms(none, new Arms(20, 380, 0.02, 1, 0), 1000)).isLessThan(limit(1000));
        assertThat(alarms(none, new Arms(500, 500, 0.0005, 1, 0), 1000)).as("hardly any events").isLessThan(limit(1000));
    }

    @Test
    void burstsOfEachArmDoNotMakeAlarms() {
        assertThat(alarms(none, new Arms(1000, 1000, 0.01, 1, 4), 600)).isLessThan(limit(600));
        assertThat(alarms(none, new Arms(100, 900, 0.01, 1, 4), 600)).isLessThan(limit(600));
    }

    @Test
    void aCanaryAtTheEdgeOfItsMarginIsRarelyCalledWorse() {
        assertThat(alarms(new EventComparison(new MarginTest(1.5, 0, LEVELS)), new Arms(200, 200, 0.01, 1.5, 0), 600)).isLessThan(limit(600));
        assertThat(alarms(new EventComparison(new MarginTest(1, 0.01, LEVELS)), new Arms(200, 200, 0.01, 2, 0), 1000)).isLessThan(limit(1000));
        assertThat(alarms(new EventComparison(new MarginTest(1, 0.01, LEVELS)), new Arms(100, 900, 0.01, 2, 4), 600)).isLessThan(limit(600));
    }

    @Test
    void aWorseOneIsFound() {
        assertThat(alarms(none, new Arms(200, 200, 0.01, 3, 0), 200)).isGreaterThan(0.99);
    }

    @Test
    void gaugesThatAreEqualAreRarelyCalledUnequal() {
        var test = new ShiftTest(LEVELS);
        int alarms = 0;
        int runs = 4000;
        for (int seed = 0; seed < runs; seed++) {
            var random = new SplittableRandom(seed);
            ShiftState s = ShiftState.START;
            for (int i = 0; i < 100; i++) {
                s = test.next(s, random.nextGaussian());
            }
            alarms += test.isWorse(s) || test.isWithin(s) ? 1 : 0;
        }
        assertThat(alarms / (double) runs).isLessThan(limit(runs));
    }

    @Test
    void sharesAtTheirLimitAreRarelyCalledBeyond() {
        var test = new LimitTest(0.02, LEVELS);
        var arms = new Arms(200, 200, 0.02, 1, 0);
        int alarms = 0;
        int runs = 1500;
        for (int seed = 0; seed < runs; seed++) {
            var random = new SplittableRandom(seed);
            LimitState s = LimitTest.start(arms.hour(random));
            for (int m = 1; m <= MINUTES; m++) {
                s = test.next(s, arms.minute(random, m));
            }
            alarms += test.isWorse(s) || test.isWithin(s) ? 1 : 0;
        }
        assertThat(alarms / (double) runs).isLessThan(2 * limit(runs));
    }

    @Test
    void goingOnFromAStateGivesWhatReadingEverythingGives() {
        for (int seed = 0; seed < 100; seed++) {
            var random = new SplittableRandom(seed);
            var arms = new Arms(random.nextInt(1, 2000), random.nextInt(1, 2000), 0.01, random.nextDouble() * 2, random.nextInt(5));
            ComparisonState whole = EventComparison.start(arms.hour(random));
            ComparisonState parts = whole;
            for (int m = 1; m <= MINUTES; m++) {
                EventInterval i = arms.minute(random, m);
                whole = none.next(whole, i, m / (double) MINUTES);
                parts = none.next(copy(parts), i, m / (double) MINUTES);
            }
            assertThat(parts).as("seed %d", seed).isEqualTo(whole);
        }
    }

    /** What is left of a state when only its numbers are kept. */
    private static ComparisonState copy(ComparisonState s) {
        MarginState m = s.margin();
        return new ComparisonState(s.baseline(), s.canary(), new MarginState(m.totals(), copy(m.worse()), copy(m.within()), m.highestWorse(),
                m.highestWithin()));
    }

    private static CrossingState copy(CrossingState s) {
        return new CrossingState(s.observed(), s.spent(), s.lowest(), s.width(), s.mass().clone(), s.boundary(), s.crossed());
    }

    @Test
    void moreErrorsInTheLastMinuteNeverMakeItBetter() {
        for (int seed = 0; seed < 300; seed++) {
            var random = new SplittableRandom(seed);
            var arms = new Arms(200, random.nextInt(100, 400), 0.01, 1 + random.nextDouble() * 2, 0);
            var comparison = new EventComparison(new MarginTest(1, random.nextBoolean() ? 0.01 : 0, LEVELS));
            ComparisonState s = EventComparison.start(arms.hour(random));
            int minutes = random.nextInt(1, 12);
            for (int m = 1; m < minutes; m++) {
                s = comparison.next(s, arms.minute(random, m), m / (double) MINUTES);
            }
            EventInterval last = arms.minute(random, minutes);
            var more = new EventInterval(last.endMillis(), last.requests(), last.events() + 1 + random.nextInt(3), last.baselineRequests(),
                    last.baselineEvents(), Double.NaN);
            MarginTest test = comparison.test();
            ComparisonState good = comparison.next(s, last, minutes / (double) MINUTES);
            ComparisonState bad = comparison.next(s, more, minutes / (double) MINUTES);
            assertThat(test.isWorse(good.margin()) && !test.isWorse(bad.margin())).as("seed %d fails no more", seed).isFalse();
            assertThat(test.isWithin(bad.margin()) && !test.isWithin(good.margin())).as("seed %d passes with more errors", seed).isFalse();
        }
    }
}
