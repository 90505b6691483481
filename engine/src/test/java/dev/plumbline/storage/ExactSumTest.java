package dev.plumbline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Sums against BigDecimal, which rounds once too. */
final class ExactSumTest {
    private final SplittableRandom random = new SplittableRandom(7);

    @Test
    void equalsTheRoundedExactSum() {
        for (int run = 0; run < 4_000; run++) {
            int kind = run % 5;
            double[] values = random.doubles(1 + random.nextInt(200)).map(r -> number(kind, r)).toArray();
            var sum = new ExactSum();
            var exact = BigDecimal.ZERO;
            for (double v : values) {
                sum.add(v);
                exact = exact.add(new BigDecimal(v));
            }
            double rounded = exact.doubleValue();
            assertThat(sum.value()).isEqualTo(rounded);
            BigDecimal rest = exact.subtract(new BigDecimal(rounded));
            assertThat(sum.remainder()).isEqualTo(rest.doubleValue());
            assertThat(sum.fitsTwo()).isEqualTo(new BigDecimal(rest.doubleValue()).compareTo(rest) == 0);
            assertThat(sum.value()).isEqualTo(rounded);
        }
    }

    private double number(int kind, double r) {
        return switch (kind) {
            case 0 -> Math.rint(r * 1000) / 1000;
            case 1 -> r - 0.5;
            case 2 -> Math.scalb(r - 0.5, random.nextInt(-1074, 900));
            case 3 -> Math.rint(r * 1e15);
            default -> random.nextBoolean() ? Math.scalb(1, random.nextInt(-60, 60)) : -Math.scalb(1, random.nextInt(-60, 60));
        };
    }

    @Test
    void halfOfTheLastPlaceIsDecidedByWhatIsBelow() {
        var sum = new ExactSum();
        for (double v : new double[] {1, 0x1p-53, 0x1p-120, 0x1p-1074}) {
            sum.add(v);
        }
        assertThat(sum.value()).isEqualTo(Math.nextUp(1.0));
        sum.clear();
        for (double v : new double[] {1, 0x1p-53, -0x1p-120}) {
            sum.add(v);
        }
        assertThat(sum.value()).isEqualTo(1.0);
    }

    @Test
    void whatIsNotFiniteHasNoSum() {
        for (double v : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            var sum = new ExactSum();
            sum.add(1);
            sum.add(v);
            sum.add(2);
            assertThat(sum.isFinite()).isFalse();
            assertThat(sum.fitsTwo()).isFalse();
            assertThat(sum.value()).isNaN();
            sum.clear();
            sum.add(3);
            assertThat(sum.value()).isEqualTo(3);
        }
    }

    @Test
    void aSumTooLargeIsNotFinite() {
        var sum = new ExactSum();
        sum.add(Double.MAX_VALUE);
        sum.add(Double.MAX_VALUE);
        assertThat(sum.isFinite()).isFalse();
    }

    @Test
    void sumsOfPartsAreTheSum() {
        var parts = new ExactSum();
        var whole = new ExactSum();
        for (int i = 0; i < 50; i++) {
            var part = new ExactSum();
            for (double v : random.doubles(20, -1, 1).toArray()) {
                part.add(Math.scalb(v, i * 20 - 500));
                whole.add(Math.scalb(v, i * 20 - 500));
            }
            parts.add(part);
        }
        assertThat(parts.value()).isEqualTo(whole.value());
    }

    @Test
    void nothingIsZero() {
        assertThat(new ExactSum().value()).isZero();
        assertThat(new ExactSum().fitsTwo()).isTrue();
    }
}
