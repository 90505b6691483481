package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon scrapes node_exporter, Prometheus and itself, and promtool works against it. */
class RealTargetsIT {
    @TempDir
    private Path folder;

    @Test
    void scrapesRealProgramsAndItselfAndServesPromtool() throws Exception {
        Path node = Peers.program("node_exporter", "prometheus-node-exporter");
        Path prometheus = Peers.program("prometheus");
        Path promtool = Peers.program("promtool");
        int nodePort = Programs.freePort();
        int prometheusPort = Programs.freePort();
        try (var programs = new Programs(folder)) {
            programs.start("node.log", List.of(node.toString(), "--web.listen-address=127.0.0.1:" + nodePort));
            java.nio.file.Files.writeString(folder.resolve("empty.yml"), "scrape_configs: []\n");
            programs.start("prometheus.log", List.of(prometheus.toString(), "--config.file=empty.yml",
                    "--web.listen-address=127.0.0.1:" + prometheusPort, "--storage.tsdb.path=prometheus-data"));
            int own = Programs.freePort();
            java.nio.file.Files.writeString(folder.resolve("plumbline.yml"), """
                    global: {scrape_interval: 500ms, scrape_timeout: 500ms}
                    scrape_configs:
                    - {job_name: node, static_configs: [{targets: ['127.0.0.1:%d']}]}
                    - {job_name: prometheus, static_configs: [{targets: ['127.0.0.1:%d']}]}
                    - {job_name: plumbline, static_configs: [{targets: ['127.0.0.1:%d']}]}
                    """.formatted(nodePort, prometheusPort, own));
            var daemon = Daemon.attach(programs, own, Daemon.launch(programs, own, List.of()));
            daemon.awaitReady();
            for (String job : List.of("node", "prometheus", "plumbline")) {
                Programs.await(job + " is up; targets: " + daemon.get("/api/v1/targets").body(), () -> daemon.valueOrNaN("up{job=\"" + job + "\"}") == 1);
            }
            assertThat(daemon.value("count({__name__=~\"node_.+\"})")).isGreaterThan(100);
            Programs.await("it has seen itself hold series", () -> daemon.valueOrNaN("prometheus_tsdb_head_series{job=\"plumbline\"}") > 100);
            assertThat(daemon.get("/api/v1/metadata?metric=go_goroutines").body()).contains("\"type\":\"gauge\"");
            assertThat(daemon.get("/api/v1/targets?state=active").body()).contains("\"health\":\"up\"", "\"scrapePool\":\"node\"");
            promtool(programs, promtool, daemon);
        }
    }

    private static void promtool(Programs programs, Path promtool, Daemon daemon) throws Exception {
        String tool = promtool.toString();
        String url = daemon.url();
        var healthy = programs.run(List.of(tool, "check", "healthy", "--url=" + url));
        assertThat(healthy.exit()).as(healthy.output()).isZero();
        var ready = programs.run(List.of(tool, "check", "ready", "--url=" + url));
        assertThat(ready.exit()).as(ready.output()).isZero();
        var instant = programs.run(List.of(tool, "query", "instant", url, "up{job=\"node\"}"));
        assertThat(instant.exit()).as(instant.output()).isZero();
        assertThat(instant.output()).contains("job=\"node\"").contains("=> 1 @[");
        long now = System.currentTimeMillis() / 1000;
        var range = programs.run(List.of(tool, "query", "range", "--start=" + (now - 60), "--end=" + (now + 2), "--step=1s", url, "up"));
        assertThat(range.exit()).as(range.output()).isZero();
        assertThat(range.output()).contains("job=\"prometheus\"");
        var series = programs.run(List.of(tool, "query", "series", "--match=up", url));
        assertThat(series.exit()).as(series.output()).isZero();
        assertThat(series.output()).contains("job=\"plumbline\"");
        var labels = programs.run(List.of(tool, "query", "labels", url, "job"));
        assertThat(labels.exit()).as(labels.output()).isZero();
        assertThat(labels.output().lines()).contains("node", "prometheus", "plumbline");
        var wrong = programs.run(List.of(tool, "query", "instant", url, "up{"));
        assertThat(wrong.exit()).isNotZero();
        assertThat(wrong.output()).contains("bad_data").contains("unexpected end of input inside braces");
    }
}
