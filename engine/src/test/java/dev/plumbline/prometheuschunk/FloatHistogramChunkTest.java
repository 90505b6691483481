package dev.plumbline.prometheuschunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.StaleMarker;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FloatHistogramChunkTest {

    private static Histogram histogram(double count, CounterReset reset) {
        return new Histogram(3, count, count * 1.5, 0x1p-128, 1,
                new Buckets(new int[] {-2, 3}, new int[] {1, 2}, new double[] {count / 4, count / 4, count / 4}),
                new Buckets(new int[] {5}, new int[] {1}, new double[] {count / 4 - 1}), new double[0], reset);
    }

    private static Histogram custom(double... bounds) {
        return new Histogram(-53, 2, 3, 0, 0, new Buckets(new int[] {0}, new int[] {1}, new double[] {2}), Buckets.NONE, bounds,
                CounterReset.UNKNOWN);
    }

    /** The histograms of a chunk, each with the hint that the chunk's header gives its first. */
    private static List<Histogram> read(byte[] chunk, List<Long> times) {
        var in = new BitReader(chunk);
        int n = (int) in.bits(16);
        CounterReset header = switch ((int) in.bits(8)) {
            case 0 -> CounterReset.UNKNOWN;
            case 0x80 -> CounterReset.RESET;
            case 0x40 -> CounterReset.NOT_RESET;
            default -> CounterReset.GAUGE;
        };
        double threshold = threshold(in);
        int schema = (int) in.varbit();
        int[][] positive = spans(in);
        int[][] negative = spans(in);
        double[] bounds = schema == -53 ? bounds(in) : new double[0];
        var columns = new ArrayList<BitReader.Column>();
        var all = new ArrayList<Histogram>();
        int width = 3 + sum(positive[1]) + sum(negative[1]);
        long time = in.varbit();
        long delta = 0;
        for (int i = 0; i < n; i++) {
            if (i > 0) {
                delta += in.varbit();
                time += delta;
            }
            var row = new double[width];
            for (int c = 0; c < width; c++) {
                row[c] = i == 0 ? in.float64() : columns.get(c).next();
                if (i == 0) {
                    columns.add(in.new Column(row[c]));
                }
            }
            times.add(time);
            int split = 3 + sum(positive[1]);
            all.add(new Histogram(schema, row[0], row[2], threshold, row[1],
                    new Buckets(positive[0], positive[1], java.util.Arrays.copyOfRange(row, 3, split)),
                    new Buckets(negative[0], negative[1], java.util.Arrays.copyOfRange(row, split, width)), bounds, header));
        }
        return all;
    }

    private static double threshold(BitReader in) {
        int code = (int) in.bits(8);
        return code == 0 ? 0 : code == 255 ? in.float64() : Math.scalb(0.5, code - 243);
    }

    private static int[][] spans(BitReader in) {
        int n = (int) in.unsignedVarbit();
        var spans = new int[2][n];
        for (int i = 0; i < n; i++) {
            spans[1][i] = (int) in.unsignedVarbit();
            spans[0][i] = (int) in.varbit();
        }
        return spans;
    }

    private static double[] bounds(BitReader in) {
        var bounds = new double[(int) in.unsignedVarbit()];
        for (int i = 0; i < bounds.length; i++) {
            long code = in.unsignedVarbit();
            bounds[i] = code == 0 ? in.float64() : (code - 1) / 1000.0;
        }
        return bounds;
    }

    private static int sum(int[] lengths) {
        return java.util.Arrays.stream(lengths).sum();
    }

    @Test
    void whatIsWrittenReads() {
        var chunk = new FloatHistogramChunk();
        var written = new ArrayList<Histogram>();
        for (int i = 0; i < 100; i++) {
            Histogram h = histogram(8 + i * i, i == 0 ? CounterReset.RESET : CounterReset.NOT_RESET);
            assertThat(chunk.takes(h)).isTrue();
            chunk.add(1_000_000L + i * 15_000L + i % 3, h);
            written.add(histogram(8 + i * i, CounterReset.RESET));
        }
        var times = new ArrayList<Long>();
        assertThat(read(chunk.toBytes(), times)).isEqualTo(written);
        assertThat(times).hasSize(100).startsWith(1_000_000L, 1_015_001L, 1_030_002L, 1_045_000L);
        assertThat(chunk.count()).isEqualTo(100);
    }

    @Test
    void headersSayWhatIsKnownOfResets() {
        for (CounterReset reset : CounterReset.values()) {
            var chunk = new FloatHistogramChunk();
            chunk.add(1, histogram(8, reset));
            assertThat(read(chunk.toBytes(), new ArrayList<>()).getFirst().reset()).isEqualTo(reset);
        }
    }

    @Test
    void boundsAndThresholdsOfAllSizesRead() {
        double[][] all = {{}, {0.005, 0.01, 2.5, 33554.43}, {-1, 0, 33554.431, 1e9, 0.0001, 1.0 / 3}};
        for (double[] bounds : all) {
            var chunk = new FloatHistogramChunk();
            chunk.add(-5, custom(bounds));
            assertThat(read(chunk.toBytes(), new ArrayList<>()).getFirst().customBounds()).containsExactly(bounds);
        }
        for (double threshold : new double[] {0, 0x1p-128, 0x1p-243, 0x1p-244, 1, 1024, 2048, 0.3, 1e-300, Double.MIN_VALUE}) {
            var chunk = new FloatHistogramChunk();
            chunk.add(0, new Histogram(0, 0, 0, threshold, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN));
            assertThat(read(chunk.toBytes(), new ArrayList<>()).getFirst().zeroThreshold()).isEqualTo(threshold);
        }
    }

    @Test
    void aChunkTakesOnlyWhatFollows() {
        var chunk = new FloatHistogramChunk();
        chunk.add(1, histogram(16, CounterReset.UNKNOWN));
        assertThat(chunk.takes(histogram(16, CounterReset.UNKNOWN))).isTrue();
        assertThat(chunk.takes(histogram(12, CounterReset.UNKNOWN))).as("a reset by its counts").isFalse();
        assertThat(chunk.takes(histogram(20, CounterReset.RESET))).isFalse();
        assertThat(chunk.takes(histogram(20, CounterReset.GAUGE))).isFalse();
        assertThat(chunk.takes(custom(1))).as("another layout").isFalse();
        assertThat(chunk.takes(stale())).isFalse();
        var gauges = new FloatHistogramChunk();
        gauges.add(1, histogram(16, CounterReset.GAUGE));
        assertThat(gauges.takes(histogram(8, CounterReset.GAUGE))).isTrue();
        assertThat(gauges.takes(histogram(20, CounterReset.NOT_RESET))).isFalse();
    }

    private static Histogram stale() {
        return new Histogram(3, 0, StaleMarker.VALUE, 0, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN);
    }

    @Test
    void theEndOfASeriesStandsAlone() {
        var chunk = new FloatHistogramChunk();
        chunk.add(1, stale());
        assertThat(chunk.takes(histogram(8, CounterReset.NOT_RESET))).isFalse();
        assertThat(StaleMarker.is(read(chunk.toBytes(), new ArrayList<>()).getFirst().sum())).isTrue();
    }
}
