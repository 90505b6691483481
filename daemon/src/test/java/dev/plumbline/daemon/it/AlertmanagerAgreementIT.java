package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import dev.plumbline.fleet.receivers.WebhookStandIn;
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
 * The same alerts through a real Alertmanager, told by the daemon, and through the daemon's own routing, both with the same
 * configuration: the same webhooks with the same groups and contents, in the same order for each group. Alerts come every two
 * seconds after the first, groups are flushed a second off, so that no flush can see an alert in one and not in the other.
 */
@Isolated("both systems group in real time, which is what is compared")
class AlertmanagerAgreementIT {
    private static final String RULES = """
            groups:
            - name: alerts
              interval: 1s
              query_offset: 3s
              rules:
              - alert: Broken
                expr: broken == 1
                labels: {severity: critical}
                annotations: {summary: '{{ $labels.pod }} is broken', runbook: 'https://runbooks.example/broken'}
              - alert: Slow
                expr: slow > 0.5
                labels: {severity: warning, team: '{{ if eq $labels.pod "a" }}web{{ else }}data{{ end }}'}
                annotations: {summary: '{{ $value }} s', runbook: 'https://runbooks.example/slow'}
            """;

    @TempDir
    private Path folder;

    private volatile long beginMillis = Long.MAX_VALUE;

    private Map<String, Double> values(long timeMillis) {
        double t = timeMillis < beginMillis ? -1 : (timeMillis - beginMillis) / 2000.0;
        var row = new TreeMap<String, Double>();
        row.put("broken{pod=\"a\"}", between(t, 0, 14));
        row.put("broken{pod=\"b\"}", between(t, 0, 6));
        row.put("broken{pod=\"c\"}", between(t, 4, 14));
        row.put("slow{pod=\"a\"}", between(t, 0, 8));
        row.put("slow{pod=\"b\"}", between(t, 0, 14));
        row.put("slow{pod=\"c\"}", between(t, 10, 14));
        return row;
    }

    private static double between(double t, double from, double to) {
        return t >= from && t < to ? 1 : 0;
    }

    @Test
    void tellsTheSameOfTheSameAlerts() throws Exception {
        Files.writeString(folder.resolve("rules.yml"), RULES);
        try (var programs = new Programs(folder); var rows = new LiveRows(this::values); var webhooks = WebhookStandIn.start()) {
            int port = startAlertmanager(programs, webhooks);
            Files.writeString(folder.resolve("ours.yml"), routing(webhooks.url() + "/ours"));
            var daemon = Daemon.start(programs, config(rows, port));
            Programs.await("rules are evaluated", () -> daemon.valueOrNaN("count(slow)") == 3);
            beginMillis = System.currentTimeMillis() / 1000 * 1000 + 2_000;
            Programs.await("everything is resolved in both", () -> resolved(webhooks, "/theirs") && resolved(webhooks, "/ours"));
            var theirs = told(webhooks.accepted(), "/theirs");
            var ours = told(webhooks.accepted(), "/ours");
            assertThat(ours.keySet()).isEqualTo(theirs.keySet());
            assertThat(theirs).as("groups").hasSize(4);
            theirs.forEach((group, messages) -> assertThat(ours.get(group)).as(group).isEqualTo(messages));
        }
    }

    /** Whether each of the four groups has ended with nothing firing. */
    private static boolean resolved(WebhookStandIn webhooks, String path) {
        var told = told(webhooks.accepted(), path);
        return told.size() == 4 && told.values().stream().allMatch(messages -> messages.getLast().path("status").asText().equals("resolved"));
    }

    /** Messages by receiver and group, in order. */
    private static Map<String, List<JsonNode>> told(List<ReceivedRequest> requests, String path) {
        var told = new TreeMap<String, List<JsonNode>>();
        for (ReceivedRequest request : requests) {
            if (request.path().startsWith(path)) {
                JsonNode message = Json.without(Json.parse(request.body()), Set.of("externalURL", "routeLabels", "notification_reason"));
                ((ObjectNode) message).put("path", request.path().substring(path.length()));
                told.computeIfAbsent(message.path("receiver").asText() + " " + message.path("groupKey").asText(), k -> new ArrayList<>())
                        .add(message);
            }
        }
        return told;
    }

    private static int startAlertmanager(Programs programs, WebhookStandIn webhooks) throws Exception {
        int port = Programs.freePort();
        Files.writeString(programs.folder().resolve("theirs.yml"), routing(webhooks.url() + "/theirs"));
        programs.start("alertmanager.log", RealAlertmanager.command(programs.folder(), "theirs.yml", port));
        Programs.await("Alertmanager is ready", () -> Json.status("http://127.0.0.1:" + port + "/-/ready") == 200);
        return port;
    }

    private static String routing(String url) {
        return """
                route:
                  receiver: everything
                  group_by: [alertname]
                  group_wait: 3s
                  group_interval: 4s
                  repeat_interval: 1h
                  routes:
                  - matchers: [severity="critical"]
                    receiver: pager
                    group_by: [alertname, severity]
                    continue: true
                  - matchers: [severity=~"warn.*", team!="data"]
                    receiver: web
                    group_by: ['...']
                  - matchers: [alertname="Slow"]
                    receiver: data
                  - matchers: [alertname="Broken"]
                    receiver: everything
                receivers:
                - name: everything
                  webhook_configs: [{url: '%1$s/everything'}]
                - name: pager
                  webhook_configs: [{url: '%1$s/pager', max_alerts: 1}]
                - name: web
                  webhook_configs: [{url: '%1$s/web'}]
                - name: data
                  webhook_configs: [{url: '%1$s/data'}]
                """.formatted(url);
    }

    private static String config(LiveRows rows, int alertmanager) {
        return """
                global: {scrape_interval: 100ms, scrape_timeout: 100ms, external_labels: {region: test}}
                rule_files: [rules.yml]
                alertmanager_config_file: ours.yml
                alerting:
                  alertmanagers:
                  - static_configs: [{targets: ['127.0.0.1:%d']}]
                scrape_configs:
                - job_name: rows
                  metrics_path: /rows
                  static_configs: [{targets: ['%s'], labels: {instance: same}}]
                """.formatted(alertmanager, rows.address());
    }
}
