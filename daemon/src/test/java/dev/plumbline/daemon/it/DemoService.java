package dev.plumbline.daemon.it;

import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * The metrics of the demonstration service that the public PromQL compliance tester asks about, for three instances,
 * made of a seed: counters that reset, gauges, classic histograms, and a metric that is there every other minute.
 */
final class DemoService {
    static final long STEP_MILLIS = 5_000;
    private static final double[] BOUNDS = {0.0001, 0.001, 0.01, 0.05, 0.1, 0.5, 1, Double.POSITIVE_INFINITY};
    private final long[] times;
    private final List<Column> columns = new ArrayList<>();
    private final Random random;

    /** One series over all times. */
    record Column(Labels labels, double[] values) {}

    DemoService(long startMillis, int steps, long seed) {
        times = new long[steps];
        Arrays.setAll(times, i -> startMillis + i * STEP_MILLIS);
        random = new Random(seed);
        for (int i = 0; i < 3; i++) {
            instance(Labels.of("instance", "demo.promlabs.com:1000" + i, "job", "demo"), i);
        }
    }

    long[] times() {
        return times;
    }

    List<Column> columns() {
        return columns;
    }

    private void instance(Labels target, int number) {
        for (String type : List.of("free", "used", "buffers", "cached")) {
            gauge(target.with("type", type), "demo_memory_usage_bytes", 1e9, 4096);
        }
        for (String mode : List.of("user", "system", "idle")) {
            counter(target.with("mode", mode), "demo_cpu_usage_seconds_total", () -> random.nextDouble() * 5);
        }
        gauge(target, "demo_disk_usage_bytes", 4e10, 1 << 20);
        constant(target, "demo_disk_total_bytes", 1e11);
        constant(target, "demo_num_cpus", 4 + number);
        gauge(target, "demo_batch_last_success_timestamp_seconds", times[0] / 1e3, 7);
        for (String path : List.of("/api/foo", "/api/bar", "/api/nonexistent")) {
            for (String method : List.of("GET", "POST")) {
                for (String status : List.of("200", "500")) {
                    histogram(target.with("path", path).with("method", method).with("status", status));
                }
            }
        }
        intermittent(target);
    }

    private void add(Labels target, String name, double[] values) {
        columns.add(new Column(target.with(Labels.METRIC_NAME, name), values));
    }

    private void constant(Labels target, String name, double value) {
        double[] values = new double[times.length];
        Arrays.fill(values, value);
        add(target, name, values);
    }

    private void gauge(Labels target, String name, double level, double unit) {
        double[] values = new double[times.length];
        double at = level;
        for (int i = 0; i < values.length; i++) {
            at += Math.rint(random.nextGaussian() * 100) * unit;
            values[i] = at;
        }
        add(target, name, values);
    }

    private double[] counter(Labels target, String name, java.util.function.DoubleSupplier growth) {
        double[] values = new double[times.length];
        double at = random.nextInt(1000);
        for (int i = 0; i < values.length; i++) {
            at = i % 97 == 60 ? 0 : at + growth.getAsDouble();
            values[i] = at;
        }
        add(target, name, values);
        return values;
    }

    private void histogram(Labels target) {
        double[] sum = new double[times.length];
        double[] below = new double[times.length];
        for (double bound : BOUNDS) {
            double[] values = below.clone();
            double at = 0;
            for (int i = 0; i < values.length; i++) {
                at = i % 97 == 60 ? 0 : at + random.nextInt(4);
                values[i] += at;
                sum[i] += at * Math.min(bound, 2);
            }
            below = values;
            add(target.with("le", Double.isInfinite(bound) ? "+Inf" : "" + bound), "demo_api_request_duration_seconds_bucket", values);
        }
        add(target, "demo_api_request_duration_seconds_count", below.clone());
        add(target, "demo_api_request_duration_seconds_sum", sum);
    }

    /** There for a minute, then gone for a minute: NaN where it is not, a staleness marker where it has just gone. */
    private void intermittent(Labels target) {
        double[] values = new double[times.length];
        for (int i = 0; i < values.length; i++) {
            boolean here = i / 12 % 2 == 0;
            values[i] = here ? 1 : i % 12 == 0 ? StaleMarker.VALUE : Double.NaN;
        }
        add(target, "demo_intermittent_metric", values);
    }
}
