package dev.plumbline.promql;

import com.sun.management.OperatingSystemMXBean;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;

/**
 * The queries that dashboards, rules and gates ask, over 6,000 series of 74 hours in a real store: time, processor time and
 * allocation of the engine, without HTTP and JSON. Not a JMH benchmark, because 40 queries share one expensive store.
 * Arguments: words that a query or its category must contain (none: all), {@code hours=N}, {@code seconds=N}, {@code threads=N};
 * {@code blocks=0} leaves all of the history in memory; {@code data=FOLDER} opens the data of a daemon that was stopped instead, made of the same
 * queries' series; {@code warm=N} and {@code times=N} count repetitions instead of seconds, for a process that is young.
 */
public final class QueryBenchmark {
    private static final String ERRORS = "http_requests_total{status_code=~\"5..\"}";

    private QueryBenchmark() {}

    /** A range query covers {@code range} seconds by {@code step}; 0: instant. */
    record Question(String category, String text, int range, int step) {}

    static List<Question> questions() {
        return List.of(instant("selector", "http_requests_total{service=\"svc-003\"}"), instant("selector", "infrastructure_compute_cost_usd"),
                instant("selector", "count(http_requests_total)"),
                instant("rate", "sum by (service) (rate(http_requests_total[5m]))"),
                instant("rate", "sum by (status_code) (increase(http_requests_total[1h]))"),
                instant("rate", "sum(rate(" + ERRORS + "[5m])) / sum(rate(http_requests_total[5m]))"),
                instant("histogram", "histogram_quantile(0.99, sum by (le, service) (rate(http_request_duration_seconds_bucket[5m])))"),
                instant("histogram", "histogram_quantile(0.9, sum by (le) (http_request_duration_seconds_bucket))"),
                instant("histogram", "sum by (service) (rate(http_request_duration_seconds_sum[5m])) / sum by (service) "
                        + "(rate(http_request_duration_seconds_count[5m]))"),
                instant("topk", "topk(10, sum by (service, route) (rate(http_requests_total[5m])))"),
                instant("topk", "topk(5, container_memory_usage_bytes)"),
                instant("topk", "bottomk(5, max_over_time(container_memory_usage_bytes[1h]))"),
                instant("regex", "count by (__name__) ({__name__=~\"http_.*\",service=~\"svc-0[0-4].+\",pod=~\".+-[01]\"})"),
                instant("regex", "sum by (status_code) (http_requests_total{service!~\"svc-.*7\",route=~\"/api/v[12]/.*\",method!=\"PUT\"})"),
                instant("regex", "count(http_request_duration_seconds_bucket{le=~\"0\\\\.(1|3|5)\",service=~\"(svc-001|svc-002|svc-010|svc-01.)\"})"),
                instant("join", "sum by (team) (container_memory_usage_bytes * on (service, pod) group_left (team) service_info)"),
                instant("join", "sum by (service) (container_memory_usage_bytes) / on (service) sum by (service) (infrastructure_compute_cost_usd)"),
                instant("join", "sum by (service, pod) (rate(container_cpu_usage_seconds_total[5m])) > 0.05 unless on (service, pod) "
                        + "infrastructure_compute_cost_usd < 1"),
                instant("subquery", "max_over_time(sum by (service) (rate(http_requests_total[5m]))[6h:5m])"),
                instant("subquery", "avg_over_time(sum(container_memory_usage_bytes)[1h:1m])"),
                new Question("range 1h", "sum by (service) (rate(http_requests_total[5m]))", 3600, 15),
                new Question("range 1h", "container_memory_usage_bytes{service=~\"svc-00.\"}", 3600, 15),
                day("sum by (service) (rate(http_requests_total[5m]))"),
                day("sum(rate(" + ERRORS + "[5m])) / sum(rate(http_requests_total[5m]))"),
                day("histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket{service=\"svc-003\"}[5m])))"),
                day("max by (service) (container_memory_usage_bytes)"), day("max_over_time(container_memory_usage_bytes[1h])"),
                day("avg by (service) (avg_over_time(container_memory_usage_bytes[1h]))"),
                day("sum by (team) (container_memory_usage_bytes * on (service, pod) group_left (team) service_info)"),
                day("topk(5, container_memory_usage_bytes)"),
                burn("1h"), burn("6h"), burn("1d"), burn("3d"),
                instant("count", "sum(count_over_time(http_requests_total[1d]))"), instant("count", "count(last_over_time({job=\"fleet\"}[74h]))"),
                instant("count", "sum by (service) (changes(service_info[1h])) + on (service) sum by (service) "
                        + "(avg_over_time(container_memory_usage_bytes[6h]))"),
                instant("go/no-go", "sum(rate(http_requests_total{service=\"svc-003\",status_code=~\"5..\"}[5m])) / "
                        + "sum(rate(http_requests_total{service=\"svc-003\"}[5m])) < bool 0.01"),
                instant("go/no-go", "histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket"
                        + "{service=\"svc-003\"}[5m]))) < bool 0.5"),
                instant("go/no-go", "absent(http_requests_total{service=\"no-such-service\"})"),
                instant("go/no-go", "min(changes(service_info{service=\"svc-003\"}[15m])) == bool 0"),
                instant("go/no-go", "1 - sum(increase(http_requests_total{service=\"svc-003\",status_code=~\"5..\"}[3d])) / "
                        + "sum(increase(http_requests_total{service=\"svc-003\"}[3d])) / 0.001"),
                new Question("metadata", "labels {__name__=~\"http_.*|container_.*\"}", 0, 0),
                new Question("metadata", "values service{}", 0, 0), new Question("metadata", "series http_requests_total{service=\"svc-003\"}", 0, 0));
    }

    private static Question instant(String category, String text) {
        return new Question(category, text, 0, 0);
    }

    private static Question day(String text) {
        return new Question("range 24h", text, 86_400, 60);
    }

    private static Question burn(String window) {
        return instant("burn ratio", "sum by (service) (rate(" + ERRORS + "[" + window + "])) / sum by (service) (rate(http_requests_total["
                + window + "]))");
    }

    public static void main(String[] args) throws IOException {
        int threads = option(args, "threads", 1);
        try (var clock = new SystemTime(); var pool = Executors.newFixedThreadPool(Math.max(1, threads - 1));
                var history = history(args, clock)) {
            for (int i = 0; i < 3 * option(args, "blocks", 1); i++) {
                history.store.maintain();
            }
            var often = new Often(option(args, "seconds", 1), option(args, "warm", 0), option(args, "times", 0));
            var resources = new EngineResources(MemoryPool.unlimited(), pool, threads);
            var engine = new Engine(EngineOptions.defaults().withMaxQueryBytes(1L << 40), clock, resources);
            System.out.printf("%-90s %8s %8s %8s %8s %8s %8s %8s %s%n", "query", "p50 ms", "own ms", "own p5", "cpu ms", "alloc kB", "peak kB", "samples", "repeats");
            for (Question q : questions()) {
                boolean wanted = Arrays.stream(args).filter(a -> !a.contains("=") || a.contains("("))
                        .allMatch(a -> (q.category + ": " + q.text).contains(a));
                if (wanted) {
                    measure(new Target(engine, history), q, often);
                }
            }
        }
    }

    private static FleetHistory history(String[] args, SystemTime clock) throws IOException {
        var data = Arrays.stream(args).filter(a -> a.startsWith("data=")).map(a -> Path.of(a.substring("data=".length()))).findFirst();
        return data.isPresent() ? new FleetHistory(data.get(), clock) : new FleetHistory(option(args, "hours", 74), clock);
    }

    private static int option(String[] args, String name, int otherwise) {
        return Arrays.stream(args).filter(a -> a.startsWith(name + "=")).map(a -> Integer.parseInt(a.substring(name.length() + 1)))
                .findFirst().orElse(otherwise);
    }

    private record Target(Engine engine, FleetHistory history) {}

    /** How often a query is asked before it is measured and then: for so many seconds each, or, where {@code times} is not 0, so many times. */
    private record Often(int seconds, int warm, int times) {
        boolean goesOn(int done, long beganNanos, int least) {
            return times > 0 ? done < least : done < 5 || System.nanoTime() - beganNanos < seconds * 1_000_000_000L;
        }
    }

    private static void measure(Target target, Question q, Often often) {
        var memory = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        var machine = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long began = System.nanoTime();
        for (int i = 0; often.goesOn(i, began, often.warm); i++) {
            ask(target, q, i);
        }
        var times = new long[200_000];
        var own = new long[times.length];
        int n = 0;
        long allocated = memory.getTotalThreadAllocatedBytes();
        long cpu = machine.getProcessCpuTime();
        began = System.nanoTime();
        QueryStats stats = new QueryStats(0, 0, 0, 0, 0);
        for (; n < times.length && often.goesOn(n, began, often.times); n++) {
            long ownStart = memory.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            stats = ask(target, q, n);
            times[n] = System.nanoTime() - start;
            own[n] = memory.getCurrentThreadCpuTime() - ownStart;
        }
        double cpuMillis = (machine.getProcessCpuTime() - cpu) / 1e6 / n;
        double kilobytes = (memory.getTotalThreadAllocatedBytes() - allocated) / 1e3 / n;
        Arrays.sort(times, 0, n);
        Arrays.sort(own, 0, n);
        String name = q.category + ": " + q.text;
        System.out.printf(Locale.ROOT,
                "%-90s %8.3f %8.3f %8.3f %8.3f %8.0f %8.0f %8d %d%n", name.substring(0, Math.min(90, name.length())), times[n / 2] / 1e6, own[n / 2] / 1e6,
                own[n / 20] / 1e6, cpuMillis,
                kilobytes, stats.peakBytes() / 1e3, stats.samplesRead(), n);
    }

    /** The n-th repetition goes n minutes back, as far as an hour. */
    private static QueryStats ask(Target target, Question q, int n) {
        long end = target.history.endMillis - n % 60 * FleetHistory.STEP;
        if (q.category.equals("metadata")) {
            return metadata(target, q, end);
        }
        if (q.range == 0) {
            return target.engine.instant(target.history.store, q.text, end).stats();
        }
        return target.engine.range(target.history.store, q.text, end - q.range * 1000L, end, q.step * 1000L).stats();
    }

    private static QueryStats metadata(Target target, Question q, long end) {
        int blank = q.text.indexOf(' ');
        String what = q.text.substring(0, blank);
        String rest = q.text.substring(blank + 1);
        try (var querier = target.history.store.querier(end - 3_600_000, end)) {
            if (what.equals("values")) {
                return counted(querier.labelValues(rest.substring(0, rest.indexOf('{')), List.of()).size());
            }
            var matchers = PromqlParser.parseSelector(rest);
            return counted(what.equals("labels") ? querier.labelNames(matchers).size()
                    : querier.select(matchers).stream().mapToInt(s -> s.labels() == Labels.EMPTY ? 0 : 1).sum());
        }
    }

    private static QueryStats counted(int size) {
        return new QueryStats(size, 0, 0, 0, 0);
    }
}
