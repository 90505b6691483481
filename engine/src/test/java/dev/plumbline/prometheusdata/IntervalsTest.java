package dev.plumbline.prometheusdata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.prometheusdata.MinuteCounts.Range;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntervalsTest {

    @Test
    void isTheUnionOfWhatWasAdded() {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            var intervals = new Intervals();
            var expected = new BitSet();
            for (int i = random.nextInt(10); i >= 0; i--) {
                int min = random.nextInt(60);
                int max = min + random.nextInt(12) - 1;
                intervals.add(min, max);
                expected.set(min, Math.max(min, max + 1));
            }
            for (int time = 0; time < 80; time++) {
                assertThat(intervals.contains(time)).isEqualTo(expected.get(time));
            }
            int from = random.nextInt(60);
            int to = from + random.nextInt(5);
            boolean covered = expected.nextClearBit(from) > to;
            assertThat(!intervals.covers(from, to) || covered).as("says only that all was deleted when it was").isTrue();
        }
    }

    @Test
    void ofNothingNothingIsDeleted() {
        assertThat(Intervals.NONE.isEmpty()).isTrue();
        assertThat(Intervals.NONE.contains(0)).isFalse();
        assertThat(Intervals.NONE.covers(0, 1)).isFalse();
    }

    @Test
    void minutesAreGroupedUntilTheyHaveEnough() {
        var counts = new MinuteCounts();
        for (int minute = -2; minute < 4; minute++) {
            counts.add(minute * 60_000L + 5, minute == 0 ? 100 : 4);
        }
        assertThat(counts.ranges(8, 3_600_000)).isEqualTo(List.of(new Range(-120_000, 0), new Range(0, 60_000), new Range(60_000, 180_000),
                new Range(180_000, 240_000)));
        assertThat(counts.ranges(1000, 3_600_000)).hasSize(2);
    }

    @Test
    void timesAllOverTheAgesStayBounded() {
        var counts = new MinuteCounts();
        var random = new Random(3);
        counts.add(Long.MIN_VALUE, 1);
        counts.add(Long.MAX_VALUE, 1);
        for (int i = 0; i < 200_000; i++) {
            counts.add(random.nextLong(), 1);
        }
        List<Range> ranges = counts.ranges(10, Long.MAX_VALUE / 2);
        assertThat(ranges).hasSizeLessThan(70_000);
        assertThat(ranges.getFirst().min()).isEqualTo(Long.MIN_VALUE);
        for (int i = 1; i < ranges.size(); i++) {
            assertThat(ranges.get(i - 1).max()).isLessThanOrEqualTo(ranges.get(i).min());
        }
    }
}
