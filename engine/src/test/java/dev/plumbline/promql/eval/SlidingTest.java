package dev.plumbline.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.ast.Span;
import dev.plumbline.promql.function.RangeFunctions;
import dev.plumbline.promql.function.Window;
import dev.plumbline.storage.Samples;
import java.util.Arrays;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows that slide have the values of windows looked at one by one. */
class SlidingTest {
    private static final double[] ODD = {0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, 9e15, 0.1};
    private final SplittableRandom random = new SplittableRandom(5);

    private RangeSeries series(int size, boolean integers) {
        var times = new long[size + 3];
        var values = new double[size + 3];
        long time = random.nextInt(1000);
        for (int i = 0; i < times.length; i++) {
            time += random.nextInt(4) == 0 ? 1 + random.nextInt(90_000) : 15_000;
            times[i] = time;
            values[i] = !integers && random.nextInt(4) == 0 ? ODD[random.nextInt(ODD.length)] : random.nextInt(20) - 5;
        }
        int from = random.nextInt(3);
        return RangeSeries.of(Labels.EMPTY, false, Samples.floats(times, values, from, from + size));
    }

    @ParameterizedTest
    @ValueSource(strings = {"count_over_time", "present_over_time", "min_over_time", "max_over_time", "changes", "resets", "sum_over_time",
        "avg_over_time"})
    void sameAsWindowByWindow(String function) {
        var sliding = Objects.requireNonNull(Sliding.of(function));
        int done = 0;
        for (int round = 0; round < 300; round++) {
            Steps steps = round % 5 == 0 ? Steps.instant(random.nextInt(900_000)) : Steps.range(0, 900_000, 1 + random.nextInt(60_000));
            var windows = new WindowTimes(steps, 1 + random.nextInt(300_000), 17, null);
            RangeSeries s = series(random.nextInt(70), round % 2 == 0);
            var plan = WindowPlan.of(s.times(), s.from(), s.to(), windows);
            var out = new double[windows.count()];
            if (sliding.compute(s, plan, out)) {
                done++;
                Column expected = expected(function, s, plan, out.length);
                for (int i = 0; i < out.length; i++) {
                    assertThat(StaleMarker.is(out[i])).isEqualTo(!expected.has(i));
                    assertThat(Double.valueOf(out[i])).as("%s, round %d, step %d", function, round, i)
                            .isEqualTo(Double.valueOf(expected.values[i]));
                }
            }
        }
        assertThat(done).isGreaterThanOrEqualTo(150);
    }

    private static Column expected(String function, RangeSeries s, WindowPlan plan, int steps) {
        Column out = Column.empty(Labels.EMPTY, false, steps);
        var output = new WindowOutput(new Annotations(""), new Span(0, 0), "", out);
        Window w = s.window();
        for (int i = 0; i < steps; i++) {
            w.from = plan.from[i];
            w.to = plan.to[i];
            output.moveTo(i);
            if (!w.isEmpty()) {
                Objects.requireNonNull(RangeFunctions.byName().get(function)).apply(w, new double[0], output);
            }
        }
        return out;
    }

    @Test
    void sumsThatMayNotBeExactAreLeftToTheFunction() {
        var sliding = Objects.requireNonNull(Sliding.of("sum_over_time"));
        long[] times = {1, 2};
        for (double[] values : new double[][] {{0.5, 1}, {1, Double.NaN}, {9e15, 9e15}, {Double.POSITIVE_INFINITY, 0}}) {
            var s = RangeSeries.of(Labels.EMPTY, false, Samples.floats(times, values, 0, 2));
            var windows = new WindowTimes(Steps.instant(2), 10, 0, null);
            assertThat(sliding.compute(s, WindowPlan.of(times, 0, 2, windows), new double[1])).as(Arrays.toString(values)).isFalse();
        }
        assertThat(Sliding.of("quantile_over_time")).isNull();
    }
}
