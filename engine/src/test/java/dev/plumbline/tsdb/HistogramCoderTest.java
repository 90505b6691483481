package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import dev.plumbline.model.HistogramShape;
import dev.plumbline.model.StaleMarker;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistogramCoderTest {
    private static Histogram histogram(double count, int[] offsets, int[] lengths, double... counts) {
        return new Histogram(0, count, 1, 0, 0, new Buckets(offsets, lengths, counts), Buckets.NONE, new double[0], CounterReset.UNKNOWN);
    }

    private static Histogram simple(double... counts) {
        double sum = 0;
        for (double c : counts) {
            sum += c;
        }
        return histogram(sum, new int[] {1}, new int[] {counts.length}, counts);
    }

    private static Histogram told(Histogram h, CounterReset hint) {
        return new Histogram(h.schema(), h.count(), h.sum(), h.zeroThreshold(), h.zeroCount(), h.positive(), h.negative(), h.customBounds(), hint);
    }

    private static byte[] bytes(Histogram h, @Nullable Histogram before) {
        var out = new Bytes(16);
        HistogramCoder.write(h, before, out);
        return java.util.Arrays.copyOf(out.array, out.length);
    }

    private static Histogram read(byte[] bytes, @Nullable Histogram before) {
        return HistogramCoder.read(new Tokens().on(bytes, 0, bytes.length), 1, before);
    }

    @Test
    void whatDidNotChangeCostsNothing() {
        var counts = new double[100];
        java.util.Arrays.fill(counts, 12_345);
        Histogram before = simple(counts);
        counts[50]++;
        assertThat(bytes(simple(counts), before)).hasSizeLessThanOrEqualTo(9);
        assertThat(bytes(before, null)).hasSizeLessThan(340);
    }

    @Test
    void hintsSayWhatTheStoreKnows() {
        Histogram before = simple(5, 5);
        assertThat(HistogramResets.hint(simple(5, 5), null)).isEqualTo(CounterReset.UNKNOWN);
        assertThat(HistogramResets.hint(simple(5, 6), before)).isEqualTo(CounterReset.NOT_RESET);
        assertThat(HistogramResets.hint(simple(4, 9), before)).isEqualTo(CounterReset.RESET);
        assertThat(HistogramResets.hint(simple(5, 4), before)).isEqualTo(CounterReset.RESET);
        assertThat(HistogramResets.hint(told(simple(5, 4), CounterReset.NOT_RESET), before)).isEqualTo(CounterReset.RESET);
        assertThat(HistogramResets.hint(told(simple(9, 9), CounterReset.RESET), before)).isEqualTo(CounterReset.RESET);
        assertThat(HistogramResets.hint(told(simple(1, 1), CounterReset.GAUGE), before)).isEqualTo(CounterReset.GAUGE);
        assertThat(HistogramResets.hint(simple(9, 9), told(before, CounterReset.GAUGE))).isEqualTo(CounterReset.UNKNOWN);
        Histogram stale = new Histogram(0, 0, StaleMarker.VALUE, 0, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        assertThat(HistogramResets.hint(stale, before)).isEqualTo(CounterReset.UNKNOWN);
        assertThat(HistogramResets.hint(simple(9, 9), stale)).isEqualTo(CounterReset.UNKNOWN);
        Histogram finer = new Histogram(1, 20, 1, 0, 0, before.positive(), Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        assertThat(HistogramResets.hint(finer, before)).isEqualTo(CounterReset.UNKNOWN);
    }

    @Test
    void bucketsAreComparedByTheirIndex() {
        Histogram before = histogram(10, new int[] {1, 3}, new int[] {1, 1}, 5, 5); // 1 and 5
        assertThat(HistogramResets.hint(histogram(13, new int[] {0}, new int[] {6}, 1, 5, 1, 1, 0, 5), before)).isEqualTo(CounterReset.NOT_RESET);
        assertThat(HistogramResets.hint(histogram(13, new int[] {0}, new int[] {5}, 1, 5, 1, 1, 5), before)).isEqualTo(CounterReset.RESET);
        assertThat(HistogramResets.hint(histogram(13, new int[] {1, 3}, new int[] {1, 2}, 5, 4, 4), before)).isEqualTo(CounterReset.RESET);
        assertThat(HistogramResets.hint(histogram(13, new int[] {1}, new int[] {1}, 13), before)).isEqualTo(CounterReset.RESET);
        Histogram empty = histogram(10, new int[] {1, 3}, new int[] {1, 1}, 10, 0);
        assertThat(HistogramResets.hint(histogram(13, new int[] {1}, new int[] {1}, 13), empty)).isEqualTo(CounterReset.NOT_RESET);
    }

    @Test
    void aResetIsToldAsUnknownSinceWhatCameBeforeMayBeGone() {
        Histogram before = simple(5, 5);
        assertThat(read(bytes(simple(1, 1), before), before).reset()).isEqualTo(CounterReset.UNKNOWN);
        assertThat(read(bytes(simple(6, 6), before), before).reset()).isEqualTo(CounterReset.NOT_RESET);
    }

    @Test
    void identityIsThatOfTheValueNotOfTheHint() {
        Histogram h = simple(1, 2, 3);
        assertThat(HistogramCoder.identity(told(h, CounterReset.GAUGE))).isEqualTo(HistogramCoder.identity(simple(1, 2, 3)));
        assertThat(HistogramCoder.identity(h)).isNotEqualTo(HistogramCoder.identity(simple(1, 3, 2)))
                .isNotEqualTo(HistogramCoder.identity(histogram(6, new int[] {2}, new int[] {3}, 1, 2, 3)))
                .isNotEqualTo(HistogramCoder.identity(histogram(7, new int[] {1}, new int[] {3}, 1, 2, 3)));
    }

    @Test
    void damagedBytesAreRefusedOrReadButNeverMore() {
        var random = new Random(3);
        byte[] good = bytes(simple(1, 2, 3, 0, 0, 0, 9), null);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] bad = java.util.Arrays.copyOf(good, 1 + random.nextInt(good.length));
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            try {
                Histogram h = read(bad, random.nextBoolean() ? simple(4, 4) : null);
                assertThat(h.positive().counts().length).isLessThanOrEqualTo(HistogramShape.MAX_BUCKETS);
                read++;
            } catch (MalformedBytes e) {
                assertThat(e.text()).isNotEmpty();
            }
        }
        assertThat(read).isBetween(100, 19_900);
    }

    @Test
    void bytesThatEndEarlyAreRefused() {
        byte[] good = bytes(simple(1, 2, 3), null);
        for (int length = 0; length < good.length; length++) {
            byte[] torn = java.util.Arrays.copyOf(good, length);
            assertThatThrownBy(() -> read(torn, null)).isInstanceOf(MalformedBytes.class);
        }
        assertThatThrownBy(() -> read(new byte[] {0, 0, 2}, null)).hasMessageContaining("without a layout");
    }

    @Test
    void shapesThatCannotBeAreNamed() {
        assertThat(HistogramShape.problem(simple(1, 2))).isNull();
        assertThat(HistogramShape.problem(histogram(1, new int[] {1, -1}, new int[] {1, 1}, 1, 2))).contains("overlap");
        assertThat(HistogramShape.problem(simple(new double[HistogramShape.MAX_BUCKETS + 1]))).contains("more than 65536");
        Histogram custom = new Histogram(-53, 1, 1, 0, 0, new Buckets(new int[] {0}, new int[] {4}, new double[4]), Buckets.NONE,
                new double[] {1, 2}, CounterReset.UNKNOWN);
        assertThat(HistogramShape.problem(custom)).contains("more buckets than custom bounds");
        Histogram unordered = new Histogram(-53, 1, 1, 0, 0, Buckets.NONE, Buckets.NONE, new double[] {2, 2}, CounterReset.UNKNOWN);
        assertThat(HistogramShape.problem(unordered)).contains("do not ascend");
        assertThat(HistogramShape.problem(new Histogram(53, 1, 1, 0, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN)))
                .contains("unknown schema 53");
    }
}
