package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.WindowFigures.Figure;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bytes of summaries, each kind of series; and what a reader does with bytes that are none. */
final class ChunkSummaryTest {
    private final SummaryBuilder builder = new SummaryBuilder();

    private ChunkSummary of(double... values) {
        return builder.begin().add(0, values, 0, values.length).finish();
    }

    private static byte[] written(ChunkSummary s) {
        var out = new Bytes(16);
        s.write(new Bytes(16), out);
        return java.util.Arrays.copyOf(out.array, out.length);
    }

    private static String hex(ChunkSummary s) {
        return HexFormat.ofDelimiter(" ").formatHex(written(s));
    }

    private static ChunkSummary read(byte[] bytes, Figure figure) {
        var in = new Tokens().on(bytes, 0, bytes.length);
        ChunkSummary summary = ChunkSummary.read(in, figure);
        assertThat(in.pos).isEqualTo(bytes.length);
        assertThat(in.end).isEqualTo(bytes.length);
        return summary;
    }

    /** Every figure comes back bit for bit, from a reader of that figure. */
    private static void assertReadsBack(ChunkSummary s) {
        byte[] bytes = written(s);
        for (Figure figure : Figure.values()) {
            ChunkSummary back = read(bytes, figure);
            assertThat(back.flags()).isEqualTo(s.flags());
            assertThat(back.samples()).isEqualTo(s.samples());
            assertThat(back.stale()).isEqualTo(s.stale());
            assertThat(back.firstRow()).isEqualTo(s.firstRow());
            assertThat(back.lastRow()).isEqualTo(s.lastRow());
            if (figure == Figure.COUNT || s.samples() == 0) {
                continue;
            }
            same(back.first(), s.first());
            same(back.last(), s.last());
            assertThat(back.resetRows()).containsExactly(s.resetRows());
            for (int i = 0; i < s.resets(); i++) {
                same(back.beforeReset(i), s.beforeReset(i));
            }
            if (figure == Figure.CHANGES) {
                assertThat(back.changes()).isEqualTo(s.changes());
            } else if (figure == Figure.MIN) {
                same(back.min(), s.min());
            } else if (figure == Figure.MAX) {
                same(back.max(), s.max());
            } else if (figure == Figure.SUM && s.knows(figure)) {
                same(back.sumHigh(), s.sumHigh());
                same(back.sumLow(), s.sumLow());
            }
        }
    }

    private static void same(double actual, double expected) {
        assertThat(Double.doubleToRawLongBits(actual)).isEqualTo(Double.doubleToRawLongBits(expected));
    }

    @Test
    void aConstantIsItsValue() {
        ChunkSummary s = of(IntStream.range(0, 512).mapToDouble(i -> 4096.5).toArray());
        assertThat(hex(s)).isEqualTo("08 02 80 04 02 01 8a 80 05");
        assertReadsBack(s);
        assertThat(s.sumHigh()).isEqualTo(512 * 4096.5);
    }

    @Test
    void aCounterNeedsNoExtremes() {
        ChunkSummary s = of(IntStream.range(0, 512).mapToDouble(i -> 1_000_000 + 30 * i).toArray());
        assertThat(hex(s)).isEqualTo("0c 00 80 04 84 89 7a c8 ef 01 ff 03 04");
        assertReadsBack(s);
    }

    @Test
    void resetsAreListedWithWhatWasBefore() {
        ChunkSummary s = of(5, 9, 2, 3, 1);
        assertThat(hex(s)).isEqualTo("0d 0c 05 0e 0b 02 02 14 02 0f 04 07 14 0e");
        assertReadsBack(s);
        assertThat(s.resetRows()).containsExactly(2, 4);
        assertThat(s.resetValues()).containsExactly(9, 3);
    }

    @Test
    void gapsAndMarkersShowInTheRows() {
        ChunkSummary s = builder.begin().add(3, new double[] {1.25, StaleMarker.VALUE, 1.5}, 0, 3).add(9, new double[] {7}, 0, 1).finish();
        assertThat(hex(s)).isEqualTo("0e 01 03 01 03 06 02 02 fa 01 82 09 02 8d 04");
        assertReadsBack(s);
        assertThat(s.lastRow()).isEqualTo(9);
    }

    @Test
    void theSumOfDecimalsHasARest() {
        ChunkSummary s = of(0.1, 0.2, 0.4);
        assertThat(hex(s)).isEqualTo("13 10 03 02 01 02 0a 02 01 67 66 66 66 66 66 e6 3f fb 07 01");
        assertReadsBack(s);
        assertThat(new BigDecimal(s.sumHigh()).add(new BigDecimal(s.sumLow())))
                .isEqualByComparingTo(new BigDecimal(0.1).add(new BigDecimal(0.2)).add(new BigDecimal(0.4)));
    }

    @Test
    void whatIsNoDecimalIsWrittenAsBits() {
        ChunkSummary s = of(0x1p-100, 0x1p-99);
        assertThat(hex(s)).isEqualTo("1e 00 02 01 00 00 00 00 00 00 b0 39 01 00 00 00 00 00 00 c0 39 01 01 00 00 00 00 00 00 c8 39");
        assertReadsBack(s);
    }

    @Test
    void whatIsNotFiniteHasNoSum() {
        ChunkSummary s = of(1, Double.NaN, Double.POSITIVE_INFINITY, 3);
        assertThat(hex(s)).isEqualTo("1a 2c 04 06 08 01 03 01 00 00 00 00 00 00 f0 7f 03 07 01 00 00 00 00 00 00 f0 7f");
        assertReadsBack(s);
        assertThat(s.knows(Figure.SUM)).isFalse();
        assertThat(s.knows(Figure.MAX)).isTrue();
        assertThat(s.max()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(s.min()).isEqualTo(1);
    }

    @Test
    void aSumThatTwoDoublesCannotHoldIsNotWritten() {
        ChunkSummary s = of(0x1p200, 1, 0x1p-200);
        assertThat(s.knows(Figure.SUM)).isFalse();
        assertReadsBack(s);
        assertThat(of(Double.MAX_VALUE, Double.MAX_VALUE).knows(Figure.SUM)).isFalse();
    }

    @Test
    void moreThanEightResetsAreNotListed() {
        ChunkSummary s = of(IntStream.range(0, 18).mapToDouble(i -> i % 2).toArray());
        assertThat(s.knows(Figure.RESETS)).isTrue();
        ChunkSummary more = of(IntStream.range(0, 19).mapToDouble(i -> i % 2).toArray());
        assertThat(more.knows(Figure.RESETS)).isFalse();
        assertThat(more.knows(Figure.ENDS)).isTrue();
        assertThat(hex(more)).isEqualTo("08 48 13 04 04 12 04 06 16");
        assertReadsBack(more);
    }

    @Test
    void onlyMarkersOrOnlyHistogramsAreNoSamples() {
        ChunkSummary stale = of(StaleMarker.VALUE, StaleMarker.VALUE);
        assertThat(hex(stale)).isEqualTo("05 01 00 02 00 00");
        assertReadsBack(stale);
        assertThat(stale.knows(Figure.MAX)).isTrue();
        builder.begin().add(0, 5);
        builder.noteHistogram();
        builder.noteStart();
        ChunkSummary mixed = builder.finish();
        assertThat(hex(mixed)).isEqualTo("03 80 03 00");
        for (Figure figure : Figure.values()) {
            assertThat(mixed.knows(figure)).isFalse();
        }
    }

    @Test
    void noSummaryKnowsNothing() {
        for (Figure figure : Figure.values()) {
            assertThat(read(new byte[] {0}, figure).knows(figure)).isFalse();
        }
    }

    @Test
    void ofEqualSamplesTheFirstIsTheExtreme() {
        ChunkSummary s = of(0.0, -0.0);
        same(s.max(), 0.0);
        same(s.min(), 0.0);
        assertReadsBack(s);
        assertReadsBack(of(-0.0, -0.0));
        assertReadsBack(of(Double.MIN_VALUE, Double.MIN_VALUE));
    }

    @Test
    void aFrameIsAddedWithoutItsGaps() {
        var missing = new Gaps();
        missing.set(0, 2);
        missing.set(3, 4);
        ChunkSummary s = builder.begin().addFrame(128, new double[] {9, 9, 1, 9, 2}, 5, missing).finish();
        assertThat(s.firstRow()).isEqualTo(130);
        assertThat(s.lastRow()).isEqualTo(132);
        assertThat(s.sumHigh()).isEqualTo(3);
    }

    @Test
    void randomSummariesComeBack() {
        var random = new SplittableRandom(3);
        for (int run = 0; run < 3_000; run++) {
            int kind = run % 6;
            double[] values = random.doubles(1 + random.nextInt(40)).map(r -> switch (kind) {
                case 0 -> Math.rint(r * 10);
                case 1 -> Math.rint(r * 1e6) / 1e3;
                case 2 -> Math.scalb(r - 0.5, random.nextInt(-1074, 1024));
                case 3 -> r * 1e15;
                case 4 -> r < 0.1 ? Double.NaN : r < 0.2 ? StaleMarker.VALUE : Math.rint(r * 4) - 2;
                default -> Math.rint((r - 0.5) * 0x1p53);
            }).toArray();
            builder.begin();
            int row = 0;
            for (double v : values) {
                row += random.nextInt(10) == 0 ? random.nextInt(5) : 0;
                builder.add(row++, v);
            }
            assertReadsBack(builder.finish());
        }
    }

    /** Bytes changed, cut off or made up: a reader answers with something or says that they are malformed, and stays inside of them. */
    @Test
    void foreignBytesAreMalformedOrRead() {
        var random = new SplittableRandom(4);
        int malformed = 0;
        for (int run = 0; run < 60_000; run++) {
            byte[] bytes = written(of(random.doubles(1 + random.nextInt(20)).map(r -> Math.rint(r * 50) / 4).toArray()));
            if (run % 3 == 0) {
                random.nextBytes(bytes);
            }
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            int end = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
            try {
                var in = new Tokens().on(bytes, 0, end);
                ChunkSummary s = ChunkSummary.read(in, Figure.values()[random.nextInt(Figure.values().length)]);
                assertThat(in.pos).isLessThanOrEqualTo(end);
                assertThat(s.samples()).isBetween(0, 512);
                assertThat(s.lastRow()).isBetween(0, 511);
                assertThat(s.resets()).isLessThanOrEqualTo(ChunkSummary.MAX_RESETS);
            } catch (MalformedBytes e) {
                malformed++;
            }
        }
        assertThat(malformed).isGreaterThan(10_000);
    }

    @Test
    void saysWhatIsMalformed() {
        assertMalformed("05 00", "length of a summary is 5");
        assertMalformed("03 80 04 00", "flags of a summary is 512");
        assertMalformed("03 00 81 04", "number of samples is 513");
        assertMalformed("05 01 03 00 00 01", "3 samples in 2 rows");
        assertMalformed("03 00 02 03", "token of kind 3");
        assertMalformed("08 04 02 06 04 09 02 04 01", "number of resets is 9");
        assertMalformed("08 04 02 06 04 01 02 04 01", "row of a reset is 2");
        assertMalformed("03 00 02 06", "bytes end early");
    }

    private static void assertMalformed(String hex, String says) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThatThrownBy(() -> read(bytes, Figure.SUM)).isInstanceOf(MalformedBytes.class).hasMessageContaining(says);
    }
}
