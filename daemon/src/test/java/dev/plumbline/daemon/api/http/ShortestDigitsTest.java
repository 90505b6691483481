package dev.plumbline.daemon.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The digits of doubles of ordinary size are those of {@link Double#toString(double)}. */
class ShortestDigitsTest {
    private static void compare(double value) {
        if (value < ShortestDigits.LEAST || value >= ShortestDigits.LIMIT || value == Math.rint(value)) {
            return;
        }
        var out = new JsonBytes(32);
        boolean written = ShortestDigits.append(out, value);
        String expected = (Double.doubleToRawLongBits(value) & (1L << 52) - 1) == 0 ? "" : Double.toString(value);
        if (written == expected.isEmpty() || !out.toString().equals(expected)) { // an assertion a time would take most of the time
            assertThat(out.toString()).as("%s", value).isEqualTo(expected);
        }
    }

    @Test
    void digitsOfRandomDoubles() {
        var random = new SplittableRandom(11);
        long least = Double.doubleToRawLongBits(ShortestDigits.LEAST);
        long limit = Double.doubleToRawLongBits(ShortestDigits.LIMIT);
        for (int i = 0; i < 300_000; i++) {
            compare(Double.longBitsToDouble(random.nextLong(least, limit)));
        }
    }

    @Test
    void digitsOfShortDecimalsAndTheirNeighbours() {
        var random = new SplittableRandom(12);
        for (int i = 0; i < 200_000; i++) {
            int digits = 1 + random.nextInt(17);
            long bound = (long) Math.pow(10, digits);
            double value = BigDecimal.valueOf(random.nextLong(bound), random.nextInt(Math.max(1, digits - 7), digits + 4)).doubleValue();
            compare(value);
            compare(Math.nextUp(value));
            compare(Math.nextDown(value));
        }
    }

    @Test
    void digitsOfQuotientsAndHalves() {
        for (int i = 1; i < 2_000; i++) {
            for (int divisor : new int[] {3, 7, 60, 300, 1 << 10, 1 << 20, 86_400}) {
                compare((double) i / divisor);
                compare(i * 1000.0 / divisor);
            }
        }
    }

    @Test
    void digitsAroundPowers() {
        for (double power = ShortestDigits.LEAST; power <= ShortestDigits.LIMIT; power *= 10) {
            around(power);
        }
        for (double power = 0x1p-10; power <= 0x1p24; power *= 2) {
            around(power);
        }
    }

    private static void around(double value) {
        double up = value;
        double down = value;
        for (int i = 0; i < 1_000; i++) {
            compare(up);
            compare(down);
            up = Math.nextUp(up);
            down = Math.nextDown(down);
        }
    }
}
