package dev.plumbline.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.jspecify.annotations.Nullable;

class StartTimesTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'not known', 0, 100, 0, 200, false",
        "'at the sample itself', 0, 100, 200, 200, false",
        "'after the sample', 0, 100, 201, 200, false",
        "'before the one before', 50, 100, 50, 200, false",
        "'between the two', 50, 100, 150, 200, true",
        "'between the two, the first not known', 0, 100, 101, 200, true",
        "'at the one before, whose start is known', 50, 100, 100, 200, true",
        "'at the one before, whose start is not known', 0, 100, 100, 200, false",
        "'at the one before, which starts at itself', 100, 100, 100, 200, false",
        "'at the one before, whose start is impossible', 150, 100, 100, 200, false",
    })
    void aStartTellsOfAReset(String why, long previousStart, long previousTime, long start, long time, boolean reset) {
        assertThat(StartTimes.isReset(previousStart, previousTime, start, time)).as(why).isEqualTo(reset);
    }

    /** Samples at 10, 20 … s in a window from 0 to 60 s; starts in s, one for each. */
    private static Window window(String values, String starts) {
        double[] floats = Arrays.stream(values.split(" ")).mapToDouble(Windows::number).toArray();
        long[] times = new long[floats.length];
        Arrays.setAll(times, i -> (i + 1) * 10_000L);
        Window w = Windows.of(0, 60_000, times, floats);
        w.starts = Arrays.stream(starts.split(" ")).mapToLong(s -> Math.round(Double.parseDouble(s) * 1000)).toArray();
        return w;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'from its start inside of the range, nothing before it', increase, 3 4 5 6 7 8, 5 5 5 5 5 5, 8",
        "'a start before the range says nothing', increase, 1 2 3 4 5 6, -5 -5 -5 -5 -5 -5, 6",
        "'a start at the border is outside', increase, 1 2 3 4 5 6, 0 0 0 0 0 0, 6",
        "'a start at the first sample says nothing', increase, 1 2 3 4 5 6, 10 10 10 10 10 10, 6",
        "'one sample is enough', increase, 7, 4, 7",
        "'nothing beyond one sample to the right', rate, 6, 4, 0.1",
        "'each sample is a counter of its own', increase, 3 3 3 3 3 3, 1 10 20 30 40 50, 18",
        "'the end is extrapolated still', increase, 2 4 6 8, 5 5 5 5, 9.1428571428571",
        "'a reset that the values hide', increase, 5 6 7 8 9 10, 0 0 25 25 25 25, 13.2",
        "'irate sees it', irate, 5 6 7 8 9 10, 0 0 0 0 0 55, 1",
        "'idelta does not', idelta, 5 6 7 8 9 10, 0 0 0 0 0 55, 1",
        "'resets counts it', resets, 5 6 7 8 9 10, 0 15 15 35 35 35, 2",
        "'delta does not look', delta, 1 2 3 4 5 6, 5 5 5 5 5 5, 6",
    })
    void functionsUseStarts(String why, String function, String values, String starts, double expected) {
        assertThat(Windows.apply(function, window(values, starts)).value).as(why).isNotNull().satisfies(v ->
                assertThat(v).isEqualTo(expected, within(1e-12 * Math.max(1, Math.abs(expected)) + 1e-13)));
    }

    @Test
    void oneSampleWithoutAUsefulStartSaysNothing() {
        for (String start : new String[] {"0", "10", "11", "-1"}) {
            @Nullable Double increase = Windows.apply("increase", window("7", start)).value;
            assertThat(increase).as(start).isNull();
        }
    }

    @Test
    void overlapsAreNotedOncePerWindow() {
        assertThat(Windows.apply("rate", window("1 2 3 4", "5 6 7 8")).notes).containsExactly(StartTimes.OVERLAP);
        assertThat(Windows.apply("rate", window("1 2 3 4", "5 5 5 5")).notes).isEmpty();
        assertThat(Windows.apply("rate", window("1 2 3 4", "0 10 20 30")).notes).isEmpty();
        assertThat(Windows.apply("irate", window("1 2 3 4", "5 6 7 8")).notes).isEmpty();
    }
}
