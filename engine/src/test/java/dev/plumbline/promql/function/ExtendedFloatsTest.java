package dev.plumbline.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;

class ExtendedFloatsTest {

    /** Samples at 10, 20 … s, {@code _} leaves one out; the range goes from start to end. */
    private static Window window(long startSeconds, long endSeconds, String values) {
        String[] items = values.split(" ");
        long[] times = new long[items.length];
        double[] floats = new double[items.length];
        int n = 0;
        for (int i = 0; i < items.length; i++) {
            if (!items[i].equals("_")) {
                times[n] = (i + 1) * 10_000L;
                floats[n++] = Windows.number(items[i]);
            }
        }
        return Windows.of(startSeconds * 1000, endSeconds * 1000, Arrays.copyOf(times, n), Arrays.copyOf(floats, n));
    }

    private static @Nullable Double apply(Map<String, RangeFunction> functions, String function, Window w) {
        var out = new Windows.Recorded();
        Objects.requireNonNull(functions.get(function)).apply(w, new double[0], out);
        return out.value;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'from the sample at the start', increase, 20, 50, 1 2 4 7 11, 9",
        "'from the newest before the start', increase, 25, 50, 1 2 4 7 11, 9",
        "'from the first in the range when there is none before', increase, 5, 30, 1 2 4, 3",
        "'one sample alone has not grown', increase, 5, 12, 6, 0",
        "'resets are counted, the one from the anchor too', increase, 20, 50, 1 9 4 7 2, 9",
        "'nothing but the anchor: nothing', increase, 30, 50, 1 2 4, ",
        "'by the range', rate, 20, 50, 1 2 4 7 11, 0.3",
        "'a gauge may fall', delta, 20, 50, 1 9 4 7 2, -7",
        "'changes from the anchor on', changes, 20, 50, 1 9 4 4 2, 2",
        "'no changes without a sample in the range', changes, 50, 60, 1 9 4 4 2, ",
        "'resets from the anchor on', resets, 20, 50, 1 9 4 7 2, 2",
    })
    void anchored(String why, String function, long start, long end, String values, @Nullable Double expected) {
        Double actual = apply(ExtendedFunctions.anchored(), function, window(start, end, values));
        if (expected == null) {
            assertThat(actual).as(why).isNull();
        } else {
            assertThat(actual).as(why).isNotNull().isEqualTo(expected, within(1e-12));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'lines at both borders', increase, 15, 45, 1 2 4 7 11, 7.5",
        "'both borders between the same two', increase, 12, 18, 0 10, 6",
        "'samples at the borders are taken as they are', increase, 20, 40, 1 2 4 7 11, 5",
        "'nothing before: from the first', increase, 5, 25, 1 3 5, 3",
        "'nothing after: to the last', increase, 15, 90, 1 3 5, 3",
        "'a reset under the left border rises from 0', increase, 15, 20, 9 4, 2",
        "'a reset under the right border', increase, 10, 25, 5 8 6, 6",
        "'a gauge falls along the line', delta, 15, 20, 9 4, -2.5",
        "'only before: nothing', increase, 40, 50, 1 2, ",
        "'only after: nothing', increase, 1, 5, 1 2, ",
        "'by the range', rate, 12, 18, 0 10, 1",
    })
    void smoothed(String why, String function, long start, long end, String values, @Nullable Double expected) {
        Double actual = apply(ExtendedFunctions.smoothed(), function, window(start, end, values));
        if (expected == null) {
            assertThat(actual).as(why).isNull();
        } else {
            assertThat(actual).as(why).isNotNull().isEqualTo(expected, within(1e-12));
        }
    }

    @Test
    void aRangeAsAnAnswerHasAPointAtEachBorder() {
        var anchored = ExtendedFloats.bordered(window(15, 45, "1 2 4 7 11"), false);
        assertThat(anchored.times()).containsExactly(15_000, 20_000, 30_000, 40_000, 45_000);
        assertThat(anchored.values()).containsExactly(1, 2, 4, 7, 11);
        var smoothed = ExtendedFloats.bordered(window(15, 45, "1 2 4 7 11"), true);
        assertThat(smoothed.times()).containsExactly(15_000, 20_000, 30_000, 40_000, 45_000);
        assertThat(smoothed.values()).containsExactly(1.5, 2, 4, 7, 9);
        assertThat(ExtendedFloats.bordered(window(20, 40, "1 2 4 7 11"), true).values()).containsExactly(2, 4, 7);
        assertThat(ExtendedFloats.bordered(window(90, 99, "1 2"), true).times()).isEmpty();
        assertThat(ExtendedFloats.bordered(window(1, 2, "_"), true).times()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"irate", "deriv", "sum_over_time", "absent_over_time"})
    void otherFunctionsTakeNoExtendedRanges(String function) {
        assertThat(ExtendedFunctions.anchored()).doesNotContainKey(function);
        assertThat(ExtendedFunctions.smoothed()).doesNotContainKey(function);
    }
}
