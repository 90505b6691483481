package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Appender;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
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

/**
 * What remote write does to the store, without its decoding: 20,000 series, live in requests of 2,000 series with one sample
 * each, or history in requests of 1,000 series with 30 samples each. Times are per sample; what a sample weighs is printed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TransactionBenchmark {
    private static final int SERIES = 20_000;
    private static final int LIVE = 2000;
    private static final int BLOCK = 1000;
    private static final int TICKS = 30;
    private static final long STEP = 15_000;

    private final Labels[] labels = new Labels[SERIES];
    private final SystemTime clock = new SystemTime();
    private Path folder;
    private Tsdb store;
    private long time = 1_700_000_000_000L;
    private int next;

    /** Opens an empty store and names the series. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("transaction-benchmark");
        store = Tsdb.open(TsdbOptions.defaults(folder), clock, new RealDisk(), e -> {});
        for (int i = 0; i < SERIES; i++) {
            labels[i] = Labels.of("__name__", "metric_" + i % 10, "instance", "host-" + i / 1000, "path", "/p/" + i % 1000 / 10);
        }
    }

    /** Prints what a sample weighs, and removes everything. */
    @TearDown
    public void close() throws IOException {
        TsdbStats stats = store.stats();
        System.out.printf("wal %.2f B/sample, sealed %.2f B/sample, open %d B/series, %d groups%n",
                1.0 * stats.walBytes() / stats.samples(), 1.0 * stats.sealedBytes() / stats.samples(),
                stats.openBytes() / stats.series(), stats.groups());
        store.close();
        clock.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(TransactionBenchmark::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double value(int series, long time) {
        return series % 4 == 3 ? (series * 31 + time / 1000 * 7919) % 100_000 / 1000.0 : time / STEP * (series % 13) + series;
    }

    /** One sample for each of 2,000 series, the same order each time. */
    @Benchmark
    @OperationsPerInvocation(LIVE)
    public int live() {
        return request(LIVE, 1);
    }

    /** 30 samples for each of 1,000 series. */
    @Benchmark
    @OperationsPerInvocation(BLOCK * TICKS)
    public int history() {
        return request(BLOCK, TICKS);
    }

    private int request(int series, int ticks) {
        int taken = 0;
        try (Appender appender = store.appender()) {
            for (int i = next; i < next + series; i++) {
                for (int k = 0; k < ticks; k++) {
                    long at = time + k * STEP;
                    taken += appender.append(labels[i], at, value(i, at)).isEmpty() ? 1 : 0;
                }
            }
            appender.commit();
        }
        next = (next + series) % SERIES;
        time += next == 0 ? ticks * STEP : 0;
        return taken;
    }
}
