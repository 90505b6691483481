package dev.plumbline.promql.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FunctionArithmeticTest {

    @Test
    void aMeanThatWouldOverflowIsTakenIncrementally() {
        var mean = new CompensatedMean(Double.MAX_VALUE);
        mean.add(Double.MAX_VALUE);
        mean.add(Double.MAX_VALUE);
        assertThat(mean.value()).isCloseTo(Double.MAX_VALUE, within(Double.MAX_VALUE * 1e-12));
    }

    @Test
    void infinitiesStayAndOppositeOnesAreNotANumber() {
        var mean = new CompensatedMean(Double.POSITIVE_INFINITY);
        mean.add(1);
        assertThat(mean.value()).isEqualTo(Double.POSITIVE_INFINITY);
        mean.add(Double.NEGATIVE_INFINITY);
        assertThat(mean.value()).isNaN();
    }

    @Test
    void nanIsTheSmallestForQuantiles() {
        assertThat(Quantiles.quantile(0.8, new double[] {1, Double.NaN, 0})).isEqualTo(0.6, within(1e-12));
        assertThat(Quantiles.quantile(-1, new double[] {1})).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Quantiles.quantile(2, new double[] {1})).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(Quantiles.quantile(0.5, new double[0])).isNaN();
    }

    @Test
    void resetsAreAddedBack() {
        assertThat(Extrapolation.counterIncrease(new double[] {0, 1, 2, 3, 2, 3, 4}, 0, 7)).isEqualTo(7);
    }

    @Test
    void bucketsThatFallAreRaisedAndReported() {
        var h = ClassicHistogram.of(new double[] {2, 1, Double.POSITIVE_INFINITY}, new double[] {3, 5, 6}, 3);
        assertThat(h.fraction(0, 2)).as("takes counts as they are").isEqualTo(0.5);
        assertThat(h.monotonicityForced()).isFalse();
        assertThat(h.quantile(0.5)).isEqualTo(0.6);
        assertThat(h.monotonicityForced()).isTrue();
        assertThat(h.forcedFrom()).isEqualTo(2);
        assertThat(h.forcedTo()).isEqualTo(2);
        assertThat(h.worstDifference()).isEqualTo(2);
        var rounding = ClassicHistogram.of(new double[] {1, 2, Double.POSITIVE_INFINITY}, new double[] {1, 1 - 1e-15, 1}, 3);
        assertThat(rounding.quantile(0.5)).isEqualTo(0.5);
        assertThat(rounding.monotonicityForced()).isFalse();
    }

    @Test
    void numbersPrintAsGoPrintsThem() {
        assertThat(ShortestDecimal.plain(1e21)).isEqualTo("1000000000000000000000");
        assertThat(ShortestDecimal.plain(-0.0)).isEqualTo("-0");
        assertThat(ShortestDecimal.plain(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
        assertThat(ShortestDecimal.general(1e-7)).isEqualTo("1e-07");
        assertThat(ShortestDecimal.general(1.1)).isEqualTo("1.1");
        assertThat(ShortestDecimal.general(123456)).isEqualTo("123456");
        assertThat(ShortestDecimal.general(1234567)).isEqualTo("1.234567e+06");
        assertThat(ShortestDecimal.general(-1e100)).isEqualTo("-1e+100");
        assertThat(ShortestDecimal.general(Double.NaN)).isEqualTo("NaN");
        assertThat(ShortestDecimal.rounded(0.0456, 2)).isEqualTo("0.046");
        assertThat(ShortestDecimal.rounded(20, 2)).isEqualTo("20");
        assertThat(ShortestDecimal.rounded(234, 2)).isEqualTo("2.3e+02");
        assertThat(ShortestDecimal.rounded(Double.POSITIVE_INFINITY, 2)).isEqualTo("+Inf");
    }

    @Test
    void datesAreUtc() {
        assertThat(CalendarFunctions.apply("day_of_week", 1136239445)).isEqualTo(1);
        assertThat(CalendarFunctions.apply("days_in_month", 1485907200)).isEqualTo(28);
        assertThat(CalendarFunctions.apply("year", Double.NaN)).isNaN();
    }

    @Test
    void logarithmsOfPowersOfTwoAreExact() {
        assertThat(java.util.Objects.requireNonNull(NumberFunctions.byName().get("log2")).applyAsDouble(8)).isEqualTo(3);
        assertThat(java.util.Objects.requireNonNull(NumberFunctions.byName().get("log2")).applyAsDouble(0)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(NumberFunctions.round(-0.5, 1)).isEqualTo(-0.0);
    }
}
