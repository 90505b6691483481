package dev.plumbline.promql;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.time.Clock;
import dev.plumbline.time.SystemTime;
import dev.plumbline.tsdb.RealDisk;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A fleet's history in a real store: 100 services of 2 pods, 30 series a pod (request counters by tenant, route, method and
 * status code; classic histograms; memory, CPU, cost, an info series), a sample a minute. Each pod is a source of its own.
 */
final class FleetHistory implements AutoCloseable {
    static final int SERVICES = 100;
    static final int SERVICES_KEPT = 25;
    static final int PODS = 2;
    static final long STEP = 60_000;
    private static final String[] CODES = {"200", "404", "500"};
    private static final String[] BOUNDS = {"0.05", "0.1", "0.3", "0.5", "1", "2.5", "5", "+Inf"};
    private static final double[] SHARES = {0.35, 0.70, 0.93, 0.975, 0.993, 0.998, 0.9995, 1};

    final Tsdb store;
    final long endMillis;
    private final Path folder;
    private final boolean ownsFolder;

    /** Writes {@code hours} of history of 100 services that end now; all of it stays in memory. */
    FleetHistory(int hours, Clock clock) throws IOException {
        this(SERVICES, hours, clock);
    }

    /** Writes {@code hours} of history of some services that end now. */
    FleetHistory(int services, int hours, Clock clock) throws IOException {
        folder = Files.createTempDirectory("fleet-history");
        ownsFolder = true;
        store = open(folder, clock);
        endMillis = clock.wallMillis() / STEP * STEP;
        write(store, services, hours, endMillis);
    }

    /** Opens the data folder of a daemon that was stopped; {@link #close} leaves it where it is. */
    FleetHistory(Path data, Clock clock) {
        folder = data;
        ownsFolder = false;
        store = open(folder, clock);
        endMillis = store.newestMillis();
    }

    static Tsdb open(Path folder, Clock clock) {
        return Tsdb.open(TsdbOptions.defaults(folder).withMemoryBytes(1L << 30), clock, new RealDisk(), e -> {});
    }

    Path folder() {
        return folder;
    }

    /** Writes a history of 25 services that stays in the folder, and prints when it ends. */
    static void keep(Path folder, int hours) {
        try (var clock = new SystemTime();
                var store = open(folder, clock)) {
            long end = clock.wallMillis() / STEP * STEP;
            write(store, SERVICES_KEPT, hours, end);
            System.out.println("end=" + end / 1000);
        }
    }

    private static void write(Tsdb store, int services, int hours, long endMillis) {
        var pods = new ArrayList<Pod>();
        for (int pod = 0; pod < PODS; pod++) {
            for (int service = 0; service < services; service++) {
                pods.add(new Pod(service, pod, store.rows("pod-" + service + "-" + pod)));
            }
        }
        for (long time = endMillis - hours * 3_600_000L; time <= endMillis; time += STEP) {
            for (Pod pod : pods) {
                pod.write(time, (time - endMillis) / 1000.0);
            }
        }
        pods.forEach(p -> p.rows.close());
    }

    @Override
    public void close() {
        store.close();
        if (!ownsFolder) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One scrape target: where its series are and what they have counted. */
    private static final class Pod {
        private final RowAppender rows;
        private final SplittableRandom random;
        private final List<Integer> columns = new ArrayList<>();
        private final double[] values = new double[30];
        private final double[] perSecond = new double[2];
        private final int service;

        Pod(int service, int pod, RowAppender rows) {
            this.rows = rows;
            this.service = service;
            random = new SplittableRandom(1_000_003L * service + pod);
            String name = "svc-%03d".formatted(service);
            String[] base = {"instance", "10.0.%d.%d:8080".formatted(pod, service), "job", "fleet", "pod", name + "-7f9c4d-" + pod,
                "service", name};
            for (int p = 0; p < 2; p++) {
                perSecond[p] = 2 + 60 * random.nextDouble() * random.nextDouble();
                addPair(base, p);
            }
            add(base, "container_cpu_usage_seconds_total", "container", "main", "namespace", "prod");
            add(base, "infrastructure_compute_cost_usd", "instance_type", "m7." + (1 + service % 4) + "xlarge", "region",
                    service % 3 == 0 ? "eu-west-1" : "us-east-1");
            add(base, "service_info", "team", "team-" + service % 8, "tier", "tier-" + service % 3);
            add(base, "container_memory_usage_bytes", "container", "main", "namespace", "prod");
            values[27] = 500 + random.nextInt(20_000);
            values[28] = 1;
            values[29] = 50_000_000 + random.nextInt(900_000_000);
        }

        private void addPair(String[] base, int p) {
            String route = "/api/v" + (1 + p % 2) + "/orders";
            String tenant = "tenant-" + p;
            for (String code : CODES) {
                add(base, "http_requests_total", "method", p == 0 ? "GET" : "POST", "route", route, "status_code", code, "tenant", tenant);
            }
            for (String le : BOUNDS) {
                add(base, "http_request_duration_seconds_bucket", "le", le, "route", route, "tenant", tenant);
            }
            add(base, "http_request_duration_seconds_sum", "route", route, "tenant", tenant);
            add(base, "http_request_duration_seconds_count", "route", route, "tenant", tenant);
        }

        private void add(String[] base, String metric, String... more) {
            var pairs = new ArrayList<>(List.of(base));
            pairs.addAll(List.of(more));
            pairs.addAll(List.of(Labels.METRIC_NAME, metric));
            columns.add(rows.column(Labels.of(pairs.toArray(String[]::new))).index());
        }

        void write(long time, double clock) {
            if (random.nextInt(3000) == 0) {
                java.util.Arrays.fill(values, 0, 27, 0);
            }
            double day = 1 + 0.4 * Math.sin(2 * Math.PI * clock / 86_400 + service);
            for (int p = 0; p < 2; p++) {
                count(13 * p, Math.floor(perSecond[p] * 60 * day * (0.8 + 0.4 * random.nextDouble())));
            }
            values[26] = thousandths(values[26] + 4.8 + random.nextInt(100) / 1000.0);
            values[27] = Math.max(100, values[27] + random.nextInt(21) - 10);
            values[29] = Math.max(10_000_000, values[29] + (random.nextInt(2049) - 1024) * 4096.0);
            rows.begin(time);
            for (int i = 0; i < values.length; i++) {
                rows.set(columns.get(i), i == 27 ? values[i] / 1000 : values[i]);
            }
            rows.commit();
        }

        private void count(int at, double requests) {
            double missing = Math.floor(requests / 50);
            double bad = random.nextInt(50) == 0 ? 1 : 0;
            values[at] += requests - missing - bad;
            values[at + 1] += missing;
            values[at + 2] += bad;
            for (int b = 0; b < SHARES.length; b++) {
                values[at + 3 + b] += Math.floor(requests * SHARES[b]);
            }
            values[at + 11] = thousandths(values[at + 11] + requests * 0.13 * (0.9 + 0.2 * random.nextDouble()));
            values[at + 12] += requests;
        }

        private static double thousandths(double v) {
            return Math.rint(v * 1000) / 1000;
        }
    }
}
