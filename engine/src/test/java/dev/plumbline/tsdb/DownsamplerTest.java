package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows of 100 ms. */
final class DownsamplerTest {
    private final Downsampler downsampler = new Downsampler(100);

    private static Samples samples(double... timesAndValues) {
        long[] times = new long[timesAndValues.length / 2];
        double[] values = new double[times.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = (long) timesAndValues[2 * i];
            values[i] = timesAndValues[2 * i + 1];
        }
        return Samples.floats(times, values, 0, times.length);
    }

    @Test
    void rowsAreOpenOnTheLeft() {
        List<AggregateRow> rows = downsampler.rows(samples(-100, 1, -99, 2, 0, 3, 1, 4, 100, 5, 101, 6));
        assertThat(rows).extracting(AggregateRow::endMillis).containsExactly(-100L, 0L, 100L, 200L);
        assertThat(rows).extracting(AggregateRow::samples).containsExactly(1L, 2L, 2L, 1L);
    }

    @Test
    void aRowSaysWhatItsSamplesAre() {
        AggregateRow row = downsampler.rows(samples(10, 5, 20, 7, 30, 2, 40, 2, 50, 1)).getFirst();
        assertThat(row).isEqualTo(new AggregateRow(100, 5, new AggregateRow.Edge(10, 5), new AggregateRow.Edge(50, 1), 1, 7, 3, 2,
                new AggregateRow.Total(9, 0), new AggregateRow.Total(17, 0), false));
        assertThat(Aggregation.increase(row)).isEqualTo(5);
        assertThat(Aggregation.average(row)).isEqualTo(3.4);
    }

    @Test
    void whatHappensBetweenRowsIsSeen() {
        List<AggregateRow> rows = downsampler.rows(samples(10, 5, 60, 9, 110, 3, 160, 4));
        AggregateRow window = Downsampler.window(rows, 0, 200);
        assertThat(window.resets()).isEqualTo(1);
        assertThat(window.changes()).isEqualTo(3);
        assertThat(Aggregation.increase(window)).isEqualTo(8);
        assertThat(new Downsampler(200).rows(rows)).containsExactly(window);
    }

    @Test
    void markersAreNoSamplesButEndASeries() {
        List<AggregateRow> rows = downsampler.rows(samples(10, 1, 20, StaleMarker.VALUE, 110, StaleMarker.VALUE, 210, StaleMarker.VALUE, 220, 4));
        assertThat(rows).extracting(AggregateRow::samples).containsExactly(1L, 0L, 1L);
        assertThat(rows).extracting(AggregateRow::endsStale).containsExactly(true, true, false);
        assertThat(Downsampler.window(rows, 0, 200).endsStale()).isTrue();
        assertThat(Downsampler.window(rows, 0, 300).changes()).isEqualTo(1);
        assertThat(Downsampler.window(rows, 300, 900).samples()).isZero();
    }

    @Test
    void sumsThatAreNotFiniteAreWhatAddingGives() {
        AggregateRow infinite = downsampler.rows(samples(1, 1, 2, Double.POSITIVE_INFINITY, 3, 2)).getFirst();
        assertThat(infinite.sum()).isEqualTo(new AggregateRow.Total(Double.POSITIVE_INFINITY, 0));
        assertThat(infinite.before()).isEqualTo(new AggregateRow.Total(Double.POSITIVE_INFINITY, 0));
        assertThat(Aggregation.increase(infinite)).isEqualTo(Double.POSITIVE_INFINITY);
        AggregateRow both = downsampler.rows(samples(1, Double.NEGATIVE_INFINITY, 2, Double.POSITIVE_INFINITY)).getFirst();
        assertThat(both.sum().high()).isNaN();
        assertThat(downsampler.rows(samples(1, Double.MAX_VALUE, 2, Double.MAX_VALUE)).getFirst().sum().high()).isInfinite();
    }

    @Test
    void aResolutionIsPositive() {
        assertThatThrownBy(() -> new Downsampler(0)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("0 ms");
    }
}
