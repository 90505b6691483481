package dev.plumbline.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.function.Extrapolation;
import dev.plumbline.promql.function.Window;
import dev.plumbline.storage.Samples;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rates of whole series have the bits of rates window by window. */
class RatesTest {
    private static final double[] ODD = {0, -0.0, -3, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e300, 1e-300};
    private final SplittableRandom random = new SplittableRandom(7);

    private double next(double before) {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> ODD[random.nextInt(ODD.length)];
            case 2 -> before;
            default -> before + random.nextInt(50) / 7.0;
        };
    }

    private RangeSeries series(int size) {
        var times = new long[size];
        var values = new double[size];
        long time = random.nextInt(1000);
        double value = random.nextInt(3) == 0 ? 1e9 : 0;
        for (int i = 0; i < size; i++) {
            time += random.nextInt(4) == 0 ? 1 + random.nextInt(90_000) : 15_000;
            times[i] = time;
            value = next(value);
            values[i] = value;
        }
        int from = size == 0 ? 0 : random.nextInt(Math.min(3, size));
        return RangeSeries.of(Labels.EMPTY, false, Samples.floats(times, values, from, size));
    }

    @ParameterizedTest
    @CsvSource({"rate, 60000", "increase, 60000", "delta, 60000", "rate, 3600000", "increase, 100", "delta, 900000"})
    void sameBitsAsWindowByWindow(String function, long range) {
        var windows = new WindowTimes(Steps.range(0, 900_000, 7_000), range, 1234, null);
        var rates = new Rates(function, windows);
        for (int round = 0; round < 200; round++) {
            compare(function, series(random.nextInt(80)), windows, rates, round);
        }
    }

    @ParameterizedTest
    @CsvSource({"rate, 60000", "increase, 60000", "delta, 60000", "rate, 15000", "increase, 3600000"})
    void sameBitsForRegularSamplesWhoseStepIsTheirInterval(String function, long range) {
        var windows = new WindowTimes(Steps.range(100_000, 4_300_000, 15_000), range, 0, null);
        var rates = new Rates(function, windows);
        for (int round = 0; round < 200; round++) {
            compare(function, regular(20 + random.nextInt(280), round), windows, rates, round);
        }
    }

    /** Counters that mostly ascend, some from far above 0, with resets to 0 and below, NaNs, and now and then a sample that is missing. */
    private RangeSeries regular(int size, int round) {
        var times = new long[size];
        var values = new double[size];
        long time = 7_000 + 15_000L * random.nextInt(20);
        double value = round % 3 == 0 ? 1e6 : 0;
        int oddities = round % 4 * 10;
        for (int i = 0; i < size; i++) {
            time += random.nextInt(1000) < oddities ? 30_000 : 15_000;
            times[i] = time;
            value = random.nextInt(1000) < oddities ? ODD[random.nextInt(ODD.length)]
                    : random.nextInt(100) == 0 ? value * random.nextDouble() : value + random.nextInt(50) / 7.0;
            values[i] = value;
        }
        return RangeSeries.of(Labels.EMPTY, false, Samples.floats(times, values, random.nextInt(3), size));
    }

    private static void compare(String function, RangeSeries s, WindowTimes windows, Rates rates, int round) {
        var plan = WindowPlan.of(s.times(), s.from(), s.to(), windows);
        var out = new double[windows.count()];
        boolean any = rates.compute(s, plan, out);
        boolean expectedAny = false;
        for (int i = 0; i < out.length; i++) {
            double expected = expected(function, s, windows, i);
            expectedAny |= !StaleMarker.is(expected);
            assertThat(bits(out[i])).as("%s, round %d, step %d: %s and %s", function, round, i, out[i], expected)
                    .isEqualTo(bits(expected));
        }
        assertThat(any).isEqualTo(expectedAny);
    }

    /** All NaNs of arithmetic are one; the marker is not. */
    private static long bits(double v) {
        return StaleMarker.is(v) || !Double.isNaN(v) ? Double.doubleToRawLongBits(v) : 1;
    }

    private static double expected(String function, RangeSeries s, WindowTimes windows, int step) {
        Window w = s.window();
        w.endMillis = windows.end(step);
        w.startMillis = w.endMillis - windows.rangeMillis();
        w.from = s.from();
        while (w.from < s.to() && s.times()[w.from] <= w.startMillis) {
            w.from++;
        }
        w.to = w.from;
        while (w.to < s.to() && s.times()[w.to] <= w.endMillis) {
            w.to++;
        }
        if (w.size() < 2) {
            return StaleMarker.VALUE;
        }
        boolean counter = !function.equals("delta");
        double difference = counter ? Extrapolation.counterIncrease(w.values, w.from, w.to) : w.last() - w.first();
        return difference * Extrapolation.factor(Extrapolation.plan(w.times, w), counter, function.equals("rate"), difference, w.first());
    }
}
