package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three daemons whose configurations differ in the shard's number only share the targets as three Prometheus would. */
class ShardingIT {
    private static final int SHARDS = 3;
    private static final int TARGETS = 9;

    @TempDir
    private Path folder;

    private static String config(List<Exporter> exporters, int shard) {
        return """
                global: {scrape_interval: 500ms, scrape_timeout: 500ms}
                scrape_configs:
                - job_name: sharded
                  static_configs: [{targets: [%s]}]
                  relabel_configs:
                  - {source_labels: [__address__], action: hashmod, modulus: %d, target_label: __tmp_shard}
                  - {source_labels: [__tmp_shard], action: keep, regex: '%d'}
                """.formatted(exporters.stream().map(e -> "'" + e.address() + "'").collect(Collectors.joining(", ")), SHARDS, shard);
    }

    @Test
    void eachTargetIsScrapedByExactlyOneShardAndByTheSameOneAsPrometheusHasIt() throws Exception {
        var exporters = new ArrayList<Exporter>();
        try {
            for (int i = 0; i < TARGETS; i++) {
                exporters.add(new Exporter(n -> "ticks " + n + "\n"));
            }
            var all = new TreeSet<String>();
            int assigned = 0;
            for (int shard = 0; shard < SHARDS; shard++) {
                Set<String> ours = targets(exporters, shard);
                all.addAll(ours);
                assigned += ours.size();
            }
            assertThat(assigned).as("no target has two shards").isEqualTo(TARGETS);
            assertThat(all).hasSize(TARGETS);
        } finally {
            exporters.forEach(Exporter::close);
        }
    }

    /** What a shard scrapes, which is what Prometheus has with the same configuration. */
    private Set<String> targets(List<Exporter> exporters, int shard) throws Exception {
        Path own = Files.createDirectory(folder.resolve("shard" + shard));
        String config = config(exporters, shard);
        try (var programs = new Programs(own)) {
            int port = Programs.freePort();
            Files.writeString(own.resolve("prometheus.yml"), config);
            programs.start("prometheus.log", List.of(Peers.program("prometheus").toString(), "--config.file=prometheus.yml",
                    "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
            var daemon = Daemon.start(programs, config);
            String theirs = "http://127.0.0.1:" + port;
            Programs.await("Prometheus is ready", () -> Json.status(theirs + "/-/ready") == 200);
            Programs.await("Prometheus knows its targets", () -> known(theirs) == TARGETS);
            Programs.await("so does the shard", () -> known(daemon.url()) == TARGETS);
            Set<String> ours = instances(daemon.url());
            assertThat(ours).as("shard %d", shard).isEqualTo(instances(theirs));
            Programs.await("all are scraped", () -> ours.isEmpty() || daemon.valueOrNaN("count(up == 1)") == ours.size());
            assertThat(daemon.valueOrNaN("count(ticks)")).isEqualTo(ours.isEmpty() ? Double.NaN : ours.size());
            return ours;
        }
    }

    private static Set<String> instances(String url) throws Exception {
        var instances = new TreeSet<String>();
        for (JsonNode target : Json.get(url + "/api/v1/targets").at("/data/activeTargets")) {
            instances.add(target.at("/labels/instance").asText());
        }
        return instances;
    }

    /** Targets that a shard has or leaves to others. */
    private static int known(String url) {
        try {
            JsonNode data = Json.get(url + "/api/v1/targets").path("data");
            return data.path("activeTargets").size() + data.path("droppedTargets").size();
        } catch (Exception e) {
            return 0;
        }
    }
}
