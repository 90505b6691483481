package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.QueryResult;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.WindowFigures.Figure;
import dev.plumbline.time.SystemTime;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One window of three days over 2,400 series with a sample a minute, 4,320 of 4,440, which cuts a chunk at either end: by unpacking
 * and by summaries. Counters of integers with a reset in 3,000, or gauges of three decimals. Says what summaries weigh.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class SummaryBenchmark {
    private static final int SERIES = 2400;
    private static final int SAMPLES = 4440;
    private static final long MINUTE = 60_000;
    private static final long END = 4380 * MINUTE;

    /** How the window is read. */
    @Param({"unpack", "summaries"})
    public String by = "";

    private final SplittableRandom random = new SplittableRandom(42);
    private final SummaryBuilder builder = new SummaryBuilder();
    private Queryable counters = (min, max) -> new ListQuerier(List.of());
    private Queryable gauges = counters;
    private PackedChunks counter = packed("none", new PackedChunks.Rows(new long[1], true), new double[1]);
    private double[] gauge = {};
    private final Engine engine = new Engine(EngineOptions.defaults(), new SystemTime());

    private PackedChunks packed(String service, PackedChunks.Rows rows, double[] values) {
        return new PackedChunks(Labels.of(Labels.METRIC_NAME, "x_total", "service", service), rows, values, builder);
    }

    /** Packs the series and prints what their summaries weigh. */
    @Setup
    public void pack() {
        long[] times = new long[SAMPLES];
        Arrays.setAll(times, i -> i * MINUTE);
        var rows = new PackedChunks.Rows(times, by.equals("summaries"));
        var c = new ArrayList<Series>();
        var g = new ArrayList<Series>();
        for (int s = 0; s < SERIES; s++) {
            double[] integers = new double[SAMPLES];
            double[] decimals = new double[SAMPLES];
            integers[0] = random.nextInt(1_000_000);
            for (int i = 1; i < SAMPLES; i++) {
                integers[i] = random.nextInt(3000) == 0 ? 0 : integers[i - 1] + random.nextInt(200);
            }
            Arrays.setAll(decimals, i -> random.nextInt(20_000) / 1000.0);
            counter = packed("s" + s % 100, rows, integers);
            gauge = decimals;
            c.add(counter);
            g.add(packed("s" + s % 100, rows, decimals));
        }
        counters = (min, max) -> new ListQuerier(c);
        gauges = (min, max) -> new ListQuerier(g);
        System.out.printf("bytes a summary: %.1f counters, %.1f gauges; of %.0f and %.0f bytes a chunk%n", weight(c, true), weight(g, true),
                weight(c, false), weight(g, false));
    }

    private static double weight(List<Series> series, boolean summaries) {
        return series.stream().map(PackedChunks.class::cast)
                .mapToDouble(s -> (double) (summaries ? s.summaryBytes() : s.bytes().length) / s.chunks()).average().orElse(0);
    }

    @Benchmark
    public QueryResult sumByRate() {
        return engine.instant(counters, "sum by (service) (rate(x_total[3d]))", END);
    }

    @Benchmark
    public QueryResult sumByMax() {
        return engine.instant(gauges, "sum by (service) (max_over_time(x_total[3d]))", END);
    }

    @Benchmark
    public QueryResult sumBySum() {
        return engine.instant(gauges, "sum by (service) (sum_over_time(x_total[3d]))", END);
    }

    @Benchmark
    public QueryResult sumByCount() {
        return engine.instant(gauges, "sum by (service) (count_over_time(x_total[3d]))", END);
    }

    /** Makes the summaries of one gauge's 4,440 samples. */
    @Benchmark
    public int build() {
        int sum = 0;
        for (int i = 0; i < SAMPLES; i += PackedChunks.CHUNK) {
            sum += builder.begin().add(0, gauge, i, Math.min(SAMPLES, i + PackedChunks.CHUNK)).finish().changes();
        }
        return sum;
    }

    /** Reads the nine summaries of one counter. */
    @Benchmark
    public double read() {
        double sum = 0;
        var tokens = new Tokens();
        for (int c = 0; c < counter.chunks(); c++) {
            sum += ChunkSummary.read(tokens.on(counter.bytes(), counter.summaryAt(c), counter.bytes().length), Figure.RESETS).last();
        }
        return sum;
    }

    /** The same without JMH: CPU time of the asking thread, which other programs on the machine disturb less than the clock on the wall. */
    public static void main(String[] args) {
        for (String by : List.of("unpack", "summaries")) {
            var benchmark = new SummaryBenchmark();
            benchmark.by = by;
            benchmark.pack();
            report(by, "sumByRate", benchmark::sumByRate);
            report(by, "sumByMax", benchmark::sumByMax);
            report(by, "sumBySum", benchmark::sumBySum);
            report(by, "sumByCount", benchmark::sumByCount);
        }
    }

    private static void report(String by, String name, Runnable query) {
        var threads = ManagementFactory.getThreadMXBean();
        long[] nanos = new long[150];
        for (int i = 0; i < nanos.length; i++) {
            long before = threads.getCurrentThreadCpuTime();
            query.run();
            nanos[i] = threads.getCurrentThreadCpuTime() - before;
        }
        long first = nanos[0];
        long[] warm = Arrays.copyOfRange(nanos, nanos.length / 2, nanos.length);
        Arrays.sort(warm);
        System.out.printf("%s by %s: %,d us of CPU, the first time %,d%n", name, by, warm[warm.length / 2] / 1000, first / 1000);
    }

    private record ListQuerier(List<Series> series) implements Querier {
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
