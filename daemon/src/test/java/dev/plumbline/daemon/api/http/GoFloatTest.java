package dev.plumbline.daemon.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoFloatTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "-0.0, -0", "1, 1", "0.1, 0.1", "1e-6, 0.000001", "9.99e-7, 9.99e-07", "1e-9, 1e-09", "1e21, 1e+21",
        "1e20, 100000000000000000000", "123456789.25, 123456789.25", "-2.5, -2.5", "1.5e300, 1.5e+300", "5e-324, 5e-324",
        "9007199254740993, 9007199254740992", "0.3333333333333333, 0.3333333333333333", "1e15, 1000000000000000",
        "12345678.9, 12345678.9", "0.00012, 0.00012"})
    void printsAsGoDoes(double value, String expected) {
        var out = new JsonBytes();
        GoFloat.append(out, value);
        assertThat(out.toString()).isEqualTo(expected);
        assertThat(GoFloat.format(value)).isEqualTo(expected);
    }

    @Test
    void printsWhatIsNoNumber() {
        assertThat(GoFloat.format(Double.NaN)).isEqualTo("NaN");
        assertThat(GoFloat.format(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(GoFloat.format(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    }

    @Test
    void readsBackToTheSameBits() {
        var random = new java.util.SplittableRandom(42);
        for (int i = 0; i < 20_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(Double.parseDouble(GoFloat.format(value))).isEqualTo(value);
            }
        }
    }

    @Test
    void theShortWaysPrintTheSame() {
        var random = new java.util.SplittableRandom(7);
        for (int i = 0; i < 50_000; i++) {
            double value = switch (i % 4) {
                case 0 -> random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L) / 1000.0;
                case 1 -> random.nextInt(100_000) / 100.0 * Math.pow(10, random.nextInt(12));
                case 2 -> random.nextDouble() * Math.pow(10, random.nextInt(-8, 25));
                default -> Math.nextUp(random.nextInt(1000) / 1000.0);
            };
            var out = new JsonBytes();
            GoFloat.append(out, value);
            assertThat(out.toString()).isEqualTo(GoFloat.format(value));
        }
    }
}
