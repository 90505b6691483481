package dev.plumbline.prometheuschunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.StaleMarker;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class XorChunkTest {

    private static void assertReads(byte[] chunk, long[] times, double[] values) {
        var in = new BitReader(chunk);
        assertThat(in.bits(16)).isEqualTo(times.length);
        long time = 0;
        long delta = 0;
        BitReader.Column column = null;
        for (int i = 0; i < times.length; i++) {
            if (column == null) {
                long zigzag = in.varint();
                time = (zigzag >>> 1) ^ -(zigzag & 1);
                double first = in.float64();
                column = in.new Column(first);
                assertThat(Double.doubleToRawLongBits(first)).isEqualTo(Double.doubleToRawLongBits(values[0]));
            } else {
                delta = i == 1 ? in.varint() : delta + change(in);
                time += delta;
                assertThat(Double.doubleToRawLongBits(column.next())).as("value %d", i).isEqualTo(Double.doubleToRawLongBits(values[i]));
            }
            assertThat(time).as("time %d", i).isEqualTo(times[i]);
        }
    }

    private static long change(BitReader in) {
        int[] sizes = {0, 14, 17, 20, 64};
        int ones = 0;
        while (ones < 4 && in.bits(1) == 1) {
            ones++;
        }
        long value = sizes[ones] == 0 ? 0 : in.bits(sizes[ones]);
        return ones > 0 && ones < 4 && value > 1L << sizes[ones] - 1 ? value - (1L << sizes[ones]) : value;
    }

    /** A sample's bytes by the description of the format: its number, the time doubled, the value, the difference in time, 0. */
    @Test
    void firstSamplesAreAsDescribed() {
        var chunk = new XorChunk();
        chunk.add(1, 1.0);
        chunk.add(16, 1.0);
        assertThat(HexFormat.of().formatHex(chunk.toBytes())).isEqualTo("0002" + "02" + "3ff0000000000000" + "0f" + "00");
        assertThat(chunk.count()).isEqualTo(2);
    }

    @Test
    void whatIsWrittenReads() {
        var random = new Random(11);
        for (int round = 0; round < 300; round++) {
            int n = 1 + random.nextInt(130);
            var times = new long[n];
            var values = new double[n];
            var chunk = new XorChunk();
            long time = random.nextInt(3) == 0 ? -random.nextInt(100_000) : 1_700_000_000_000L;
            for (int i = 0; i < n; i++) {
                times[i] = time;
                values[i] = value(random, i);
                chunk.add(time, values[i]);
                time += step(random);
            }
            assertReads(chunk.toBytes(), times, values);
        }
    }

    private static long step(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> 15_000 + random.nextInt(11) - 5;
            case 1 -> 1;
            case 2 -> 1 + random.nextInt(200_000);
            case 3 -> 1 + random.nextInt(2_000_000);
            case 4 -> 1L + (random.nextLong() >>> 20);
            default -> 15_000;
        };
    }

    private static double value(Random random, int i) {
        return switch (random.nextInt(7)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> StaleMarker.VALUE;
            case 2 -> 0.0;
            case 3 -> -0.0;
            case 4 -> random.nextGaussian();
            default -> i;
        };
    }

    @Test
    void limitsOfSizesAreTheWholeWayRight() {
        long[] changes = {0, 1, -1, 8192, 8193, -8191, -8192, 65536, 65537, -65535, -65536, 524288, 524289, -524287, -524288, 1L << 40};
        var chunk = new XorChunk();
        var times = new long[changes.length + 2];
        long delta = 10_000_000;
        times[1] = delta;
        for (int i = 0; i < changes.length; i++) {
            delta += changes[i];
            times[i + 2] = times[i + 1] + delta;
        }
        for (long time : times) {
            chunk.add(time, 1);
        }
        var ones = new double[times.length];
        java.util.Arrays.fill(ones, 1);
        assertReads(chunk.toBytes(), times, ones);
    }

    @Test
    void varbitsReadAtTheirLimits() {
        var out = new BitWriter();
        long[] values = {0, 1, -1, 4, 5, -3, -4, 32, 33, 256, 257, -255, -256, 2048, 2049, 131072, 131073, 16777216, 16777217,
            36028797018963968L, 36028797018963969L, -36028797018963967L, -36028797018963968L, Long.MAX_VALUE, Long.MIN_VALUE};
        for (long value : values) {
            out.varbit(value);
        }
        long[] unsigned = {0, 1, 7, 8, 63, 64, 511, 512, 4095, 4096, 262143, 262144, 33554431, 33554432, (1L << 56) - 1, 1L << 56, -1};
        for (long value : unsigned) {
            out.unsignedVarbit(value);
        }
        var in = new BitReader(out.toBytes());
        for (long value : values) {
            assertThat(in.varbit()).isEqualTo(value);
        }
        for (long value : unsigned) {
            assertThat(in.unsignedVarbit()).isEqualTo(value);
        }
    }
}
