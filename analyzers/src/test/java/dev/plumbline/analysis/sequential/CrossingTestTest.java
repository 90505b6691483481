package dev.plumbline.analysis.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CrossingTestTest {
    private static final double STEADY = Double.POSITIVE_INFINITY;
    private final CrossingTest test = new CrossingTest(0.05, AlphaSpending.DEFAULT);

    private static CrossingTest.Look look(long events, long all, double elapsed) {
        return new CrossingTest.Look(events, all, 1, 1, STEADY, elapsed);
    }

    /** The exact probability of an alarm in three looks of {@code n} events, over all ways they can fall. */
    private double alarm(int n) {
        double probability = 0;
        double[] p = ShareDistribution.of(n, 1, 1, STEADY).mass;
        for (int a = 0; a <= n; a++) {
            CrossingState first = test.next(CrossingState.start(), look(a, n, 1.0 / 3));
            for (int b = 0; b <= n; b++) {
                CrossingState second = test.next(first, look(b, n, 2.0 / 3));
                for (int c = 0; c <= n; c++) {
                    probability += test.next(second, look(c, n, 1)).crossed() ? p[a] * p[b] * p[c] : 0;
                }
            }
        }
        return probability;
    }

    @Test
    void alarmsWithTheProbabilityThatItSpends() {
        for (int n : new int[] {3, 8, 15}) {
            CrossingState s = CrossingState.start();
            for (int i = 1; i <= 3; i++) {
                s = test.next(s, look(0, n, i / 3.0));
            }
            assertThat(alarm(n)).as("%d events", n).isCloseTo(s.spent(), within(1e-12)).isLessThanOrEqualTo(0.05);
        }
    }

    @Test
    void neverSpendsMoreThanIsAllowedUntilThen() {
        CrossingState s = CrossingState.start();
        for (int i = 1; i <= 200; i++) {
            s = test.next(s, look(500, 1000, i / 200.0));
            assertThat(s.spent()).isLessThanOrEqualTo(0.05 * AlphaSpending.DEFAULT.spent(i / 200.0) + 1e-15);
            assertThat(s.mass().length).isLessThanOrEqualTo(CrossingTest.MAX_CELLS + 2);
        }
        assertThat(s.spent()).isGreaterThan(0.049);
        assertThat(s.crossed()).isFalse();
    }

    @Test
    void findsWhatIsFarOffAndStaysSo() {
        CrossingState s = test.next(CrossingState.start(), look(10, 12, 1 / 60.0));
        CrossingState t = test.next(s, look(10, 12, 2 / 60.0));
        assertThat(t.crossed()).isTrue();
        assertThat(test.next(t, look(0, 100, 3 / 60.0))).isEqualTo(t);
        assertThat(test.next(CrossingState.start(), look(50, 100, 0.5)).progress()).as("the cut tail moves the mean a little").isCloseTo(0, within(0.1));
    }

    @Test
    void takesUnequalExposureIntoAccount() {
        var fair = new CrossingTest.Look(100, 110, 10, 1, STEADY, 0.5);
        assertThat(test.next(CrossingState.start(), fair).crossed()).isFalse();
        assertThat(test.next(CrossingState.start(), look(100, 110, 0.5)).crossed()).isTrue();
    }

    @Test
    void aLookWithoutEventsOnlyLetsTimePass() {
        CrossingState s = test.next(CrossingState.start(), look(0, 0, 0.9));
        assertThat(s.mass()).containsExactly(1.0);
        assertThat(s.spent()).isZero();
    }

    @Test
    void refusesWhatIsNoErrorProbability() {
        for (double alpha : new double[] {0, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> new CrossingTest(alpha, AlphaSpending.DEFAULT)).hasMessageContaining("alpha");
        }
        assertThatThrownBy(() -> new AlphaSpending(0)).hasMessageContaining("steepness");
        assertThat(AlphaSpending.DEFAULT.spent(-1)).isZero();
        assertThat(AlphaSpending.DEFAULT.spent(7)).isEqualTo(1);
    }
}
