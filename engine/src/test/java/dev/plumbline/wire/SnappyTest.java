package dev.plumbline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnappyTest {

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] decode(byte[] block) {
        var out = new byte[(int) Snappy.uncompressedLength(block, 0, block.length)];
        assertThat(Snappy.decode(block, 0, block.length, out)).isEqualTo(out.length);
        return out;
    }

    @Test
    void decodesAllKindsOfElements() {
        assertThat(decode(bytes(0))).isEmpty();
        assertThat(decode(bytes(3, 2 << 2, 'a', 'b', 'c'))).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
        assertThat(decode(bytes(8, 0, 'a', 1 | (3 << 2), 1))).isEqualTo("aaaaaaaa".getBytes(StandardCharsets.UTF_8));
        assertThat(decode(bytes(6, 2 << 2, 'a', 'b', 'c', 2 | (2 << 2), 3, 0))).isEqualTo("abcabc".getBytes(StandardCharsets.UTF_8));
        assertThat(decode(bytes(6, 2 << 2, 'a', 'b', 'c', 3 | (2 << 2), 3, 0, 0, 0))).isEqualTo("abcabc".getBytes(StandardCharsets.UTF_8));
        assertThat(decode(bytes(2, 61 << 2, 1, 0, 'x', 'y'))).isEqualTo("xy".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsEncodedDecodes() {
        var random = new Random(5);
        for (int round = 0; round < 400; round++) {
            byte[] original = sample(random, random.nextInt(round % 10 == 0 ? 300_000 : 3_000));
            byte[] block = Snappy.encode(original, 0, original.length);
            assertThat(decode(block)).isEqualTo(original);
        }
    }

    private static byte[] sample(Random random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        for (int i = 0; i < length; i++) { // runs and repetitions between noise
            switch (random.nextInt(4)) {
                case 0 -> Arrays.fill(bytes, i, Math.min(length, i + random.nextInt(300)), bytes[i]);
                case 1 -> {
                    int from = random.nextInt(i + 1);
                    System.arraycopy(bytes, from, bytes, i, Math.min(Math.min(i - from, 200), length - i));
                }
                default -> { }
            }
            i += random.nextInt(400);
        }
        return bytes;
    }

    @Test
    void compressesWhatRepeats() {
        byte[] text = "http_requests_total{job=\"api\",instance=\"a:1\"} ".repeat(2000).getBytes(StandardCharsets.UTF_8);
        assertThat(Snappy.encode(text, 0, text.length).length).isLessThan(text.length / 15);
        var range = Arrays.copyOfRange(text, 10, 500);
        assertThat(decode(Snappy.encode(text, 10, 500))).isEqualTo(range);
    }

    @Test
    void noiseGrowsByLittle() {
        var noise = new byte[200_000];
        new Random(1).nextBytes(noise);
        assertThat(Snappy.encode(noise, 0, noise.length).length).isLessThan(noise.length + noise.length / 1000 + 32);
    }

    @Test
    void refusesLengthsThatCannotBe() {
        assertThatThrownBy(() -> Snappy.uncompressedLength(bytes(), 0, 0)).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> Snappy.uncompressedLength(bytes(0x80, 0x80), 0, 2)).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> Snappy.uncompressedLength(bytes(0xff, 0xff, 0xff, 0xff, 0x7f), 0, 5)).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> Snappy.uncompressedLength(bytes(0xff, 0xff, 0x7f, 0, 0), 0, 5)).isInstanceOf(WireException.class)
                .hasMessageContaining("5 bytes cannot hold 2097151");
    }

    @Test
    void refusesDamage() {
        refused("a literal", 3, 2 << 2, 'a', 'b');
        refused("a literal", 2, 2 << 2, 'a', 'b', 'c');
        refused("a copy", 8, 0, 'a', 1 | (3 << 2), 2);
        refused("a copy", 8, 0, 'a', 1 | (3 << 2), 0);
        refused("a copy", 3, 0, 'a', 1 | (3 << 2), 1);
        refused("a copy", 8, 0, 'a', 3 | (2 << 2), 0xff, 0xff, 0xff, 0xff);
        refused("cut short", 8, 0, 'a', 2 | (2 << 2), 1);
        refused("a literal", 8, 63 << 2, 0xff, 0xff, 0xff, 0xff, 'a');
        refused("holds 1 bytes and says 8", 8, 0, 'a');
        assertThatThrownBy(() -> Snappy.decode(bytes(3, 2 << 2, 'a', 'b', 'c'), 0, 5, new byte[2])).isInstanceOf(WireException.class);
    }

    private static void refused(String why, int... block) {
        assertThatThrownBy(() -> decode(bytes(block))).isInstanceOf(WireException.class).hasMessageContaining(why);
    }

    @Test
    void anyBytesDecodeOrAreRefused() {
        var random = new Random(77);
        byte[] block = Snappy.encode(sample(random, 2_000), 0, 2_000);
        var out = new byte[100_000];
        for (int i = 0; i < 50_000; i++) {
            byte[] damaged = block.clone();
            for (int n = random.nextInt(5); n >= 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                Snappy.decode(damaged, 0, random.nextInt(damaged.length + 1), out);
            } catch (WireException e) {
                assertThat(e).hasMessageContaining("snappy");
            }
        }
    }
}
