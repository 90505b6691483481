package dev.plumbline.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import java.util.Arrays;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistogramEstimatesTest {
    private static double[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToDouble(Windows::number).toArray();
    }

    private static ClassicHistogram classic(String bounds, String counts) {
        return ClassicHistogram.of(numbers(bounds), numbers(counts), numbers(bounds).length);
    }

    private static void assertSame(double actual, String expected) {
        double wanted = Windows.number(expected);
        if (Double.isFinite(wanted)) {
            assertThat(actual).isEqualTo(wanted, within(1e-12));
        } else {
            assertThat(actual).isEqualTo(Double.valueOf(wanted));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1 2 Inf, 1 3 4, 0",
        "0.25, 1 2 Inf, 1 3 4, 1",
        "0.5, 1 2 Inf, 1 3 4, 1.5",
        "1, 1 2 Inf, 1 3 4, 2",
        "-0.1, 1 2 Inf, 1 3 4, -Inf",
        "1.1, 1 2 Inf, 1 3 4, Inf",
        "NaN, 1 2 Inf, 1 3 4, NaN",
        "0.5, 2 Inf 1, 3 4 1, 1.5",
        "0.5, 1 2 3, 1 3 4, NaN",
        "0.5, Inf, 4, NaN",
        "0.5, 1 2 Inf, 0 0 0, NaN",
        "0.25, -1 0 Inf, 2 4 4, -1",
        "0.75, -1 0 Inf, 2 4 4, -0.5",
        "0.5, 1 1 Inf, 1 1 4, 1",
        "0.25, 1 1 Inf, 1 1 4, 0.5",
        "0.9, 1 2 Inf, 0 0 4, 2",
    })
    void quantilesOfClassicHistograms(String q, String bounds, String counts, String expected) {
        assertSame(classic(bounds, counts).quantile(Windows.number(q)), expected);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 1 2 Inf, 1 3 4, 0.25",
        "0.5, 1.5, 1 2 Inf, 1 3 4, 0.375",
        "2, Inf, 1 2 Inf, 1 3 4, 0.25",
        "-Inf, Inf, 1 2 Inf, 1 3 4, 1",
        "-Inf, 1, 1 2 Inf, 1 3 4, 0.25",
        "5, 6, 1 2 Inf, 1 3 4, 0",
        "1, 1, 1 2 Inf, 1 3 4, 0",
        "2, 1, 1 2 Inf, 1 3 4, 0",
        "NaN, 1, 1 2 Inf, 1 3 4, NaN",
        "0, NaN, 1 2 Inf, 1 3 4, NaN",
        "0, 1, 1 2 3, 1 3 4, NaN",
        "0, 1, 1 2 Inf, 0 0 0, NaN",
        "-4, -2, -3 -2 -1 Inf, 10 12 15 100, 0.02",
        "-Inf, -3, -3 -2 -1 Inf, 10 12 15 100, 0.1",
    })
    void fractionsOfClassicHistograms(String lower, String upper, String bounds, String counts, String expected) {
        assertSame(classic(bounds, counts).fraction(Windows.number(lower), Windows.number(upper)), expected);
    }

    /** Four observations in (1, 2], four in (2, 4], two in the zero bucket. */
    private static final Histogram EXPONENTIAL = new Histogram(0, 10, 20, 0.5, 2,
            new Buckets(new int[] {1}, new int[] {2}, new double[] {4, 4}), Buckets.NONE, new double[0], CounterReset.UNKNOWN);

    private static final Histogram MIRRORED = new Histogram(0, 10, -20, 0.5, 2, Buckets.NONE,
            new Buckets(new int[] {1}, new int[] {2}, new double[] {4, 4}), new double[0], CounterReset.UNKNOWN);

    private static final Histogram CUSTOM = new Histogram(Histogram.CUSTOM_SCHEMA, 10, 20, 0, 0,
            new Buckets(new int[] {0}, new int[] {3}, new double[] {2, 4, 4}), Buckets.NONE, new double[] {5, 10}, CounterReset.UNKNOWN);

    private static final Histogram NEGATIVE_BOUNDS = new Histogram(Histogram.CUSTOM_SCHEMA, 10, -20, 0, 0,
            new Buckets(new int[] {0}, new int[] {2}, new double[] {6, 4}), Buckets.NONE, new double[] {-3, -2}, CounterReset.UNKNOWN);

    private static Histogram named(String name) {
        return switch (name) {
            case "exponential" -> EXPONENTIAL;
            case "mirrored" -> MIRRORED;
            case "custom" -> CUSTOM;
            case "negative" -> NEGATIVE_BOUNDS;
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @CsvSource({
        "exponential, 0, 0",
        "exponential, 0.1, 0.25",
        "exponential, 0.2, 0.5",
        "exponential, 0.4, 1.4142135623730951",
        "exponential, 1, 4",
        "exponential, -1, -Inf",
        "exponential, 2, Inf",
        "exponential, NaN, NaN",
        "mirrored, 0, -4",
        "mirrored, 0.6, -1.4142135623730951",
        "mirrored, 0.9, -0.25",
        "custom, 0.1, 2.5",
        "custom, 0.4, 7.5",
        "custom, 1, 10",
        "negative, 0.3, -3",
        "negative, 0.8, -2.5",
    })
    void quantilesOfNativeHistograms(String histogram, String q, String expected) {
        assertSame(quantile(named(histogram), Windows.number(q)), expected);
    }

    @ParameterizedTest
    @CsvSource({
        "exponential, -Inf, Inf, 1",
        "exponential, 0, 0.25, 0.1",
        "exponential, 1, 2, 0.4",
        "exponential, 1, 1.4142135623730951, 0.2",
        "exponential, 3, 3, 0",
        "exponential, NaN, 3, NaN",
        "mirrored, -2, -1, 0.4",
        "mirrored, -1.4142135623730951, -1, 0.2",
        "custom, 0, 2.5, 0.1",
        "custom, 5, Inf, 0.8",
        "custom, 5, 1000, 0.4",
        "negative, -4, -2, 0.4",
        "negative, -Inf, -3, 0.6",
    })
    void fractionsOfNativeHistograms(String histogram, String lower, String upper, String expected) {
        assertSame(fraction(named(histogram), Windows.number(lower), Windows.number(upper)), expected);
    }

    @Test
    void theMiddleBetweenTwoBucketsIsTheUpperOnes() {
        var four = new Buckets(new int[] {0}, new int[] {3}, new double[] {1, 2, 1});
        var balanced = new Histogram(0, 8, 0, 0.001, 0, four, four, new double[0], CounterReset.UNKNOWN);
        assertThat(quantile(balanced, 0.5)).isEqualTo(0.5);
        assertThat(quantile(balanced, 0.375)).isEqualTo(-1);
    }

    @Test
    void noObservationsHaveNoQuantile() {
        var empty = new Histogram(0, 0, 0, 0.001, 0, Buckets.NONE, Buckets.NONE, new double[0], CounterReset.UNKNOWN);
        assertThat(quantile(empty, 0.5)).isNaN();
        assertThat(fraction(empty, 0, 1)).isNaN();
        assertThat(NativeHistogram.text(empty)).isEqualTo("{count:0, sum:0}");
    }

    @Test
    void observationsThatAreNoNumbersAreInNoBucket() {
        var h = new Histogram(0, 10, Double.NaN, 0.001, 0, new Buckets(new int[] {1}, new int[] {1}, new double[] {8}), Buckets.NONE,
                new double[0], CounterReset.UNKNOWN);
        var notes = new ArrayList<String>();
        assertThat(NativeHistogram.quantile(h, 0.95, notes::add)).isNaN();
        assertThat(notes).containsExactly("input to histogram_quantile has NaN observations, result is NaN");
        notes.clear();
        assertThat(NativeHistogram.quantile(h, 0.8, notes::add)).isEqualTo(2);
        assertThat(notes).containsExactly("input to histogram_quantile has NaN observations, result is skewed higher");
        notes.clear();
        assertThat(NativeHistogram.fraction(h, 0, 100, notes::add)).isEqualTo(0.8);
        assertThat(notes).hasSize(1);
        notes.clear();
        NativeHistogram.quantile(EXPONENTIAL, 0.5, notes::add);
        assertThat(notes).isEmpty();
    }

    private static double quantile(Histogram h, double q) {
        return NativeHistogram.quantile(h, q, note -> { });
    }

    private static double fraction(Histogram h, double lower, double upper) {
        return NativeHistogram.fraction(h, lower, upper, note -> { });
    }
}
