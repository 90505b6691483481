package dev.plumbline.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PageBufferTest {

    private static String decimal(long value, int decimals) {
        return new String(new PageBuffer().appendDecimal(value, decimals).toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void numbersAreWrittenWithoutTrailingZeros() {
        assertThat(decimal(0, 0)).isEqualTo("0");
        assertThat(decimal(0, 6)).isEqualTo("0");
        assertThat(decimal(1, 6)).isEqualTo("0.000001");
        assertThat(decimal(100_000, 6)).isEqualTo("0.1");
        assertThat(decimal(1_500_000, 6)).isEqualTo("1.5");
        assertThat(decimal(12_000_000, 6)).isEqualTo("12");
        assertThat(decimal(Long.MAX_VALUE, 6)).isEqualTo("9223372036854.775807");
    }

    @Test
    void anyNumberReadsBackAsItself() {
        var random = new SplittableRandom(11);
        for (int i = 0; i < 2_000; i++) {
            long value = random.nextLong() >>> random.nextInt(1, 64);
            assertThat(new BigDecimal(decimal(value, 6))).isEqualByComparingTo(BigDecimal.valueOf(value, 6));
        }
    }

    @Test
    void thePageGrowsAndIsUsedAgain() {
        var page = new PageBuffer();
        page.append(new byte[100_000]).append('x');
        assertThat(page.size()).isEqualTo(100_001);
        page.clear();
        assertThat(page.append('y').toBytes()).containsExactly('y');
    }
}
