package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TombstonesTest {
    private static final Samples SAMPLES = Samples.floats(new long[] {10, 20, 30, 40}, new double[] {1, 2, 3, 4}, 0, 4);

    @ParameterizedTest
    @CsvSource({"0,9,false", "0,10,true", "12,13,true", "20,25,true", "21,25,false", "0,99,true", "10,20,true"})
    void rangesAreClosed(long from, long to, boolean meets) {
        assertThat(new Tombstones.Range(10, 20).meets(from, to)).isEqualTo(meets);
    }

    @Test
    void whatMeetsNoRangeIsGivenAsItIs() {
        assertThat(Tombstones.visible(SAMPLES, List.of())).isSameAs(SAMPLES);
        assertThat(Tombstones.visible(SAMPLES, List.of(new Tombstones.Range(21, 29)))).isSameAs(SAMPLES);
    }

    @Test
    void samplesInAnyRangeAreLeftOut() {
        Samples left = Tombstones.visible(SAMPLES, List.of(new Tombstones.Range(0, 10), new Tombstones.Range(30, 35)));
        assertThat(left.size()).isEqualTo(2);
        assertThat(left.times()).containsExactly(20, 40);
        assertThat(Tombstones.visible(SAMPLES, List.of(new Tombstones.Range(10, 40)))).isSameAs(Samples.NONE);
    }

    @Test
    void rangesThatTouchBecomeOneAndOthersStay() {
        var tombstones = new Tombstones();
        var series = Labels.of("__name__", "up");
        tombstones.add(series, new Tombstones.Range(10, 20));
        tombstones.add(series, new Tombstones.Range(20, 30));
        tombstones.add(series, new Tombstones.Range(50, 60));
        assertThat(tombstones.of(series)).containsExactly(new Tombstones.Range(10, 30), new Tombstones.Range(50, 60));
        assertThat(tombstones.meet(31, 49)).isFalse();
        assertThat(tombstones.meet(25, 26)).isTrue();
    }
}
