package dev.plumbline.prometheuschunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.StaleMarker;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChunkReaderTest {
    private static final int XOR = 1;
    private static final int HISTOGRAM = 2;
    private static final int FLOAT_HISTOGRAM = 3;
    private static final int XOR2 = 4;
    private static final int HISTOGRAM_STARTS = 5;

    private static SampleColumns read(int encoding, byte[] chunk) {
        var columns = new SampleColumns(1);
        ChunkReader.decode(encoding, chunk, 0, chunk.length, columns);
        return columns;
    }

    private static SampleColumns read(int encoding, String hex) {
        return read(encoding, HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Test
    void xorReadsWhatIsWritten() {
        var random = new Random(3);
        for (int round = 0; round < 300; round++) {
            var chunk = new XorChunk();
            var written = new SampleColumns(8);
            long time = 1_700_000_000_000L - random.nextInt(3) * 1_700_000_000_000L;
            for (int i = random.nextInt(130); i >= 0; i--) {
                double value = random.nextInt(3) == 0 ? Double.longBitsToDouble(random.nextLong()) : i % 5;
                chunk.add(time, value);
                written.add(0, time, value);
                time += random.nextInt(4) == 0 ? 1L + (random.nextLong() >>> random.nextInt(20, 63)) : 15_000;
            }
            assertSame(read(XOR, chunk.toBytes()), written);
        }
    }

    private static void assertSame(SampleColumns read, SampleColumns written) {
        assertThat(read.copyOfTimes()).isEqualTo(written.copyOfTimes());
        assertThat(read.copyOfStarts()).isEqualTo(written.copyOfStarts());
        assertThat(read.copyOfHistograms()).isEqualTo(written.copyOfHistograms());
        for (int i = 0; i < written.size(); i++) {
            assertThat(Double.doubleToRawLongBits(read.value(i))).isEqualTo(Double.doubleToRawLongBits(written.value(i)));
        }
    }

    /**
     * Number of samples, nothing known of starts; time 1 doubled, value 1.0; 15 ms later, value the same (0). Then bits: no
     * change in distance and value (0); 110 and 13 bits for a distance 1 longer, value the same (0); the end of the series (11111);
     * 10 and 1, a new window of 11 leading zeros and 1 bit, which turns 1.0 into 0.5.
     */
    @Test
    void xor2IsAsDescribed() {
        String bits = "0" + "110" + "0000000000001" + "0" + "11111" + "10" + "1" + "01011" + "000001" + "1" + "00";
        var bytes = new StringBuilder("0006" + "00" + "02" + "3ff0000000000000" + "0f");
        String all = "0" + bits; // value of the second sample first
        for (int i = 0; i + 8 <= all.length() / 8 * 8; i += 8) {
            bytes.append("%02x".formatted(Integer.parseInt(all.substring(i, i + 8), 2)));
        }
        String rest = all.substring(all.length() / 8 * 8);
        bytes.append("%02x".formatted(Integer.parseInt((rest + "00000000").substring(0, 8), 2)));
        SampleColumns read = read(XOR2, bytes.toString());
        assertThat(read.copyOfTimes()).containsExactly(1, 16, 31, 47, 63, 79);
        assertThat(read.value(3)).isEqualTo(1.0);
        assertThat(StaleMarker.is(read.value(4))).isTrue();
        assertThat(read.value(5)).isEqualTo(0.5);
        assertThat(read.copyOfStarts()).isNull();
    }

    /** First start known, others from the third sample on: 100 before 1000; the same; 900 before the second's time; 50 more. */
    @Test
    void startsAreDistancesToTheTimeBefore() {
        var out = new BitWriter();
        out.bits(4, 16);
        out.bits(0x80 | 2, 8);
        out.varint(2000);
        out.float64(1);
        out.varint(200);
        out.varint(10);
        out.bits(0, 1);
        out.bits(0, 1);
        out.varbit(900);
        out.bits(0, 1);
        out.varbit(50);
        SampleColumns read = read(XOR2, out.toBytes());
        assertThat(read.copyOfTimes()).containsExactly(1000, 1010, 1020, 1030);
        assertThat(read.copyOfStarts()).containsExactly(900, 900, 110, 70);
    }

    private static Histogram histogram(double count, CounterReset reset) {
        return new Histogram(3, count, count * 1.5, 0x1p-128, 1,
                new Buckets(new int[] {-2, 3}, new int[] {1, 2}, new double[] {count / 4, count / 4, count / 4 + 2}),
                new Buckets(new int[] {5}, new int[] {1}, new double[] {count / 4 - 1}), new double[0], reset);
    }

    @Test
    void floatHistogramsReadAsWritten() {
        var chunk = new FloatHistogramChunk();
        var written = new SampleColumns(8);
        for (int i = 0; i < 100; i++) {
            long time = 1_000_000L + i * 15_000L + i % 3;
            chunk.add(time, histogram(8 + i * i, CounterReset.UNKNOWN));
            written.add(0, time, histogram(8 + i * i, i == 0 ? CounterReset.UNKNOWN : CounterReset.NOT_RESET));
        }
        assertSame(read(FLOAT_HISTOGRAM, chunk.toBytes()), written);
    }

    @Test
    void gaugesAndCustomBoundsRead() {
        var chunk = new FloatHistogramChunk();
        var gauge = new Histogram(-53, 2, 3, 0, 0, new Buckets(new int[] {0}, new int[] {3}, new double[] {2, 0, 1}), Buckets.NONE,
                new double[] {0.005, 1.0 / 3}, CounterReset.GAUGE);
        chunk.add(7, gauge);
        assertThat(read(FLOAT_HISTOGRAM, chunk.toBytes()).histogram(0)).isEqualTo(gauge);
    }

    /** Three integer histograms; the buckets 5, 7, 4 are written 5, +2, −3; afterwards how the changes changed. */
    private static void integers(BitWriter out, boolean starts) {
        out.bits(116, 8); // 2^-128
        out.varbit(2);
        out.unsignedVarbit(1);
        out.unsignedVarbit(3);
        out.varbit(-1);
        out.unsignedVarbit(0);
        out.varbit(1_000);
        out.unsignedVarbit(17);
        out.unsignedVarbit(1);
        out.float64(2.5);
        for (int delta : new int[] {5, 2, -3}) {
            out.varbit(delta);
        }
        if (starts) {
            out.varint(2 * 600);
        }
        out.varbit(50);
        out.varbit(6);
        out.varbit(0);
        out.bit(false);
        for (int delta : new int[] {1, 0, 2}) { // 6, +2, −1: 6, 8, 7
            out.varbit(delta);
        }
        out.varbit(0);
        out.varbit(-6);
        out.varbit(0);
        out.bit(false);
        for (int delta : new int[] {-1, 0, -2}) { // the same once more
            out.varbit(delta);
        }
    }

    private static Histogram integer(double count, CounterReset reset, double... buckets) {
        return new Histogram(2, count, 2.5, 0x1p-128, 1, new Buckets(new int[] {-1}, new int[] {3}, buckets), Buckets.NONE, new double[0], reset);
    }

    @Test
    void integerHistogramsAreAsDescribed() {
        var out = new BitWriter();
        out.bits(3, 16);
        out.bits(0b1000_0000, 8);
        integers(out, false);
        SampleColumns read = read(HISTOGRAM, out.toBytes());
        assertThat(read.copyOfTimes()).containsExactly(1000, 1050, 1100);
        assertThat(read.histogram(0)).isEqualTo(integer(17, CounterReset.UNKNOWN, 5, 7, 4));
        assertThat(read.histogram(1)).isEqualTo(integer(23, CounterReset.NOT_RESET, 6, 8, 7));
        assertThat(read.histogram(2)).isEqualTo(integer(23, CounterReset.NOT_RESET, 6, 8, 7));
    }

    @Test
    void histogramsWithStartsHaveTheirFlagsInFront() {
        var out = new BitWriter();
        out.bits(0b11, 2);
        out.bits(3, 14);
        out.bits(0x80, 8);
        integers(out, true);
        SampleColumns read = read(HISTOGRAM_STARTS, out.toBytes());
        assertThat(read.copyOfStarts()).containsExactly(400, 400, 400);
        assertThat(read.histogram(1)).isEqualTo(integer(23, CounterReset.GAUGE, 6, 8, 7));
    }

    @Test
    void theEndOfASeriesOfHistogramsHasNoBuckets() {
        var out = new BitWriter();
        out.bits(2, 16);
        out.bits(0, 8);
        out.bits(0, 8);
        out.varbit(0);
        out.unsignedVarbit(1);
        out.unsignedVarbit(1);
        out.varbit(0);
        out.unsignedVarbit(0);
        out.varbit(10);
        out.unsignedVarbit(1);
        out.unsignedVarbit(0);
        var sum = new XorValue();
        sum.first(out, 1);
        out.varbit(1);
        out.varbit(10);
        out.varbit(-1);
        out.varbit(0);
        sum.next(out, StaleMarker.VALUE);
        SampleColumns read = read(HISTOGRAM, out.toBytes());
        assertThat(StaleMarker.is(read.value(1))).isTrue();
        assertThat(read.copyOfHistograms()).hasSize(2).doesNotContainNull();
    }

    @Test
    void whatIsNoChunkIsNamed() {
        assertThatThrownBy(() -> read(9, "0001")).isInstanceOf(MalformedChunk.class).hasMessageContaining("encoding 9");
        assertThatThrownBy(() -> read(XOR, "00")).hasMessageContaining("ends inside");
        assertThatThrownBy(() -> read(XOR, "0001" + "ffffffffffffffffffffff")).hasMessageContaining("more than ten bytes");
        assertThatThrownBy(() -> read(HISTOGRAM, "0001 00 00" + "ff" + "0000000000ffff00")).isInstanceOf(MalformedChunk.class);
        assertThat(read(XOR, "0000").size()).isZero();
        assertThat(read(HISTOGRAM, "0000 00").size()).isZero();
    }

    @Test
    void foreignBytesAreReadOrMalformed() {
        var random = new Random(17);
        var histograms = new FloatHistogramChunk();
        var floats = new XorChunk();
        for (int i = 0; i < 120; i++) {
            histograms.add(i * 15_000L, histogram(8 + i, CounterReset.UNKNOWN));
            floats.add(i * 15_000L + i % 2, i);
        }
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = round % 2 == 0 ? histograms.toBytes() : floats.toBytes();
            if (round % 5 == 0) {
                bytes = new byte[random.nextInt(60)];
                random.nextBytes(bytes);
            }
            for (int flips = random.nextInt(6); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            var into = new SampleColumns(8);
            try {
                ChunkReader.decode(1 + random.nextInt(6), bytes, 0, random.nextInt(bytes.length + 1), into);
            } catch (MalformedChunk e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
            assertThat(into.size()).isLessThanOrEqualTo(65_535);
        }
    }
}
