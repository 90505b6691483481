package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The same rules over the same samples in the real Prometheus and in the daemon, at the same times: equal recorded samples
 * and equal states of every alert, slot by slot. The rules look four seconds back, when both certainly have every sample,
 * and further where they ask for what another group recorded.
 */
@Isolated("both systems evaluate in real time, which is what is compared")
class RuleAgreementIT {
    private static final long SCENARIO_MILLIS = 20_000;
    private static final String WRITTEN = "{__name__=~\"ALERTS|ALERTS_FOR_STATE|job:.*|load:.*\"}";
    private static final String RULES = """
            groups:
            - name: recorded
              interval: 1s
              query_offset: 4s
              labels: {tier: gold, shape: group}
              rules:
              - {record: 'job:load:avg', expr: avg by (job) (load)}
              - {record: 'job:load:double', expr: 'job:load:avg * 2', labels: {tier: ""}}
              - {record: 'load:rate', expr: 'rate(requests_total[3s])', labels: {shape: steady}}
            - name: alerts
              interval: 1s
              query_offset: 4s
              rules:
              - alert: LoadHigh
                expr: load > 50
                for: 2s
                keep_firing_for: 2s
                labels: {severity: warning, pod: '{{ $labels.pod | toUpper }}'}
                annotations: {summary: '{{ $labels.pod }} has {{ $value | humanize }} of {{ $labels.__name__ }}'}
              - alert: LoadExtreme
                expr: load > 70
                labels: {severity: '{{ if gt $value 80.0 }}critical{{ else }}warning{{ end }}'}
              - alert: DoubleHigh
                expr: 'job:load:double offset 3s > 100'
                for: 1s
              - alert: Constant
                expr: 'vector(7) and on () load{pod="c"} > 30'
                annotations: {text: 'constant {{ $value }} {{ "job:load:avg" | query | len }}'}
              - {record: 'job:firing:count', expr: 'count by (alertname) (ALERTS{alertstate="firing"})'}
            - name: a limited group
              interval: 2s
              query_offset: 4s
              limit: 2
              rules:
              - {alert: Limited, expr: load > 30}
            """;

    @TempDir
    private Path folder;

    private volatile long beginMillis = Long.MAX_VALUE;

    /** Three pods: one rises and falls, one flaps each second, one is calm; nothing happens before the scenario begins. */
    private Map<String, Double> values(long timeMillis) {
        double t = timeMillis < beginMillis ? 0 : (timeMillis - beginMillis) / 1000.0;
        boolean on = t > 0 && t < 14;
        var row = new TreeMap<String, Double>();
        row.put("load{pod=\"a\"}", on ? 40 + 50 * Math.sin(t / 2.5) : 10);
        row.put("load{pod=\"b\"}", on && ((long) t) % 4 < 3 ? 60.5 : 5);
        row.put("load{pod=\"c\"}", on && t > 6 ? 35.25 : 20);
        row.put("requests_total{pod=\"a\"}", Math.floor(timeMillis / 100.0) % 100_000);
        return row;
    }

    @Test
    void evaluatesAsPrometheusDoes() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yml"), RULES);
        try (var programs = new Programs(folder); var rows = new LiveRows(this::values)) {
            String prometheus = startPrometheus(programs, config(rows, "/theirs", rules));
            var daemon = Daemon.start(programs, config(rows, "/ours", rules));
            Programs.await("both evaluate every group", () -> evaluated(prometheus) && evaluated(daemon.url()));
            beginMillis = System.currentTimeMillis() + 6_000;
            long end = beginMillis + SCENARIO_MILLIS;
            Programs.await("the scenario is over in both", () -> rows.isThrough("/ours", end + 5_000) && rows.isThrough("/theirs", end + 5_000));
            String written = "/api/v1/query?query=" + Daemon.encode(WRITTEN + "[" + SCENARIO_MILLIS + "ms]") + "&time=" + end / 1000.0;
            var theirs = samples(Json.get(prometheus + written));
            var ours = samples(Json.get(daemon.url() + written));
            assertThat(ours.keySet()).isEqualTo(theirs.keySet());
            theirs.forEach((series, samples) -> assertThat(ours.get(series)).as(series).isEqualTo(samples));
            assertThat(theirs.keySet()).as("states that were reached").anyMatch(s -> s.contains("pending"))
                    .anyMatch(s -> s.contains("critical")).anyMatch(s -> s.contains("Limited")).anyMatch(s -> s.contains("job:firing:count"));
            assertThat(described(daemon.url())).isEqualTo(described(prometheus));
        }
    }

    private static boolean evaluated(String url) {
        try {
            JsonNode groups = Json.get(url + "/api/v1/rules").at("/data/groups");
            for (JsonNode group : groups) {
                for (JsonNode rule : group.path("rules")) {
                    if (!rule.path("health").asText().equals("ok")) {
                        return false;
                    }
                }
            }
            return groups.size() == 3;
        } catch (Exception e) {
            return false;
        }
    }

    /** Groups and rules as the API tells them, without what differs from run to run. */
    private static JsonNode described(String url) throws Exception {
        return Json.without(Json.get(url + "/api/v1/rules"),
                Set.of("evaluationTime", "lastEvaluation", "activeAt", "keepFiringSince"));
    }

    private static Map<String, List<String>> samples(JsonNode answer) {
        var series = new TreeMap<String, List<String>>();
        for (JsonNode element : answer.at("/data/result")) {
            var labels = new TreeMap<String, String>();
            element.path("metric").properties().forEach(p -> labels.put(p.getKey(), p.getValue().asText()));
            var samples = new ArrayList<String>();
            element.path("values").forEach(v -> samples.add(v.get(0).decimalValue().toPlainString() + " " + v.get(1).asText()));
            series.put(labels.toString(), samples);
        }
        return series;
    }

    private static String startPrometheus(Programs programs, String config) throws Exception {
        int port = Programs.freePort();
        Files.writeString(programs.folder().resolve("prometheus.yml"), config);
        programs.start("prometheus.log", List.of(Peers.program("prometheus").toString(), "--config.file=prometheus.yml",
                "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
        String url = "http://127.0.0.1:" + port;
        Programs.await("Prometheus is ready", () -> Json.status(url + "/-/ready") == 200);
        return url;
    }

    private static String config(LiveRows rows, String path, Path rules) {
        return """
                global: {scrape_interval: 100ms, scrape_timeout: 100ms, external_labels: {region: test}}
                rule_files: ['%s']
                scrape_configs:
                - job_name: rows
                  metrics_path: %s
                  static_configs: [{targets: ['%s'], labels: {instance: same}}]
                """.formatted(rules, path, rows.address());
    }
}
