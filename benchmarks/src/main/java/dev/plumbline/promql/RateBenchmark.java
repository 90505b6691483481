package dev.plumbline.promql;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.time.SystemTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** {@code rate} over 1,200 counters in 100 services, a sample a minute for a day, times shared by all. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RateBenchmark {
    private static final int SERIES = 1200;
    private static final int SAMPLES = 1445;
    private static final long MINUTE = 60_000;
    private Queryable store = (min, max) -> new ArrayQuerier(List.of());
    private Engine engine = new Engine(EngineOptions.defaults(), new SystemTime());

    @Setup
    public void load() {
        long[] times = new long[SAMPLES];
        Arrays.setAll(times, i -> i * MINUTE);
        var series = new ArrayList<Series>();
        for (int s = 0; s < SERIES; s++) {
            double[] values = new double[SAMPLES];
            for (int i = 1; i < SAMPLES; i++) {
                values[i] = i % 700 == s % 700 ? 0 : values[i - 1] + (s * 31 + i * 17) % 13;
            }
            series.add(new Column(Labels.of(Labels.METRIC_NAME, "requests_total", "service", "s" + s % 100, "instance", "i" + s),
                    times, values));
        }
        series.sort((a, b) -> a.labels().compareTo(b.labels()));
        store = (min, max) -> new ArrayQuerier(series);
        engine = new Engine(EngineOptions.defaults(), new SystemTime());
    }

    @Benchmark
    public QueryResult instantRate() {
        return engine.instant(store, "rate(requests_total[5m])", 1440 * MINUTE);
    }

    @Benchmark
    public QueryResult instantSumByRate() {
        return engine.instant(store, "sum by (service) (rate(requests_total[5m]))", 1440 * MINUTE);
    }

    @Benchmark
    public QueryResult dayOfRate() {
        return engine.range(store, "rate(requests_total[5m])", 0, 1440 * MINUTE, MINUTE);
    }

    @Benchmark
    public QueryResult dayOfSumByRate() {
        return engine.range(store, "sum by (service) (rate(requests_total[5m]))", 0, 1440 * MINUTE, MINUTE);
    }

    private record Column(Labels labels, long[] times, double[] values) implements Series {
        @Override
        public Samples samples(long minMillis, long maxMillis) {
            int from = Arrays.binarySearch(times, minMillis);
            int to = Arrays.binarySearch(times, maxMillis);
            return Samples.floats(times, values, from < 0 ? -from - 1 : from, to < 0 ? -to - 1 : to + 1);
        }
    }

    private record ArrayQuerier(List<Series> series) implements Querier {
        @Override
        public List<Series> select(List<LabelMatcher> matchers) {
            return series;
        }

        @Override
        public List<String> labelNames(Collection<LabelMatcher> matchers) {
            return List.of();
        }

        @Override
        public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
            return List.of();
        }

        @Override
        public void close() {
            // Nothing is held.
        }
    }
}
