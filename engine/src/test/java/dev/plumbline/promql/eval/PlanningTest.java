package dev.plumbline.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.ast.At;
import dev.plumbline.promql.ast.Span;
import dev.plumbline.storage.Samples;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Windows, steps and columns, without a query. */
class PlanningTest {
    private static final long[] TIMES = {10, 20, 30, 40, 50};

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @ParameterizedTest
    @CsvSource({
        "'left open, right closed', 20 10 1, 10, 0 5, 1, 2",
        "'nothing before the first sample', 0 10 1, 10, 0 5, 0, 0",
        "'nothing after the last one', 100 10 1, 10, 0 5, 5, 5",
        "'overlapping windows', 20 10 3, 20, 0 5, 0 1 2, 2 3 4",
        "'windows with gaps between', 10 20 3, 5, 0 5, 0 2 4, 1 3 5",
        "'all of it', 50 10 1, 1000, 0 5, 0, 5",
        "'only the run', 50 10 1, 1000, 1 3, 1, 3",
        "'an empty run', 50 10 1, 1000, 2 2, 2, 2",
    })
    void windows(String why, String steps, long range, String run, String from, String to) {
        int[] s = numbers(steps);
        var times = new WindowTimes(new Steps(s[0], s[1], s[2]), range, 0, null);
        var plan = WindowPlan.of(TIMES, numbers(run)[0], numbers(run)[1], times);
        assertThat(plan.from).as(why).containsExactly(numbers(from));
        assertThat(plan.to).as(why).containsExactly(numbers(to));
    }

    @Test
    void aPlanServesTheSameRunOfEqualTimes() {
        double[] values = {1, 2, 3, 4, 5};
        var plan = WindowPlan.of(TIMES, 0, 5, new WindowTimes(Steps.instant(50), 40, 0, null));
        assertThat(plan.fits(RangeSeries.of(Labels.EMPTY, false, Samples.floats(TIMES, values, 0, 5)))).isTrue();
        assertThat(plan.fits(RangeSeries.of(Labels.EMPTY, false, Samples.floats(TIMES, values, 1, 5)))).isFalse();
        assertThat(plan.fits(RangeSeries.of(Labels.EMPTY, false, Samples.floats(TIMES.clone(), values, 0, 5)))).isTrue();
        long[] others = {10, 20, 30, 40, 51};
        assertThat(plan.fits(RangeSeries.of(Labels.EMPTY, false, Samples.floats(others, values, 0, 5)))).isFalse();
    }

    @Test
    void staleSamplesLeaveRangesAndKeepTheirOrder() {
        double[] values = {1, StaleMarker.VALUE, 3, Double.NaN, StaleMarker.VALUE};
        var series = RangeSeries.of(Labels.EMPTY, false, Samples.floats(TIMES, values, 0, 5));
        assertThat(series.size()).isEqualTo(3);
        assertThat(Arrays.copyOf(series.times(), 3)).containsExactly(10, 30, 40);
        assertThat(series.hasHistograms()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 100, 10, 11", "0, 99, 10, 10", "0, 0, 10, 1", "0, -1, 10, 0", "-100, -50, 25, 3"})
    void stepsIncludeBothEnds(long start, long end, long step, int count) {
        assertThat(Steps.range(start, end, step).count()).isEqualTo(count);
    }

    @Test
    void stepsMustBePossible() {
        assertThatThrownBy(() -> new Steps(0, 0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Steps(0, 1, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Steps.range(0, Long.MAX_VALUE / 2, 1)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void windowTimesKnowTheirBorders() {
        var w = new WindowTimes(new Steps(1000, 100, 3), 50, 10, null);
        assertThat(w.minMillis()).isEqualTo(941);
        assertThat(w.maxMillis()).isEqualTo(1190);
        var fixed = new WindowTimes(new Steps(1000, 100, 3), 50, 10, 500L);
        assertThat(fixed.minMillis()).isEqualTo(441);
        assertThat(fixed.maxMillis()).isEqualTo(490);
        assertThat(WindowTimes.fixed(null, 1, 2)).isNull();
        assertThat(WindowTimes.fixed(new At.Time(7), 1, 2)).isEqualTo(7);
    }

    @Test
    void equalColumnsUniteUnlessTheyOverlap() {
        var left = Column.of(Labels.EMPTY, false, new double[] {1, StaleMarker.VALUE});
        var right = Column.of(Labels.EMPTY, false, new double[] {StaleMarker.VALUE, 2});
        assertThat(Columns.mergeEqual(List.of(left, right))).singleElement().satisfies(c -> assertThat(c.values).containsExactly(1, 2));
        assertThat(left.has(1)).as("sources stay as they are").isFalse();
        assertThatThrownBy(() -> Columns.mergeEqual(List.of(left, left))).hasMessageContaining("same labelset");
    }

    @Test
    void namesThatAreLateGoAtTheEnd() {
        Labels labels = Labels.of("__name__", "a", "__type__", "counter", "x", "1");
        var named = Column.of(labels, true, new double[] {1});
        var empty = Column.empty(labels, false, 1);
        assertThat(Columns.finish(List.of(named, empty))).singleElement()
                .satisfies(c -> assertThat(c.labels).isEqualTo(Labels.of("x", "1")));
    }

    @Test
    void annotationsAreKeptOnceAndBounded() {
        var annotations = new Annotations("a +\n bb");
        for (int i = 0; i < 3; i++) {
            annotations.warn("w", new Span(5, 7));
        }
        assertThat(annotations.warnings()).containsExactly("PromQL warning: w (2:2)");
        for (int i = 0; i < 2000; i++) {
            annotations.inform("i" + i, new Span(0, 1));
        }
        assertThat(annotations.infos()).hasSize(1000);
    }

    @ParameterizedTest
    @CsvSource({"a1, a2, -1", "a10, a9, 1", "a, a, 0", "'', a, -1", "a01, a1, 0", "1, a, -1", "a99999999999999999999, a100000000000000000000, -1"})
    void naturalOrder(String a, String b, int sign) {
        assertThat(Integer.signum(NaturalOrder.compare(a, b))).isEqualTo(sign);
        assertThat(Integer.signum(NaturalOrder.compare(b, a))).isEqualTo(-sign);
    }
}
