package dev.plumbline.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeFunctionsTest {

    @ParameterizedTest
    @CsvSource({
        "sum_over_time, 1 2 3, 6",
        "sum_over_time, 1 1e100 1 -1e100, 2",
        "sum_over_time, Inf 1, Inf",
        "sum_over_time, Inf -Inf, NaN",
        "avg_over_time, 1 2 3, 2",
        "avg_over_time, 1e308 1e308 1e308, 1e308",
        "avg_over_time, -Inf 1 2, -Inf",
        "avg_over_time, 1 NaN 2, NaN",
        "min_over_time, 3 1 2, 1",
        "min_over_time, NaN 2 1 NaN, 1",
        "min_over_time, NaN NaN, NaN",
        "max_over_time, 3 1 2, 3",
        "max_over_time, NaN -Inf, -Inf",
        "count_over_time, NaN 1 Inf, 3",
        "present_over_time, NaN, 1",
        "first_over_time, 5 6 7, 5",
        "last_over_time, 5 6 NaN, NaN",
        "stdvar_over_time, 2 4 4 4 5 5 7 9, 4",
        "stddev_over_time, 2 4 4 4 5 5 7 9, 2",
        "stddev_over_time, 7, 0",
        "stdvar_over_time, 1 Inf, NaN",
        "mad_over_time, 4 6 2 1 999 1 2, 1",
        "changes, 1 1 2 NaN NaN 2, 3",
        "changes, 0 -0, 0",
        "changes, 5, 0",
        "resets, 3 2 5 1 1, 2",
        "resets, 3 NaN 1, 0",
        "irate, 1 9 4 7, 3",
        "irate, 9 4, 4",
        "idelta, 9 4, -5",
        "deriv, 1 3 5, 2",
        "deriv, 4 4 4, 0",
        "deriv, Inf Inf, NaN",
        "ts_of_first_over_time, 7 8 9, 1",
        "ts_of_last_over_time, 7 8 9, 3",
        "ts_of_max_over_time, 1 3 3 2, 3",
        "ts_of_min_over_time, 2 1 1 4, 3",
    })
    void floats(String function, String values, String expected) {
        Double actual = Windows.apply(function, Windows.of(values)).value;
        assertThat(actual).isNotNull();
        double wanted = Windows.number(expected);
        if (Double.isFinite(wanted)) {
            assertThat(actual).isEqualTo(wanted, within(Math.abs(wanted) * 1e-12));
        } else {
            assertThat(actual).isEqualTo(Double.valueOf(wanted));
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "0.5, 2", "1, 3", "0.25, 1.5", "-1, -Inf", "2, Inf", "NaN, NaN"})
    void quantilesOverTime(String q, String expected) {
        var out = Windows.apply("quantile_over_time", Windows.of("3 1 2"), Windows.number(q));
        assertThat(out.value).isEqualTo(Double.valueOf(Windows.number(expected)));
        assertThat(out.notes).hasSize(Windows.number(q) >= 0 && Windows.number(q) <= 1 ? 0 : 1);
    }

    @Test
    void quantilesLeaveTheWindowAsItIs() {
        Window w = Windows.of("3 1 2");
        Windows.apply("quantile_over_time", w, 0.5);
        assertThat(w.values).containsExactly(3, 1, 2);
    }

    @ParameterizedTest
    @CsvSource({"0, 5", "10, 25", "-2, 1"})
    void predictionsStartAtTheEvaluationTime(double seconds, double expected) {
        assertThat(Windows.apply("predict_linear", Windows.of("1 3 5"), seconds).value).isEqualTo(expected, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({"1, 0.5, 3", "0.5, 0.5, 3", "0.1, 1, 3"})
    void smoothingFollowsALine(double smoothing, double trend, double expected) {
        assertThat(Windows.apply("double_exponential_smoothing", Windows.of("1 2 3"), smoothing, trend).value)
                .isEqualTo(expected, within(1e-12));
    }

    private static Histogram histogram(double count, CounterReset reset) {
        return new Histogram(0, count, count, 0.001, 0, new Buckets(new int[] {0}, new int[] {1}, new double[] {count}),
                Buckets.NONE, new double[0], reset);
    }

    private static Histogram custom(double count) {
        return new Histogram(Histogram.CUSTOM_SCHEMA, count, count, 0, 0,
                new Buckets(new int[] {0}, new int[] {1}, new double[] {count}), Buckets.NONE, new double[] {5, 10}, CounterReset.UNKNOWN);
    }

    private static Window natives(Histogram... histograms) {
        long[] times = new long[histograms.length];
        java.util.Arrays.setAll(times, i -> (i + 1) * 10_000L);
        var w = new Window(new long[0], new double[0], times, histograms);
        w.histogramTo = histograms.length;
        w.endMillis = times.length * 10_000L;
        return w;
    }

    private static Window mixed() {
        var w = new Window(new long[] {1000, 3000}, new double[] {4, 6}, new long[] {2000},
                new Histogram[] {histogram(1, CounterReset.UNKNOWN)});
        w.to = 2;
        w.histogramTo = 1;
        w.endMillis = 3000;
        return w;
    }

    @ParameterizedTest
    @CsvSource({"rate", "increase", "delta", "sum_over_time", "avg_over_time"})
    void floatsAndHistogramsDoNotMix(String function) {
        var out = Windows.apply(function, mixed());
        assertThat(out.value).isNull();
        assertThat(out.histogram).isNull();
        assertThat(out.notes).containsExactly("encountered a mix of histograms and floats for metric name");
    }

    @ParameterizedTest
    @CsvSource({"min_over_time, 4", "max_over_time, 6", "mad_over_time, 1", "deriv, 1"})
    void someLookAtFloatsOnlyAndSaySo(String function, double expected) {
        var out = Windows.apply(function, mixed());
        assertThat(out.value).isEqualTo(expected);
        assertThat(out.notes).containsExactly("ignored histograms in a range containing both floats and histograms for metric name");
    }

    @ParameterizedTest
    @CsvSource({"count_over_time, 3", "present_over_time, 1", "changes, 2", "resets, 2", "ts_of_last_over_time, 3",
            "ts_of_first_over_time, 1", "last_over_time, 6", "first_over_time, 4"})
    void someTakeBothAsTheyAre(String function, double expected) {
        var out = Windows.apply(function, mixed());
        assertThat(out.value).isEqualTo(expected);
        assertThat(out.notes).isEmpty();
    }

    @Test
    void histogramsIncreaseBucketByBucket() {
        var out = Windows.apply("increase", natives(histogram(5, CounterReset.UNKNOWN), histogram(9, CounterReset.UNKNOWN)));
        assertThat(out.histogram).isNotNull().satisfies(h -> {
            assertThat(h.count()).isEqualTo(8);
            assertThat(h.positive().counts()).containsExactly(8);
            assertThat(h.reset()).isEqualTo(CounterReset.GAUGE);
        });
        assertThat(out.notes).isEmpty();
    }

    @Test
    void gaugesAreNoCountersAndCountersNoGauges() {
        assertThat(Windows.apply("rate", natives(histogram(1, CounterReset.GAUGE), histogram(2, CounterReset.GAUGE))).notes)
                .containsExactly("this native histogram metric is not a counter:");
        assertThat(Windows.apply("delta", natives(histogram(1, CounterReset.UNKNOWN), histogram(2, CounterReset.UNKNOWN))).notes)
                .containsExactly("this native histogram metric is not a gauge:");
        assertThat(Windows.apply("idelta", natives(histogram(1, CounterReset.UNKNOWN), histogram(2, CounterReset.UNKNOWN))).notes)
                .containsExactly("this native histogram metric is not a gauge:");
    }

    @Test
    void aResetInTheMiddleAddsWhatWasLost() {
        var out = Windows.apply("increase", natives(histogram(2, CounterReset.UNKNOWN), histogram(6, CounterReset.UNKNOWN),
                histogram(1, CounterReset.UNKNOWN), histogram(3, CounterReset.UNKNOWN)));
        // 3 − 2 + 6 = 7, over 30 of 40 s; 2 observations before that reach 0 within 8.6 s.
        assertThat(out.histogram).isNotNull().satisfies(h -> assertThat(h.count()).isEqualTo(9, within(1e-12)));
    }

    @Test
    void theFirstOfAnotherKindIsForgottenAtAReset() {
        var out = Windows.apply("increase", natives(custom(1), histogram(4, CounterReset.UNKNOWN)));
        assertThat(out.notes).isEmpty();
        assertThat(out.histogram).isNotNull().satisfies(h -> assertThat(h.positive().counts()).containsExactly(5));
    }

    @Test
    void twoKindsBeyondTheFirstDoNotMix() {
        var out = Windows.apply("rate",
                natives(histogram(1, CounterReset.UNKNOWN), custom(1), histogram(4, CounterReset.UNKNOWN), custom(1)));
        assertThat(out.histogram).isNull();
        assertThat(out.notes)
                .containsExactly("vector contains a mix of histograms with exponential and custom buckets schemas for metric name");
        assertThat(Windows.apply("sum_over_time", natives(custom(1), histogram(1, CounterReset.UNKNOWN))).histogram).isNull();
    }

    @Test
    void oneHistogramHasNoRate() {
        var out = Windows.apply("rate", natives(histogram(1, CounterReset.UNKNOWN)));
        assertThat(out.histogram).isNull();
        assertThat(out.notes).isEmpty();
    }

    @Test
    void contradictingResetsAreReported() {
        var out = Windows.apply("sum_over_time", natives(histogram(1, CounterReset.RESET), histogram(2, CounterReset.NOT_RESET)));
        assertThat(out.notes).containsExactly("conflicting counter resets during histogram aggregation");
        assertThat(out.histogram).isNotNull().satisfies(h -> assertThat(h.count()).isEqualTo(3));
    }
}
