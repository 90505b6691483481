package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plumbline.daemon.kubernetes.StaticApiServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same cluster seen by the real Prometheus and by the daemon: the same targets with the same labels, for every role. */
class KubernetesAgreementIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    /** Each job's entry under kubernetes_sd_configs, without the API server. */
    private static final Map<String, String> JOBS = new TreeMap<>(Map.of(
            "node", "role: node",
            "service", "role: service",
            "pod", "role: pod",
            "pod-with-node", "role: pod, attach_metadata: {node: true}",
            "endpoints", "role: endpoints, attach_metadata: {node: true}",
            "endpointslice", "role: endpointslice, attach_metadata: {node: true}",
            "ingress", "role: ingress",
            "one-namespace", "role: service, namespaces: {names: [shop]}",
            "other-namespace", "role: pod, namespaces: {names: [nowhere]}",
            "selected", "role: pod, selectors: [{role: pod, label: 'app=checkout'}]"));

    @TempDir
    private Path folder;

    @Test
    void findsWhatPrometheusFinds() throws Exception {
        try (var programs = new Programs(folder); var cluster = new StaticApiServer("/kubernetes/shop.yaml", 0)) {
            String config = config(cluster.access().url());
            String prometheus = startPrometheus(programs, config);
            var daemon = Daemon.start(programs, config);
            Programs.await("both have found all", () -> targets(prometheus).size() == JOBS.size() - 1
                    && targets(daemon.url()).size() == JOBS.size() - 1);
            assertThat(targets(daemon.url())).isEqualTo(targets(prometheus));
            assertThat(targets(daemon.url()).keySet()).hasSize(9).doesNotContain("other-namespace");
        }
    }

    private static String config(URI server) {
        var text = new StringBuilder("global: {scrape_interval: 1h}\nscrape_configs:\n");
        JOBS.forEach((job, entry) -> text.append("- job_name: ").append(job).append("\n  kubernetes_sd_configs: [{api_server: '")
                .append(server).append("', ").append(entry).append("}]\n"));
        return text.toString();
    }

    private static String startPrometheus(Programs programs, String config) throws Exception {
        Path program = Peers.program("prometheus");
        int port = Programs.freePort();
        Files.writeString(programs.folder().resolve("prometheus.yml"), config);
        programs.start("prometheus.log", List.of(program.toString(), "--config.file=prometheus.yml",
                "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
        return "http://127.0.0.1:" + port;
    }

    /** The discovered labels of every target, by pool; nothing as long as nobody answers. */
    private static Map<String, TreeSet<String>> targets(String url) {
        var found = new TreeMap<String, TreeSet<String>>();
        try {
            var request = HttpRequest.newBuilder(URI.create(url + "/api/v1/targets?state=active")).build();
            for (JsonNode target : JSON.readTree(HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body()).at("/data/activeTargets")) {
                var labels = new TreeMap<String, String>();
                target.path("discoveredLabels").properties().forEach(p -> labels.put(p.getKey(), p.getValue().asText()));
                found.computeIfAbsent(target.path("scrapePool").asText(), pool -> new TreeSet<>()).add(labels.toString());
            }
        } catch (IOException e) {
            return Map.of();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return found;
    }
}
