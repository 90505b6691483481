package dev.plumbline.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.WindowFigures.Figure;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Figures of samples that come in pieces. */
final class WindowFiguresTest {
    private static final double STALE = StaleMarker.VALUE;

    /** The figures of samples a second apart, cut into pieces of so many. */
    private static WindowFigures of(Figure figure, int piece, double... values) {
        var figures = new WindowFigures(figure);
        long[] times = new long[values.length];
        Arrays.setAll(times, i -> 1000L * i);
        for (int from = 0; from < values.length; from += piece) {
            figures.add(times, values, from, Math.min(values.length, from + piece));
        }
        return figures;
    }

    @Test
    void markersAreNoSamples() {
        for (int piece = 1; piece <= 8; piece++) {
            WindowFigures figures = of(Figure.ENDS, piece, STALE, STALE, 4, STALE, 5, 6, STALE);
            assertThat(figures.samples()).isEqualTo(3);
            assertThat(figures.markers()).isEqualTo(4);
            assertThat(figures.firstMillis()).isEqualTo(2000);
            assertThat(figures.lastMillis()).isEqualTo(5000);
            assertThat(figures.first()).isEqualTo(4);
            assertThat(figures.last()).isEqualTo(6);
            assertThat(of(Figure.COUNT, piece, STALE, STALE).samples()).isZero();
        }
    }

    @Test
    void resetsAreFoundAcrossPiecesAndMarkers() {
        for (int piece = 1; piece <= 8; piece++) {
            WindowFigures figures = of(Figure.RESETS, piece, 5, 7, STALE, 3, 3, 1, Double.NaN, 0);
            assertThat(figures.resets()).isEqualTo(2);
            assertThat(figures.beforeReset(0)).isEqualTo(7);
            assertThat(figures.beforeReset(1)).isEqualTo(3);
            assertThat(figures.samples()).isEqualTo(7);
        }
    }

    @Test
    void moreResetsThanThereWasRoomFor() {
        double[] values = new double[100];
        Arrays.setAll(values, i -> i % 2 == 0 ? i + 1 : 0);
        WindowFigures figures = of(Figure.RESETS, 7, values);
        assertThat(figures.resets()).isEqualTo(50);
        assertThat(figures.beforeReset(49)).isEqualTo(99);
    }

    @Test
    void changesKnowThatNaNIsNaN() {
        for (int piece = 1; piece <= 8; piece++) {
            assertThat(of(Figure.CHANGES, piece, 1, 1, Double.NaN, STALE, Double.NaN, 2, 2, 0.0, -0.0).changes()).isEqualTo(3);
        }
    }

    @Test
    void extremesAreNaNOnlyWhenAllAre() {
        for (int piece = 1; piece <= 4; piece++) {
            assertThat(of(Figure.MIN, piece, Double.NaN, 3, 1, 2).extreme()).isEqualTo(1);
            assertThat(of(Figure.MAX, piece, Double.NaN, 3, STALE, 5).extreme()).isEqualTo(5);
            assertThat(of(Figure.MAX, piece, Double.NaN, Double.NaN).extreme()).isNaN();
        }
    }

    @Test
    void sumsAreExact() {
        WindowFigures figures = of(Figure.SUM, 2, 1e100, 1, STALE, -1e100, 0.5);
        assertThat(figures.sum()).isEqualTo(1.5);
        assertThat(figures.sumRemainder()).isZero();
        assertThat(figures.isComplete()).isTrue();
        assertThat(of(Figure.SUM, 2, 1, Double.POSITIVE_INFINITY).isComplete()).isFalse();
    }

    @Test
    void givingUpHoldsUntilTheNextWindow() {
        var figures = new WindowFigures(Figure.COUNT);
        figures.giveUp();
        assertThat(figures.isComplete()).isFalse();
        figures.clear();
        assertThat(figures.isComplete()).isTrue();
    }

    @Test
    void aSeriesWithoutFiguresIsRead() {
        var figures = new WindowFigures(Figure.COUNT);
        try (var storage = new InMemoryStorage(); var appender = storage.appender()) {
            appender.append(Labels.of(Labels.METRIC_NAME, "a"), 1, 2);
            appender.commit();
            try (Querier querier = storage.querier(0, 10)) {
                assertThat(querier.select(List.of()).getFirst().window(0, 10, new SampleBuffer(), figures)).isFalse();
            }
        }
    }
}
