package dev.plumbline.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures;
import dev.plumbline.storage.WindowFigures.Figure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random windows over random series cut into chunks: the figures that summaries and the frames at the borders come to are those of
 * a loop over the samples, bit for bit; the sum is the exact sum rounded once.
 */
class WindowFiguresPropertyTest {
    private static final long MINUTE = 60_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void figuresAreThoseOfTheSamples(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int frameRows = 4 << random.nextInt(4);
        int rows = 1 + random.nextInt(5 * 4 * frameRows) + 20;
        try (var memory = new InMemoryStorage()) {
            LongSeries.load(memory, random, rows);
            var chunked = new ChunkedStorage(memory, frameRows);
            try (Querier querier = chunked.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
                for (Series s : querier.select(List.of())) {
                    for (int i = 0; i < 25; i++) {
                        long from = (random.nextInt(rows + 4) - 2) * MINUTE + random.nextInt(2);
                        long to = i == 0 ? Long.MAX_VALUE : from + random.nextInt(rows + 4) * MINUTE;
                        compare(s, i == 0 ? Long.MIN_VALUE : from, to);
                    }
                }
            }
        }
    }

    private static void compare(Series s, long from, long to) {
        Samples samples = s.samples(from, to);
        String what = s.labels() + " " + from + " to " + to;
        for (Figure figure : Figure.values()) {
            var figures = new WindowFigures(figure);
            assertThat(s.window(from, to, new SampleBuffer(), figures)).isTrue();
            if (samples.histograms() != null) {
                assertThat(figures.isComplete()).as(what).isFalse();
                continue;
            }
            var values = new ArrayList<Integer>();
            for (int i = samples.from(); i < samples.to(); i++) {
                if (!StaleMarker.is(samples.values()[i])) {
                    values.add(i);
                }
            }
            assertThat(figures.samples()).as(what).isEqualTo(values.size());
            assertThat(figures.markers()).as(what).isEqualTo(samples.size() - values.size());
            if (!values.isEmpty()) {
                check(figures, samples, values, what + " " + figure);
            }
        }
    }

    private static void check(WindowFigures figures, Samples s, List<Integer> at, String what) {
        double[] values = at.stream().mapToDouble(i -> s.values()[i]).toArray();
        switch (figures.wanted()) {
            case COUNT -> { }
            case ENDS -> ends(figures, s, at, what);
            case RESETS -> {
                ends(figures, s, at, what);
                resets(figures, values, what);
            }
            case CHANGES -> {
                ends(figures, s, at, what);
                assertThat(figures.changes()).as(what).isEqualTo(changes(values));
            }
            case MIN -> same(figures.extreme(), extreme(values, false), what);
            case MAX -> same(figures.extreme(), extreme(values, true), what);
            case SUM -> sum(figures, values, what);
        }
    }

    private static void ends(WindowFigures figures, Samples s, List<Integer> at, String what) {
        assertThat(figures.firstMillis()).as(what).isEqualTo(s.times()[at.getFirst()]);
        assertThat(figures.lastMillis()).as(what).isEqualTo(s.times()[at.getLast()]);
        same(figures.first(), s.values()[at.getFirst()], what);
        same(figures.last(), s.values()[at.getLast()], what);
    }

    private static void resets(WindowFigures figures, double[] values, String what) {
        var before = new ArrayList<Double>();
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[i - 1]) {
                before.add(values[i - 1]);
            }
        }
        assertThat(figures.resets()).as(what).isEqualTo(before.size());
        for (int i = 0; i < before.size(); i++) {
            same(figures.beforeReset(i), before.get(i), what);
        }
    }

    private static int changes(double[] values) {
        int changes = 0;
        for (int i = 1; i < values.length; i++) {
            boolean bothNaN = Double.isNaN(values[i]) && Double.isNaN(values[i - 1]);
            changes += values[i] != values[i - 1] && !bothNaN ? 1 : 0;
        }
        return changes;
    }

    private static double extreme(double[] values, boolean largest) {
        double best = values[0];
        for (double v : values) {
            if (Double.isNaN(best) || (largest ? v > best : v < best)) {
                best = v;
            }
        }
        return best;
    }

    private static void sum(WindowFigures figures, double[] values, String what) {
        boolean finite = true;
        for (double v : values) {
            finite &= Double.isFinite(v);
        }
        if (!finite) {
            assertThat(figures.isComplete()).as(what).isFalse();
            return;
        }
        var exact = BigDecimal.ZERO;
        for (double v : values) {
            exact = exact.add(new BigDecimal(v));
        }
        if (figures.isComplete()) {
            assertThat(figures.sum()).as(what).isEqualTo(exact.doubleValue());
            assertThat(figures.sumRemainder()).as(what).isEqualTo(exact.subtract(new BigDecimal(exact.doubleValue())).doubleValue());
        } else {
            assertThat(Math.abs(exact.doubleValue())).as(what + ": given up though it is small").isGreaterThan(1e300);
        }
    }

    private static void same(double actual, double expected, String what) {
        assertThat(Double.doubleToRawLongBits(actual)).as("%s: %s is not %s", what, actual, expected)
                .isEqualTo(Double.doubleToRawLongBits(expected));
    }
}
