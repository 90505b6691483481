package dev.plumbline.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtrapolationTest {

    /** Samples at 10, 20 … 60 s. */
    private static Window window(long startMillis, long endMillis, String values) {
        double[] floats = Arrays.stream(values.split(" ")).mapToDouble(Windows::number).toArray();
        long[] times = new long[floats.length];
        Arrays.setAll(times, i -> (i + 1) * 10_000L);
        return Windows.of(startMillis, endMillis, times, floats);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'both borders are an interval or less away', increase, 0, 60000, 1 2 3 4 5 6, 6",
        "'a start far away counts half an interval', increase, -100000, 60000, 1 2 3 4 5 6, 5.5",
        "'an end far away counts half an interval', increase, 0, 100000, 1 2 3 4 5 6, 6.5",
        "'a counter is never taken below 0', increase, 0, 60000, 0 1 2 3 4 5, 5",
        "'a counter reaches 0 within the range', increase, 0, 60000, 0.5 1.5 2.5 3.5 4.5 5.5, 5.5",
        "'a gauge may go below 0', delta, 0, 60000, 0 1 2 3 4 5, 6",
        "'a gauge may fall', delta, 0, 60000, 6 5 4 3 2 1, -6",
        "'what was lost by a reset is added', increase, 0, 60000, 1 2 3 1 2 3, 6",
        "'a reset to 0 adds the value before', increase, 0, 60000, 1 2 3 0 1 2, 4.8",
        "'no change is no increase', increase, 0, 60000, 4 4 4 4 4 4, 0",
        "'a counter below 0 knows no zero point', increase, 0, 60000, -5 -4 -3 -2 -1 0, 6",
        "'1.1 intervals are far', delta, -1000, 60000, 1 2 3 4 5 6, 5.5",
        "'just less than 1.1 intervals are near', delta, -999, 60000, 1 2 3 4 5 6, 6.0999",
        "'the rate is the increase by the range', rate, 0, 60000, 1 2 3 4 5 6, 0.1",
        "'the rate of drops counts what is left after each', rate, 0, 60000, 5 4 3 2 1 0, 0.2",
        "'a value that is no number spoils it', increase, 0, 60000, 1 2 3 4 5 NaN, NaN",
        "'an infinite value stays', increase, 0, 60000, 1 2 3 4 5 Inf, Inf",
    })
    void reachesAsFarAsTheSamplesSuggest(String why, String function, long start, long end, String values, String expected) {
        Double actual = Windows.apply(function, window(start, end, values)).value;
        assertThat(actual).as(why).isNotNull();
        double wanted = Windows.number(expected);
        if (Double.isFinite(wanted)) {
            assertThat(actual).isEqualTo(wanted, within(1e-12));
        } else {
            assertThat(actual).isEqualTo(Double.valueOf(wanted));
        }
    }

    @ParameterizedTest
    @CsvSource({"rate", "increase", "delta", "irate", "idelta", "deriv"})
    void oneSampleSaysNothing(String function) {
        assertThat(Windows.apply(function, window(0, 60_000, "7")).value).isNull();
    }

    @Test
    void thePlanIsInSeconds() {
        var plan = Extrapolation.plan(new long[] {10_000, 20_000}, window(0, 40_000, "1 2"));
        assertThat(plan).isEqualTo(new Extrapolation.Plan(10, 10, 5, 40));
    }

    @Test
    void onlyTheWindowCounts() {
        double[] values = {100, 1, 2, 50};
        assertThat(Extrapolation.counterIncrease(values, 1, 3)).isEqualTo(1);
        assertThat(Extrapolation.counterIncrease(values, 0, 4)).isEqualTo(50);
    }
}
