package dev.plumbline.analysis.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.Margin.Direction;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarginAdviceTest {
    private static Margin margin(String text, Direction direction) {
        return Margin.parse(text, direction).orElseThrow();
    }

    @Test
    void differencesAreMeasuredAsTheMarginMeasures() {
        assertThat(Difference.of(margin("1pp", Direction.INCREASE), 0.03, 0.01)).isCloseTo(0.02, within(1e-15));
        assertThat(Difference.of(margin("1pp", Direction.INCREASE), 0.01, 0.03)).as("better").isZero();
        assertThat(Difference.of(margin("1pp", Direction.DECREASE), 0.01, 0.03)).isCloseTo(0.02, within(1e-15));
        assertThat(Difference.of(margin("10%", Direction.INCREASE), 1.2, 1)).isCloseTo(0.2, within(1e-15));
        assertThat(Difference.of(margin("10%", Direction.EITHER), -0.8, -1)).isCloseTo(0.2, within(1e-15));
        assertThat(Difference.of(margin("10%", Direction.INCREASE), 1, 0)).isInfinite();
        assertThat(Difference.of(margin("10%", Direction.INCREASE), 0, 0)).isZero();
    }

    /** A margin of the difference tolerates it, one below does not: by the rule that judges. */
    @Test
    void theSmallestMarginThatTolerates() {
        var random = new Random(5);
        for (Direction direction : Direction.values()) {
            for (int i = 0; i < 200; i++) {
                double first = random.nextInt(1, 1_000) / 16.0;
                double second = random.nextInt(1, 1_000) / 16.0;
                double difference = Difference.of(margin("1", direction), first, second);
                assertThat(new Margin(difference, false, direction, "").isExceeded(first, second)).isFalse();
                if (difference > 0) {
                    assertThat(new Margin(difference * 0.999, false, direction, "").isExceeded(first, second)).isTrue();
                }
            }
        }
    }

    @Test
    void isTheSmallestThatSoManyExceed() {
        var advice = new MarginAdvice(IntStream.rangeClosed(1, 40).mapToDouble(i -> 41 - i).toArray());
        assertThat(advice.exceededByAtMost(0.05)).as("two of forty lie above").isEqualTo(38);
        assertThat(advice.exceededByAtMost(0.049)).isEqualTo(39);
        assertThat(advice.exceededByAtMost(0)).isEqualTo(40);
        assertThat(advice.exceededByAtMost(0.1)).isEqualTo(36);
        assertThat(advice.median()).isEqualTo(20.5);
        assertThat(advice.largest()).isEqualTo(40);
        assertThat(advice.windows()).isEqualTo(40);
    }

    @Test
    void agreesWithCounting() {
        var random = new Random(9);
        for (int n = 1; n < 60; n++) {
            double[] differences = DoubleStream.generate(() -> random.nextInt(12)).limit(n).toArray();
            double margin = new MarginAdvice(differences).exceededByAtMost(0.1);
            assertThat(DoubleStream.of(differences).filter(d -> d > margin).count()).isLessThanOrEqualTo(n / 10);
            if (margin > 0) {
                assertThat(DoubleStream.of(differences).filter(d -> d > margin - 0.5).count()).as("a smaller one").isGreaterThan(n / 10);
            }
        }
    }

    @Test
    void ofNothingAndOfTheImpossible() {
        assertThat(new MarginAdvice(new double[0]).exceededByAtMost(0.1)).isNaN();
        assertThat(new MarginAdvice(new double[0]).largest()).isNaN();
        assertThat(new MarginAdvice(new double[] {0, Double.POSITIVE_INFINITY}).exceededByAtMost(0.1)).isInfinite();
        assertThatThrownBy(() -> new MarginAdvice(new double[] {-1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MarginAdvice(new double[] {Double.NaN})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MarginAdvice(new double[] {1}).exceededByAtMost(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1pp, 0.0123, 1.3pp, 1.2pp",
        "10%, 0.201, 21%, 20%",
        "5ms, 0.0040001, 4.1ms, 4ms",
        "64MiB, 1048576, 1MiB, 1MiB",
        "20req/s, 3.21, 3.3req/s, 3.2req/s",
        "7, 1234, 1300, 1200",
        "1pp, 0, 0pp, 0pp",
    })
    void writesMarginsAsThePolicyDoes(String policys, double amount, String atLeast, String about) {
        var scale = MarginScale.of(margin(policys, Direction.INCREASE));
        assertThat(scale.atLeast(amount)).isEqualTo(atLeast);
        assertThat(scale.about(amount)).isEqualTo(about);
        assertThat(margin(scale.atLeast(amount), Direction.INCREASE).amount()).isGreaterThanOrEqualTo(amount);
        assertThat(scale.about(Double.POSITIVE_INFINITY)).isEqualTo("infinite");
        assertThat(scale.about(Double.NaN)).isEqualTo("-");
    }
}
