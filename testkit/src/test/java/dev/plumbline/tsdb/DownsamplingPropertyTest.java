package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Windows of aggregate rows say of random series what their samples say; hours are the same from samples and from finer rows. */
class DownsamplingPropertyTest {
    private static final long MINUTE = 60_000;
    private static final Downsampler FIVE_MINUTES = new Downsampler(5 * MINUTE);
    private static final Downsampler HOURS = new Downsampler(60 * MINUTE);

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void windowsOfRowsAreThoseOfTheirSamples(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int rows = 100 + random.nextInt(900);
        try (var memory = new InMemoryStorage()) {
            LongSeries.load(memory, random, rows);
            try (Querier querier = memory.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
                for (Series s : querier.select(List.of())) {
                    Samples all = s.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                    if (all.histograms() == null) {
                        compare(s, all, random);
                    }
                }
            }
        }
    }

    private static void compare(Series s, Samples all, RandomGenerator random) {
        boolean isExact = !s.labels().metricName().equals("wide") && !s.labels().metricName().equals("huge");
        List<AggregateRow> five = FIVE_MINUTES.rows(all);
        List<AggregateRow> hours = HOURS.rows(five);
        if (isExact) {
            assertThat(hours).as("%s", s.labels()).isEqualTo(HOURS.rows(all));
        }
        for (int i = 0; i < 20; i++) {
            Downsampler resolution = i % 2 == 0 ? FIVE_MINUTES : HOURS;
            long start = (random.nextInt(20) - 1) * resolution.resolutionMillis();
            long end = start + random.nextInt(1, 20) * resolution.resolutionMillis();
            AggregateRow window = Downsampler.window(i % 2 == 0 ? five : hours, start, end);
            check(window, s.samples(start + 1, end), isExact, s.labels() + " " + start + " to " + end);
        }
    }

    private static void check(AggregateRow w, Samples samples, boolean isExact, String what) {
        int[] at = IntStream.range(samples.from(), samples.to()).filter(i -> !StaleMarker.is(samples.values()[i])).toArray();
        assertThat(w.samples()).as(what).isEqualTo(at.length);
        assertThat(w.endsStale()).as(what).isEqualTo(samples.size() > 0 && StaleMarker.is(samples.values()[samples.to() - 1]));
        if (at.length == 0) {
            return;
        }
        double[] values = Arrays.stream(at).mapToDouble(i -> samples.values()[i]).toArray();
        assertThat(w.first()).as(what).isEqualTo(new AggregateRow.Edge(samples.times()[at[0]], values[0]));
        assertThat(w.last()).as(what).isEqualTo(new AggregateRow.Edge(samples.times()[at[at.length - 1]], values[values.length - 1]));
        var loop = new WindowFigures(WindowFigures.Figure.RESETS);
        loop.add(samples);
        assertThat(w.resets()).as(what).isEqualTo(loop.resets());
        assertThat(w.changes()).as(what).isEqualTo(changes(values));
        extremes(w, values, what);
        if (isExact && Arrays.stream(values).allMatch(Double::isFinite)) {
            sums(w, values, what);
        }
    }

    private static long changes(double[] values) {
        return IntStream.range(1, values.length)
                .filter(i -> values[i] != values[i - 1] && !(Double.isNaN(values[i]) && Double.isNaN(values[i - 1]))).count();
    }

    private static void extremes(AggregateRow w, double[] values, String what) {
        double min = values[0];
        double max = values[0];
        for (double v : values) {
            min = v < min || Double.isNaN(min) ? v : min;
            max = v > max || Double.isNaN(max) ? v : max;
        }
        assertThat(Double.doubleToRawLongBits(w.min())).as(what).isEqualTo(Double.doubleToRawLongBits(min));
        assertThat(Double.doubleToRawLongBits(w.max())).as(what).isEqualTo(Double.doubleToRawLongBits(max));
    }

    private static void sums(AggregateRow w, double[] values, String what) {
        BigDecimal sum = Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
        assertThat(w.sum().high()).as(what).isEqualTo(sum.doubleValue());
        assertThat(Math.abs(Aggregation.average(w) - sum.doubleValue() / values.length)).as(what)
                .isLessThanOrEqualTo(Math.ulp(sum.doubleValue() / values.length));
        var increase = new BigDecimal(values[values.length - 1]).subtract(new BigDecimal(values[0]));
        double loop = values[values.length - 1] - values[0];
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[i - 1]) {
                increase = increase.add(new BigDecimal(values[i - 1]));
                loop += values[i - 1];
            }
        }
        assertThat(Aggregation.increase(w)).as(what).isEqualTo(increase.doubleValue());
        if (Arrays.stream(values).allMatch(v -> v == Math.rint(v))) {
            assertThat(Aggregation.increase(w)).as(what).isEqualTo(loop);
        }
    }
}
