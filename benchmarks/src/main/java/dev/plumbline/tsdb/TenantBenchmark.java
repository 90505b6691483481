package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.TenantLimits;
import dev.plumbline.storage.TenantRules;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What limits by tenant cost a sample, scraped or sent: without tenants, counted, and with every limit set. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TenantBenchmark {
    private static final int COLUMNS = 2000;
    private static final long MANY = 1_000_000_000L;

    @Param({"off", "counted", "limited"})
    private String tenants = "off";

    /** Tenants in one scrape or request. */
    @Param({"1", "10"})
    private int each = 1;

    private final Labels[] labels = new Labels[COLUMNS];
    private final SystemTime clock = new SystemTime();
    private Path folder;
    private Tsdb store;
    private RowAppender rows;
    private long time = 1_700_000_000_000L;

    /** Opens a store with the rules. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("tenant-benchmark");
        store = Tsdb.open(TsdbOptions.defaults(folder), clock, new RealDisk(), e -> {});
        var limits = new TenantLimits(MANY, MANY, 100, 200, 5000);
        switch (tenants) {
            case "counted" -> store.tenants(TenantRules.UNLIMITED);
            case "limited" -> store.tenants(new TenantRules(TenantRules.USUAL, "unknown", limits, limits, Map.of()));
            default -> store.tenants((TenantRules) null);
        }
        rows = store.rows("target");
        for (int i = 0; i < COLUMNS; i++) {
            labels[i] = Labels.of("__name__", "metric_" + i % 10, "instance", "host", "path", "/p/" + i / 10, "tenant", "t" + i % each);
            rows.column(labels[i]);
        }
    }

    /** Removes everything. */
    @TearDown
    public void close() throws IOException {
        rows.close();
        store.close();
        clock.close();
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(TenantBenchmark::delete);
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A row of 2,000 columns; per sample. */
    @Benchmark
    @OperationsPerInvocation(COLUMNS)
    public int row() {
        time += 15_000;
        rows.begin(time);
        for (int c = 0; c < COLUMNS; c++) {
            rows.set(c, time / 1000 % 977 * c);
        }
        return rows.commit().appended();
    }

    /** A request of 2,000 series with a sample each; per sample. */
    @Benchmark
    @OperationsPerInvocation(COLUMNS)
    public int request() {
        time += 15_000;
        int taken = 0;
        try (Appender appender = store.appender()) {
            for (int i = 0; i < COLUMNS; i++) {
                taken += appender.append(labels[i], time, time / 1000 % 977 * i).isEmpty() ? 1 : 0;
            }
            appender.commit();
        }
        return taken;
    }
}
