package dev.plumbline.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class LabelHashTest {
    @Test
    void hashesTextsAfterTheirLengths() {
        assertThat(LabelHash.of(Labels.of("ab", "xyz", "c", "ü")))
                .isEqualTo(XxHash64.hash("\2ab\3xyz\1c\2ü".getBytes(StandardCharsets.UTF_8)));
        assertThat(LabelHash.of(Labels.EMPTY)).isEqualTo(XxHash64.hash(new byte[0]));
    }

    @Test
    void aLongTextHasItsLengthInFourBytes() {
        byte[] bytes = new byte[2 + 4 + 300];
        bytes[0] = 1;
        bytes[1] = 'a';
        bytes[2] = (byte) 255;
        bytes[3] = (byte) 300;
        bytes[4] = 1;
        java.util.Arrays.fill(bytes, 6, bytes.length, (byte) 'v');
        assertThat(LabelHash.of(Labels.of("a", "v".repeat(300)))).isEqualTo(XxHash64.hash(bytes));
    }

    @Test
    void sharesAreSpreadFromZeroToOne() {
        double sum = 0;
        for (int i = 0; i < 10_000; i++) {
            double share = LabelHash.share(Labels.of("__name__", "m", "i", "v" + i));
            assertThat(share).isBetween(0.0, 1.0);
            sum += share;
        }
        assertThat(sum / 10_000).isBetween(0.48, 0.52);
    }
}
