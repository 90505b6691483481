package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Series;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** 24 sources of 1,000 series each: three quarters counters, the rest gauges with three decimals. Times are per sample or series. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TsdbBenchmark {
    private static final int SOURCES = 24;
    private static final int COLUMNS = 1000;
    private static final int ROWS = 256;

    private final SystemTime clock = new SystemTime();
    private final RowAppender[] rows = new RowAppender[SOURCES];
    private final double[] counters = new double[COLUMNS];
    private final Random random = new Random(42);
    private Path folder;
    private Tsdb store;
    private long time = 1_700_000_000_000L;
    private int next;

    /** Fills the store and prints what a sample weighs. */
    @Setup
    public void fill() throws IOException {
        folder = Files.createTempDirectory("tsdb-benchmark");
        store = Tsdb.open(TsdbOptions.defaults(folder), clock, new RealDisk(), e -> {});
        for (int s = 0; s < SOURCES; s++) {
            rows[s] = store.rows("target-" + s);
            for (int c = 0; c < COLUMNS; c++) {
                rows[s].column(Labels.of("__name__", "metric_" + c % 10, "instance", "host-" + s, "path", "/p/" + c));
            }
        }
        for (int r = 0; r < ROWS; r++) {
            time += 15_000;
            for (int s = 0; s < SOURCES; s++) {
                append(s);
            }
        }
        TsdbStats stats = store.stats();
        long defined = SOURCES * COLUMNS * 55L;
        System.out.printf("wal %.2f B/sample (%.2f without definitions), memory %.2f B/sample, open %d B/series%n",
                1.0 * stats.walBytes() / stats.samples(), 1.0 * (stats.walBytes() - defined) / stats.samples(),
                1.0 * stats.sealedBytes() / (stats.samples() * 0.75), stats.openBytes() / stats.series());
    }

    @TearDown
    public void remove() throws IOException {
        store.close();
        clock.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(TsdbBenchmark::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private int append(int source) {
        RowAppender row = rows[source];
        row.begin(time);
        int jump = random.nextInt(7);
        for (int c = 0; c < COLUMNS; c++) {
            double value = c % 4 == 3 ? (c * 31 + jump * 7919) % 100_000 / 1000.0 : (counters[c] += (c + jump) % 13);
            row.set(c, value);
        }
        return row.commit().appended();
    }

    /** One row of 1,000 columns: set, encode, log, apply; per sample. */
    @Benchmark
    @OperationsPerInvocation(COLUMNS)
    public int append() {
        if (next == 0) {
            time += 15_000;
        }
        int appended = append(next);
        next = (next + 1) % SOURCES;
        return appended;
    }

    /** 2,400 of 24,000 series by two matchers, sorted, with snapshots; per series. */
    @Benchmark
    @OperationsPerInvocation(2400)
    public int select() {
        try (var querier = store.querier(0, Long.MAX_VALUE)) {
            return querier.select(List.of(LabelMatcher.equal("__name__", "metric_3"),
                    new LabelMatcher(LabelMatcher.Type.MATCH, "instance", "host-.*"))).size();
        }
    }

    /** The first 256 rows of 100 series of one source; per sample. */
    @Benchmark
    @OperationsPerInvocation(100 * ROWS)
    public double decode() {
        double sum = 0;
        long end = 1_700_000_000_000L + ROWS * 15_000L;
        try (var querier = store.querier(0, end)) {
            for (Series s : querier.select(List.of(LabelMatcher.equal("__name__", "metric_3"), LabelMatcher.equal("instance", "host-1")))) {
                var samples = s.samples(0, end);
                sum += samples.values()[samples.to() - 1];
            }
        }
        return sum;
    }
}
