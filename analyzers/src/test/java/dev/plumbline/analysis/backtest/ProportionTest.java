package dev.plumbline.analysis.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {

    /** Bounds that are known in closed form, or as any table of the exact interval gives them. */
    @ParameterizedTest
    @CsvSource({
        "0, 10, 0, 0.30849710781876083",
        "10, 10, 0.6915028921812392, 1",
        "1, 1, 0.025, 1",
        "0, 1, 0, 0.975",
        "3, 10, 0.06673951117773447, 0.6524528500599973",
        "1, 20, 0.0012650894979498606, 0.24873276277202873",
        "5, 100, 0.016431879182306855, 0.11283491110546275",
    })
    void knownBounds(int events, int trials, double lower, double upper) {
        var interval = new Proportion(events, trials).interval();
        assertThat(interval.lower()).isCloseTo(lower, within(1e-9));
        assertThat(interval.upper()).isCloseTo(upper, within(1e-9));
    }

    @Test
    void isSymmetricAndHoldsTheRate() {
        for (int trials : new int[] {2, 7, 40, 1_000}) {
            for (int events = 0; events <= trials; events += Math.max(1, trials / 9)) {
                var p = new Proportion(events, trials);
                var mirrored = new Proportion(trials - events, trials).interval(0.9);
                assertThat(p.interval(0.9).lower()).isCloseTo(1 - mirrored.upper(), within(1e-12));
                assertThat(p.rate()).isBetween(p.interval(0.9).lower(), p.interval(0.9).upper());
                assertThat(p.interval(0.99).lower()).isLessThanOrEqualTo(p.interval(0.9).lower());
            }
        }
    }

    /** What it promises: the true probability is inside at least as often as it says. */
    @Test
    void coversTheTrueProbability() {
        var random = new Random(7);
        for (double probability : new double[] {0.02, 0.3, 0.85}) {
            long covered = IntStream.range(0, 2_000).filter(i -> {
                int events = (int) IntStream.range(0, 25).filter(k -> random.nextDouble() < probability).count();
                var interval = new Proportion(events, 25).interval();
                return interval.lower() <= probability && probability <= interval.upper();
            }).count();
            assertThat(covered).as("at %s", probability).isGreaterThanOrEqualTo(1_890);
        }
    }

    @Test
    void ofNothingNothingIsKnown() {
        assertThat(new Proportion(0, 0).rate()).isNaN();
        assertThat(new Proportion(0, 0).interval()).isEqualTo(new Proportion.Interval(0, 1));
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> new Proportion(3, 2)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("3 events of 2 trials");
        assertThatThrownBy(() -> new Proportion(-1, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Proportion(1, 2).interval(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
