package dev.plumbline.analysis.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.analysis.canary.EventInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class ShiftAndLimitTest {
    private static final MarginTest.Levels LEVELS = new MarginTest.Levels(0.05, 0.05, AlphaSpending.DEFAULT);
    private final ShiftTest shift = new ShiftTest(LEVELS);

    private ShiftState after(int points, DoubleSupplier difference) {
        ShiftState s = ShiftState.START;
        for (int i = 0; i < points; i++) {
            s = shift.next(s, difference.getAsDouble());
        }
        return s;
    }

    @Test
    void findsAShiftOfEitherSignAndNoneWhereThereIsNone() {
        var random = new SplittableRandom(1);
        assertThat(shift.isWorse(after(40, () -> 1 + random.nextGaussian()))).isTrue();
        assertThat(shift.isWithin(after(40, () -> -1 + random.nextGaussian()))).isTrue();
        ShiftState none = after(40, random::nextGaussian);
        assertThat(shift.isWorse(none) || shift.isWithin(none)).isFalse();
    }

    @Test
    void isScaleFree() {
        var a = new SplittableRandom(2);
        var b = new SplittableRandom(2);
        ShiftState small = after(30, () -> 1e-6 * (0.7 + a.nextGaussian()));
        ShiftState large = after(30, () -> 1e6 * (0.7 + b.nextGaussian()));
        assertThat(large.highestWorse()).isCloseTo(small.highestWorse(), within(1e-6));
    }

    @Test
    void judgesGaugesThatNeverChange() {
        assertThat(shift.isWithin(after(20, () -> -5))).isTrue();
        assertThat(shift.isWorse(after(20, () -> 5))).isTrue();
        ShiftState same = after(50, () -> 0);
        assertThat(shift.isWorse(same) || shift.isWithin(same)).isFalse();
        assertThat(after(3, () -> -5).highestWithin()).as("too few").isZero();
        assertThat(shift.next(same, Double.NaN)).isEqualTo(same);
    }

    @Test
    void countsPointsThatAreAlikeAsFewer() {
        var random = new SplittableRandom(3);
        int alarms = 0;
        for (int run = 0; run < 200; run++) {
            double[] x = {0};
            ShiftState s = after(60, () -> x[0] = 0.8 * x[0] + random.nextGaussian());
            alarms += shift.isWorse(s) ? 1 : 0;
        }
        assertThat(alarms).isLessThan(30);
    }

    private static LimitState limit(LimitTest test, int intervals, double requests, double events) {
        LimitState s = LimitTest.start(steady(requests, events));
        for (int i = 0; i < intervals; i++) {
            s = test.next(s, new EventInterval(i, requests, events, 0, 0, Double.NaN));
        }
        return s;
    }

    private static List<EventInterval> steady(double requests, double events) {
        var all = new ArrayList<EventInterval>();
        for (int i = 0; i < 60; i++) {
            all.add(new EventInterval(i - 60, 0, 0, requests, events, Double.NaN));
        }
        return all;
    }

    @Test
    void holdsSharesAgainstAFixedLimit() {
        var test = new LimitTest(0.05, LEVELS);
        assertThat(test.isWithin(limit(test, 3, 200, 1))).isTrue();
        assertThat(test.isWorse(limit(test, 3, 200, 30))).isTrue();
        LimitState edge = limit(test, 30, 200, 10);
        assertThat(test.isWorse(edge) || test.isWithin(edge)).isFalse();
        assertThat(test.factorToPass(limit(test, 1, 50, 1))).isGreaterThan(1);
    }

    @Test
    void limitsAtTheEndsNeedNoStatistics() {
        var none = new LimitTest(0, LEVELS);
        assertThat(none.isWorse(limit(none, 1, 200, 1))).isTrue();
        assertThat(none.isWithin(limit(none, 1, 200, 0))).isTrue();
        var all = new LimitTest(1, LEVELS);
        assertThat(all.isWithin(limit(all, 1, 200, 200))).isTrue();
    }
}
