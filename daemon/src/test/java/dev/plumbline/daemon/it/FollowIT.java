package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.fleet.cluster.ClusterStandIn;
import dev.plumbline.fleet.cluster.RolloutPlan;
import dev.plumbline.fleet.cluster.RolloutPlan.Pause;
import dev.plumbline.fleet.cluster.RolloutPlan.SetWeight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rollouts that nobody asks the gate about, followed by the running daemon, over kill -9 and an API server that is away. */
class FollowIT {
    private static final String CONFIG = """
            global: {scrape_interval: 200ms, scrape_timeout: 200ms}
            scrape_configs:
            - {job_name: shop, static_configs: [{targets: ['%s']}]}
            canary_files: [canary.yml]
            rollouts: {api_server: '%s', follow: {namespaces: [shop, outlet]}}
            """;
    private static final String POLICIES = """
            policies:
            - name: web
              match: {service: web}
              canary: '{service="{{service}}", version="{{version}}"}'
              stages: [{weight: 10, at_most: 10m}, {weight: 20, at_most: 10m}]
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%}
              judge: {method: thresholds, min_requests: 100, warm_up: 1s, min_window: 4s, interval: 1s}
              rollout: {kind: argo}
              on: {go: {rollout: promote}, no_go: {rollout: abort}}
            """;
    private static final Pattern ANALYSIS = Pattern.compile("\"id\":\"(a-[^\"]+)\"");

    @TempDir
    private Path folder;
    private final ClusterStandIn cluster = new ClusterStandIn(System::nanoTime, line -> { });
    private Programs programs;
    private Exporter exporter;
    private Daemon daemon;

    @BeforeEach
    void start() throws Exception {
        programs = new Programs(folder);
        exporter = new Exporter(FollowIT::page);
        Files.writeString(folder.resolve("canary.yml"), POLICIES);
        daemon = Daemon.start(programs, CONFIG.formatted(exporter.address(), cluster.url()));
    }

    @AfterEach
    void stop() throws Exception {
        programs.close();
        exporter.close();
        cluster.close();
    }

    private static String page(long n) {
        return """
                http_requests_total{service="web",version="2.0",status_code="200"} %d
                http_requests_total{service="web",version="2.0",status_code="500"} 0
                http_requests_total{service="web",version="2.1-bad",status_code="200"} %d
                http_requests_total{service="web",version="2.1-bad",status_code="500"} %d
                """.formatted(n * 100, n * 80, n * 20);
    }

    private void release(String namespace, String name, String hash, String version) {
        cluster.apply(new RolloutPlan(namespace, name, "stable", hash,
                new RolloutPlan.Canary(List.of(new SetWeight(10), new Pause(0), new SetWeight(20), new Pause(0)))));
        cluster.edit(namespace, name, "{\"metadata\":{\"labels\":{\"app\":\"web\"}},\"spec\":{\"template\":{\"spec\":{\"containers\":["
                + "{\"name\":\"web\",\"image\":\"registry.example.com:5000/web:" + version + "\"}]}}}}");
    }

    private String phase(String namespace, String name) {
        cluster.tick();
        return cluster.view(namespace, name).phase();
    }

    private long analyses() {
        try {
            return ANALYSIS.matcher(daemon.get("/v1/analyses").body()).results().count();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyReleaseEndsAsItShould() throws Exception {
        release("shop", "frontend", "6d4cf56db6", "2.0");
        release("outlet", "frontend", "5b8f7c9d54", "2.1-bad");
        release("elsewhere", "frontend", "5b8f7c9d54", "2.1-bad"); // not followed
        Programs.await("both are judged", () -> phase("shop", "frontend").equals("Paused") && analyses() == 2);
        daemon.killAndRestart();
        cluster.faults().away(true);
        Programs.await("the daemon misses the API server", () -> metric("plumbline_rollout_watch_restarts_total") > 0);
        cluster.faults().away(false);
        Programs.await("the bad one is aborted", () -> phase("outlet", "frontend").equals("Degraded"));
        Programs.await("the good one is promoted from 10 % to 20 % to all", () -> phase("shop", "frontend").equals("Healthy"));
        assertThat(analyses()).as("two stages of the good one, one of the bad one").isEqualTo(3);
        assertThat(daemon.get("/v1/analyses").body()).contains("\"version\":\"2.0\"", "\"version\":\"2.1-bad\"", "\"revision\":\"6d4cf56db6\"");
        assertThat(cluster.view("elsewhere", "frontend").aborted()).isFalse();
        Programs.await("the good one counts as stable", () -> metric("plumbline_rollouts_followed{state=\"stable\"}") == 1
                && metric("plumbline_rollouts_followed{state=\"aborted\"}") == 1);
    }

    /** 0 while it is not there. */
    private double metric(String series) {
        try {
            return daemon.get("/metrics").body().lines().filter(l -> l.startsWith(series + " "))
                    .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1))).findFirst().orElse(0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
