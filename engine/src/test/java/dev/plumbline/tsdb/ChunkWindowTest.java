package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.storage.WindowFigures;
import dev.plumbline.storage.WindowFigures.Figure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is unpacked of a chunk of 40 rows in frames of 10 that a window cuts, and what the figures come to. */
final class ChunkWindowTest {
    private static final int ROWS = 40;
    private final double[] values = new double[ROWS];
    private final long[] times = new long[ROWS];
    private final List<String> unpacked = new ArrayList<>();

    ChunkWindowTest() {
        Arrays.setAll(times, i -> 1000L * i);
        Arrays.setAll(values, i -> i % 13 + 1); // resets at rows 13, 26 and 39
    }

    private final class Samples implements ChunkWindow.Rows {
        @Override
        public long time(int row) {
            return times[row];
        }

        @Override
        public void unpack(int from, int to, WindowFigures figures) {
            unpacked.add(from + "-" + to);
            figures.add(times, values, from, to);
        }
    }

    private WindowFigures figures(Figure figure, int from, int to) {
        unpacked.clear();
        ChunkSummary summary = new SummaryBuilder().begin().add(0, values, 0, ROWS).finish();
        var figures = new WindowFigures(figure);
        ChunkWindow.of(ROWS, from, to, 10).add(summary, new Samples(), figures);
        return figures;
    }

    @Test
    void everyWindowHasTheResetsOfItsSamples() {
        for (int from = 0; from < ROWS; from++) {
            for (int to = from + 1; to <= ROWS; to++) {
                var expected = new WindowFigures(Figure.RESETS);
                expected.add(times, values, from, to);
                WindowFigures actual = figures(Figure.RESETS, from, to);
                assertThat(List.of(actual.samples(), actual.first(), actual.last(), actual.firstMillis(), actual.lastMillis(), actual.resets()))
                        .as("rows %d to %d", from, to)
                        .isEqualTo(List.of(expected.samples(), expected.first(), expected.last(), expected.firstMillis(), expected.lastMillis(),
                                expected.resets()));
                for (int i = 0; i < expected.resets(); i++) {
                    assertThat(actual.beforeReset(i)).isEqualTo(expected.beforeReset(i));
                }
                assertThat(figures(Figure.COUNT, from, to).samples()).isEqualTo(to - from);
                assertThat(unpacked).isEmpty();
            }
        }
    }

    @Test
    void onlyTheFramesOfTheCutsAreUnpacked() {
        figures(Figure.RESETS, 0, 40);
        assertThat(unpacked).isEmpty();
        figures(Figure.RESETS, 3, 40);
        assertThat(unpacked).containsExactly("3-10");
        figures(Figure.ENDS, 0, 31);
        assertThat(unpacked).containsExactly("30-31");
        figures(Figure.RESETS, 9, 31);
        assertThat(unpacked).containsExactly("9-10", "30-31");
        figures(Figure.RESETS, 3, 12);
        assertThat(unpacked).containsExactly("3-12");
        figures(Figure.MAX, 3, 40);
        assertThat(unpacked).containsExactly("3-40");
    }

    @Test
    void aSumUnpacksWhatIsLess() {
        for (int from = 0; from < ROWS; from++) {
            for (int to = from + 1; to <= ROWS; to++) {
                var expected = new WindowFigures(Figure.SUM);
                expected.add(times, values, from, to);
                WindowFigures actual = figures(Figure.SUM, from, to);
                assertThat(actual.sum()).isEqualTo(expected.sum());
                assertThat(actual.samples()).isEqualTo(expected.samples());
            }
        }
        figures(Figure.SUM, 3, 38);
        assertThat(unpacked).containsExactly("0-3", "38-40");
        figures(Figure.SUM, 3, 23);
        assertThat(unpacked).containsExactly("3-23");
    }

    @Test
    void anExtremeIsNotLookedForWhenThereIsABetterOne() {
        ChunkSummary summary = new SummaryBuilder().begin().add(0, values, 0, ROWS).finish();
        for (double before : new double[] {12, 13, 14, Double.NaN}) {
            unpacked.clear();
            var figures = new WindowFigures(Figure.MAX);
            figures.add(new long[] {-1}, new double[] {before}, 0, 1);
            ChunkWindow.of(ROWS, 0, 39, 10).add(summary, new Samples(), figures);
            assertThat(figures.extreme()).isEqualTo(before == 14 ? 14 : 13);
            assertThat(figures.samples()).isEqualTo(40);
            assertThat(unpacked).hasSize(before == 14 ? 0 : 1);
        }
    }

    @Test
    void rowsWithoutSamplesAreNotCounted() {
        ChunkSummary summary = new SummaryBuilder().begin().add(0, values, 0, 20).finish();
        var figures = new WindowFigures(Figure.ENDS);
        ChunkWindow.of(ROWS, 5, ROWS, 10).add(summary, new Samples(), figures);
        assertThat(unpacked).containsExactly("5-40");
    }

    @Test
    void aWindowIsNotEmptyAndInsideOfItsChunk() {
        assertThatThrownBy(() -> ChunkWindow.of(ROWS, 5, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkWindow.of(ROWS, -1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ChunkWindow.of(ROWS, 0, 41)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("41");
    }
}
