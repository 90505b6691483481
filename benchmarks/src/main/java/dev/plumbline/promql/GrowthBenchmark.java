package dev.plumbline.promql;

import com.sun.management.OperatingSystemMXBean;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;

/**
 * How costs grow: ten and a hundred times the series, the history, or the queries at a time. All figures are CPU of the process, bytes or heap, so that other
 * programs on the machine change little. The last column is the largest growth from one size to the next as a power of the size: 1 is linear,
 * less is better. A program of its own, since each size is a store of its own. Argument: {@code series}, {@code history} or {@code queries}; none: all.
 */
public final class GrowthBenchmark {
    private static final OperatingSystemMXBean MACHINE = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final int SIZES = 3;
    private static final int ROUNDS = 20;

    private GrowthBenchmark() {}

    /** Figures by name, one for each size. */
    private static final class Table {
        private final Map<String, double[]> rows = new LinkedHashMap<>();
        private int size;

        void put(String name, double value) {
            rows.computeIfAbsent(name, n -> new double[SIZES])[size] = value;
        }

        void print(String what, String[] sizes) {
            System.out.printf("%n| %s | %s | %s | %s | growth, power |%n|---|---:|---:|---:|---:|%n", what, sizes[0], sizes[1], sizes[2]);
            rows.forEach((name, v) -> System.out.printf(Locale.ROOT, "| %s | %.3g | %.3g | %.3g | %.2f |%n", name, v[0], v[1], v[2],
                    Math.max(Math.log10(v[1] / v[0]), Math.log10(v[2] / v[1]))));
        }
    }

    public static void main(String[] args) throws IOException {
        String only = args.length == 0 ? "" : args[0];
        if (only.isEmpty() || only.equals("series")) {
            var table = new Table();
            for (int services = 5; table.size < SIZES; services *= 10, table.size++) {
                store(table, services, 8);
            }
            table.print("8 hours of", new String[] {"300 series", "3,000", "30,000"});
        }
        if (only.isEmpty() || only.equals("history")) {
            var table = new Table();
            for (int hours = 7; table.size < SIZES; hours *= 10, table.size++) {
                store(table, 10, hours);
            }
            table.print("600 series for", new String[] {"7 hours", "70", "700"});
        }
        if (only.isEmpty() || only.equals("queries")) {
            queries();
        }
    }

    private static void store(Table table, int services, int hours) throws IOException {
        long before = MACHINE.getProcessCpuTime();
        try (var clock = new SystemTime(); var history = new FleetHistory(services, hours, clock)) {
            table.put("appending, CPU s", (MACHINE.getProcessCpuTime() - before) / 1e9);
            before = MACHINE.getProcessCpuTime();
            for (int i = 0; i < 3; i++) {
                history.store.maintain();
            }
            table.put("blocks and merging, CPU s", (MACHINE.getProcessCpuTime() - before) / 1e9);
            System.gc();
            table.put("heap, MB", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1e6);
            var engine = engine(clock, 1);
            ask(table, "instant rate of 5 m, CPU ms", engine, history, "sum by (service) (rate(http_requests_total[5m]))");
            ask(table, "instant rate over all history, CPU ms", engine, history, "sum(rate(http_requests_total[" + hours + "h]))");
            ask(table, "one series of many, CPU ms", engine, history, "http_requests_total{service=\"svc-003\",status_code=\"500\"}");
            range(table, engine, history);
            history.store.close();
            table.put("disk, MB", bytes(history.folder()) / 1e6);
            before = MACHINE.getProcessCpuTime();
            FleetHistory.open(history.folder(), clock).close();
            table.put("opening, CPU ms", (MACHINE.getProcessCpuTime() - before) / 1e6);
        }
    }

    private static Engine engine(SystemTime clock, int threads) {
        return new Engine(EngineOptions.defaults().withMaxQueryBytes(1L << 40), clock,
                new EngineResources(MemoryPool.unlimited(), Runnable::run, threads));
    }

    private static void ask(Table table, String name, Engine engine, FleetHistory history, String query) {
        repeat(table, name, end -> engine.instant(history.store, query, end), history.endMillis);
    }

    private static void range(Table table, Engine engine, FleetHistory history) {
        repeat(table, "range of 6 h, CPU ms", end -> engine.range(history.store, "sum(rate(http_requests_total[5m]))",
                end - 6 * 3_600_000, end, FleetHistory.STEP), history.endMillis);
    }

    /** The asking thread's CPU, after as many rounds that warm up. */
    private static void repeat(Table table, String name, LongConsumer query, long newest) {
        var threads = ManagementFactory.getThreadMXBean();
        long cpu = 0;
        for (int round = -ROUNDS; round < ROUNDS; round++) {
            cpu = round == 0 ? threads.getCurrentThreadCpuTime() : cpu;
            query.accept(newest - Math.floorMod(round, 5) * FleetHistory.STEP);
        }
        table.put(name, (threads.getCurrentThreadCpuTime() - cpu) / 1e6 / ROUNDS);
    }

    /** One, ten and a hundred askers at a time, each asking as often. */
    private static void queries() throws IOException {
        var table = new Table();
        try (var clock = new SystemTime(); var history = new FleetHistory(20, 8, clock)) {
            var engine = engine(clock, 1);
            ask(new Table(), "warm", engine, history, "sum by (service) (rate(http_requests_total[5m]))");
            for (int askers = 1; table.size < SIZES; askers *= 10, table.size++) {
                long before = MACHINE.getProcessCpuTime();
                together(askers, engine, history);
                table.put("all of 200 queries an asker, CPU s", (MACHINE.getProcessCpuTime() - before) / 1e9);
            }
        }
        table.print("instant rates at a time", new String[] {"1 asker", "10", "100"});
    }

    private static void together(int askers, Engine engine, FleetHistory history) {
        try (var pool = Executors.newFixedThreadPool(askers)) {
            var all = new ArrayList<Future<?>>();
            for (int a = 0; a < askers; a++) {
                all.add(pool.submit(() -> {
                    for (int i = 0; i < 200; i++) {
                        engine.instant(history.store, "sum by (service) (rate(http_requests_total[5m]))", history.endMillis - i % 5 * FleetHistory.STEP);
                    }
                }));
            }
            for (Future<?> one : all) {
                await(one);
            }
        }
    }

    private static void await(Future<?> one) {
        try {
            one.get();
        } catch (InterruptedException | java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException("an asker failed", e);
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            List<Path> all = files.filter(Files::isRegularFile).toList();
            return all.stream().mapToLong(GrowthBenchmark::size).sum();
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
