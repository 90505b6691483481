package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.storage.WindowFigures.Figure;
import java.util.HexFormat;
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
}
