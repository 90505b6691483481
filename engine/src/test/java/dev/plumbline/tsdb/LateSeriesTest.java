package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LateSeriesTest {
    private static final Snapshot.Span ALL = new Snapshot.Span(Long.MIN_VALUE, Long.MAX_VALUE);

    private static LateSeries.Sample sample(long time, double value) {
        return new LateSeries.Sample(time, value, 0, null);
    }

    private static Histogram histogram(double count) {
        return new Histogram(2, 2 * count, count, 0.001, 0, new Buckets(new int[] {-1}, new int[] {2}, new double[] {count, count}),
                Buckets.NONE, new double[0], CounterReset.UNKNOWN);
    }

    private static List<LateSeries.Sample> list(Samples run) {
        return LateCoder.list(run);
    }

    @Test
    void samplesAreInOrderOfTimeAndTheFirstAtATimeCounts() {
        var series = new LateSeries();
        assertThat(series.oldest()).isEqualTo(Long.MAX_VALUE);
        assertThat(series.newest()).isEqualTo(Long.MIN_VALUE);
        assertThat(series.within(ALL)).isSameAs(Samples.NONE);
        for (long time : new long[] {50, 10, 30, 20, 40}) {
            assertThat(series.add(sample(time, time))).isTrue();
        }
        assertThat(series.add(sample(30, 31))).isFalse();
        assertThat(series.add(sample(50, 51))).isFalse();
        assertThat(list(series.within(ALL))).containsExactly(sample(10, 10), sample(20, 20), sample(30, 30), sample(40, 40), sample(50, 50));
        assertThat(list(series.within(new Snapshot.Span(20, 30)))).containsExactly(sample(20, 20), sample(30, 30));
        assertThat(series.within(new Snapshot.Span(21, 29)).isEmpty()).isTrue();
        assertThat(series.oldest()).isEqualTo(10);
        assertThat(series.newest()).isEqualTo(50);
    }

    @Test
    void whatWasHandedOutDoesNotChange() {
        var series = new LateSeries();
        series.add(sample(1, 1));
        Samples before = series.within(ALL);
        series.add(sample(0, 0));
        assertThat(list(before)).containsExactly(sample(1, 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void keepsWhatASortedMapKeeps(long seed) {
        var random = new Random(seed);
        var series = new LateSeries();
        Map<Long, LateSeries.Sample> expected = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            var sample = new LateSeries.Sample(random.nextInt(1500), i, random.nextInt(3), random.nextInt(4) == 0 ? histogram(i) : null);
            assertThat(series.add(sample)).isEqualTo(expected.putIfAbsent(sample.time(), sample) == null);
            if (i % 400 == 399) {
                remove(series, expected, random);
            }
        }
        assertThat(list(series.within(ALL))).isEqualTo(List.copyOf(expected.values()));
        assertThat(series.size()).isEqualTo(expected.size());
    }

    /** Drops every third of a range, and some times that are not there. */
    private static void remove(LateSeries series, Map<Long, LateSeries.Sample> expected, Random random) {
        long[] gone = random.longs(300, 0, 1500).sorted().distinct().toArray();
        int bytes = series.remove(Samples.floats(gone, new double[gone.length], 0, gone.length));
        int wanted = 0;
        for (long time : gone) {
            LateSeries.Sample sample = expected.remove(time);
            wanted += sample == null ? 0 : sample.bytes();
        }
        assertThat(bytes).isEqualTo(wanted);
    }

    @Test
    void samplesAsBytesAreTheSameAgain() {
        var random = new Random(3);
        var samples = new ArrayList<LateSeries.Sample>();
        for (int i = 0; i < 500; i++) {
            double value = switch (random.nextInt(4)) {
                case 0 -> random.nextInt(1000) / 100.0;
                case 1 -> Double.longBitsToDouble(0x7ff8000000000001L + i);
                case 2 -> i;
                default -> random.nextGaussian();
            };
            Histogram h = random.nextInt(5) == 0 ? histogram(i) : null;
            samples.add(new LateSeries.Sample(random.nextLong(), h == null ? value : h.sum(), random.nextInt(3) == 0 ? random.nextInt(9) : 0, h));
        }
        List<String> read = new ArrayList<>();
        LateCoder.read(new Tokens().on(bytes(samples), 0, bytes(samples).length), s -> read.add(text(s)));
        assertThat(read).isEqualTo(samples.stream().map(LateSeriesTest::text).toList());
    }

    private static String text(LateSeries.Sample s) {
        return s.time() + "/" + s.start() + "=" + Double.doubleToRawLongBits(s.value()) + s.histogram();
    }

    private static byte[] bytes(List<LateSeries.Sample> samples) {
        var out = new Bytes(16);
        LateCoder.write(samples, new Bytes(16), out);
        return Arrays.copyOf(out.array, out.length);
    }

    @Test
    void damagedBytesAreRefusedOrReadButNothingElse() {
        byte[] good = bytes(List.of(sample(1000, 1.5), new LateSeries.Sample(990, 7, 500, histogram(3)), sample(2000, Double.NaN)));
        var random = new Random(9);
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> LateCoder.read(new Tokens().on(cut, 0, cut.length), s -> { }))
                    .as("%d bytes", length).isInstanceOf(MalformedBytes.class);
        }
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = good.clone();
            for (int flips = random.nextInt(3); flips >= 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            try {
                LateCoder.read(new Tokens().on(bytes, 0, bytes.length), s -> { });
            } catch (MalformedBytes e) {
                assertThat(e.text()).isNotEmpty();
            }
        }
    }
}
