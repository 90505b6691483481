package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The same rules over the same samples in the real Prometheus and in the daemon, at the same times: equal recorded samples
 * and equal states of every alert, slot by slot. Both are given the samples by remote write before their time comes, so
 * that however slow a machine is, no rule can look at a sample that only one of them has. Rules look further back where they
 * ask for what another group recorded. Both leave slots out when they come more than an interval late, hence two seconds.
 */
@Isolated("both systems evaluate in real time, which is what is compared")
class RuleAgreementIT {
    private static final long SCENARIO_MILLIS = 40_000;
    private static final long STEP_MILLIS = 500;
    private static final String WRITTEN = "{__name__=~\"ALERTS|ALERTS_FOR_STATE|job:.*|load:.*\"}";
    private static final String RULES = """
            groups:
            - name: recorded
              interval: 2s
              query_offset: 1s
              labels: {tier: gold, shape: group}
              rules:
              - {record: 'job:load:avg', expr: avg by (job) (load)}
              - {record: 'job:load:double', expr: 'job:load:avg * 2', labels: {tier: ""}}
              - {record: 'load:rate', expr: 'rate(requests_total[6s])', labels: {shape: steady}}
            - name: alerts
              interval: 2s
              query_offset: 1s
              rules:
              - alert: LoadHigh
                expr: load > 50
                for: 4s
                keep_firing_for: 4s
                labels: {severity: warning, pod: '{{ $labels.pod | toUpper }}'}
                annotations: {summary: '{{ $labels.pod }} has {{ $value | humanize }} of {{ $labels.__name__ }}'}
              - alert: LoadExtreme
                expr: load > 70
                labels: {severity: '{{ if gt $value 80.0 }}critical{{ else }}warning{{ end }}'}
              - alert: DoubleHigh
                expr: 'job:load:double offset 6s > 100'
                for: 2s
              - alert: Constant
                expr: 'vector(7) and on () load{pod="c"} > 30'
                annotations: {text: 'constant {{ $value }} {{ "job:load:avg" | query | len }}'}
              - {record: 'job:firing:count', expr: 'count by (alertname) (ALERTS{alertstate="firing"})'}
            - name: a limited group
              interval: 4s
              query_offset: 1s
              limit: 2
              rules:
              - {alert: Limited, expr: load > 30}
            """;

    @TempDir
    private Path folder;

    /** Three pods: one rises and falls, one flaps, one is calm; nothing happens before the scenario begins. */
    private static Map<String, Double> values(long sinceBeginMillis) {
        double t = sinceBeginMillis / 2000.0;
        boolean on = t > 0 && t < 14;
        return Map.of("load a", on ? 40 + 50 * Math.sin(t / 2.5) : 10, "load b", on && ((long) t) % 4 < 3 ? 60.5 : 5,
                "load c", on && t > 6 ? 35.25 : 20, "requests_total a", 1000 + Math.floor(sinceBeginMillis / 100.0));
    }

    /** All samples from some seconds before a time until the scenario and all that looks at it are over. */
    private static RemoteWriter samples(long beginMillis) {
        long[] since = LongStream.rangeClosed(-6_000 / STEP_MILLIS, (SCENARIO_MILLIS + 10_000) / STEP_MILLIS).map(i -> i * STEP_MILLIS).toArray();
        long[] times = LongStream.of(since).map(t -> beginMillis + t).toArray();
        var request = new RemoteWriter();
        for (String series : new TreeSet<>(values(0).keySet())) {
            int space = series.indexOf(' ');
            request.series(Labels.of("__name__", series.substring(0, space), "instance", "same", "job", "rows", "pod", series.substring(space + 1)),
                    times, LongStream.of(since).mapToDouble(t -> values(t).get(series)).toArray());
        }
        return request;
    }

    @Test
    void evaluatesAsPrometheusDoes() throws Exception {
        Path rules = Files.writeString(folder.resolve("rules.yml"), RULES);
        String config = "global: {external_labels: {region: test}}\nrule_files: ['" + rules + "']\n";
        try (var programs = new Programs(folder)) {
            String prometheus = startPrometheus(programs, config);
            var daemon = Daemon.start(programs, config, "--web.enable-remote-write-receiver");
            Programs.await("both evaluate every group", () -> evaluated(prometheus) && evaluated(daemon.url()));
            long begin = System.currentTimeMillis() + 6_000;
            RemoteWriter request = samples(begin);
            for (String url : List.of(prometheus, daemon.url())) {
                assertThat(request.sendTo(url)).startsWith("204");
            }
            long end = begin + SCENARIO_MILLIS;
            Programs.await("both have evaluated the scenario", () -> isEvaluatedThrough(prometheus, end) && isEvaluatedThrough(daemon.url(), end));
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
        return everyGroup(url, group -> group.path("rules").valueStream().allMatch(rule -> rule.path("health").asText().equals("ok")));
    }

    /** Whether every group's last evaluation was so late that all that could be asked about a time has been written. */
    private static boolean isEvaluatedThrough(String url, long timeMillis) {
        return everyGroup(url, group -> Instant.parse(group.path("lastEvaluation").asText()).toEpochMilli() >= timeMillis + 5_000);
    }

    private static boolean everyGroup(String url, Predicate<JsonNode> condition) {
        try {
            JsonNode groups = Json.get(url + "/api/v1/rules").at("/data/groups");
            return groups.size() == 3 && groups.valueStream().allMatch(condition);
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
                "--web.enable-remote-write-receiver", "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=prometheus-data"));
        String url = "http://127.0.0.1:" + port;
        Programs.await("Prometheus is ready", () -> Json.status(url + "/-/ready") == 200);
        return url;
    }
}
