package dev.plumbline.daemon;

import dev.plumbline.daemon.command.DaemonClient;
import dev.plumbline.daemon.telemetry.Logging;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/**
 * {@code plumbline train}: what the launcher runs once after a build while the JVM records its start-up cache: the daemon
 * beside the fleet, with the queries that dashboards and gates ask; what is asked often enough here is compiled soon after a start. Hidden, since it does nothing for a user.
 */
@Command(name = "train", hidden = true, mixinStandardHelpOptions = true, description = "Exercise the daemon for the start-up cache.")
final class TrainCommand implements Callable<Integer> {
    private static final long RUN_MILLIS = 23_000;
    private static final long MOST_START_MILLIS = 60_000;
    private static final List<String> QUERIES = List.of("up", "sum by (service) (rate(http_requests_total[5s]))",
            "histogram_quantile(0.99, sum by (le, service) (rate(http_request_duration_seconds_bucket[5s])))",
            "topk(3, sum by (tenant) (increase(http_requests_total[5s])))", "count_over_time(up[5s])",
            "sum(rate(http_requests_total{status_code=~\"5..\"}[5s])) / sum(rate(http_requests_total[5s])) > 0",
            "avg_over_time(process_cpu_seconds_total[5s])", "max by (version) (up) and on (version) up == 1");
    private final SystemTime clock;
    private volatile boolean ended;

    TrainCommand(SystemTime clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Logging.configure("info", "json");
        long began = clock.monotonicNanos();
        try (var demo = new Demo(clock, new PrintWriter(Writer.nullWriter()), true)) {
            HeapGrowth.watch(clock);
            Thread asker = Thread.ofVirtual().start(() -> ask(demo.client()));
            Thread load = Thread.ofPlatform().name("train-load").start(() -> load(demo));
            demo.run(awaitReady(demo, began) + RUN_MILLIS);
            ended = true;
            asker.interrupt();
            load.join();
        }
        return 0;
    }

    /** On a machine that is busy with a build the start alone takes as long as all that comes after it should; answers how long, in ms. */
    private long awaitReady(Demo demo, long began) throws InterruptedException {
        while (demo.readyUrl().isEmpty() && millisSince(began) < MOST_START_MILLIS) {
            clock.sleep(20);
        }
        return millisSince(began);
    }

    private long millisSince(long began) {
        return (clock.monotonicNanos() - began) / 1_000_000;
    }

    private void load(Demo demo) {
        try {
            while (demo.readyUrl().isEmpty()) {
                if (ended) {
                    return;
                }
                clock.sleep(20);
            }
            try (var load = new TrainingLoad(demo.readyUrl(), clock)) {
                load.run(() -> !ended);
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt(); // less is trained
        }
    }

    private void ask(DaemonClient client) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                round(client);
                clock.sleep(200);
            }
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt(); // the demo has ended
        }
    }

    private void round(DaemonClient client) throws IOException {
        long now = clock.wallMillis() / 1000;
        for (String query : QUERIES) {
            client.get("/api/v1/query", Map.of("query", query));
            client.get("/api/v1/query_range", Map.of("query", query, "start", "" + (now - 10), "end", "" + now, "step", "1"));
        }
        client.get("/api/v1/series", Map.of("match[]", "up"));
        client.get("/api/v1/labels", Map.of());
        client.get("/api/v1/label/service/values", Map.of());
        client.get("/api/v1/targets", Map.of());
        client.get("/metrics", Map.of());
    }
}
