package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.daemon.config.alertmanager.AlertmanagerLoader;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.integrations.Notifiers;
import dev.plumbline.fleet.receivers.HttpStandIn;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import dev.plumbline.fleet.receivers.SlackStandIn;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import dev.plumbline.model.Labels;
import dev.plumbline.template.alertmanager.AlertmanagerTemplates;
import dev.plumbline.time.VirtualTime;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same alerts told by a real Alertmanager and by our notifiers, both with the same configuration: the same bodies at
 * webhooks, Slack and PagerDuty. What Alertmanager says in its webhook is what our notifiers are given.
 */
class NotifierAgreementIT {
    private static final String URL = "http://alerts.example";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder;

    /** One of each, for one side. */
    private record Receivers(WebhookStandIn webhook, WebhookStandIn own, SlackStandIn slack, PagerDutyStandIn pagerDuty) implements AutoCloseable {
        static Receivers start() {
            return new Receivers(WebhookStandIn.start(), WebhookStandIn.start(), SlackStandIn.start(), PagerDutyStandIn.start());
        }

        List<HttpStandIn> all() {
            return List.of(webhook, own, slack, pagerDuty);
        }

        boolean have(int count) {
            return all().stream().allMatch(receiver -> receiver.accepted().size() >= count);
        }

        String configuration() {
            return """
                    route: {receiver: all.in, group_by: [alertname, team], group_wait: 1s, group_interval: 1s, repeat_interval: 1h}
                    receivers:
                    - name: all.in
                      webhook_configs:
                      - {url: '%s/hook'}
                      - url: '%s/own'
                        payload:
                          state: '{{ .Status }}'
                          list: ['{{ len .Alerts }}', 5, true, null, text]
                          alerts: '{{ .Alerts | toJson }}'
                      slack_configs:
                      - api_url: '%s'
                        channel: '#ops'
                        send_resolved: true
                        text: '{{ range .Alerts }}{{ .Annotations.summary }} {{ .Status }} {{ end }}'
                        fields: [{title: Team, value: '{{ .GroupLabels.team }}'}, {title: U, value: v, short: true}]
                        actions: [{type: button, text: Run, url: 'http://run.example'}]
                      pagerduty_configs:
                      - routing_key: 0123456789abcdef0123456789abcdef
                        url: '%s'
                        severity: '{{ if .CommonLabels.severity }}{{ .CommonLabels.severity }}{{ else }}warning{{ end }}'
                        details: {team: '{{ .GroupLabels.team }}'}
                        links: [{href: 'http://l.example', text: '{{ .Status }}'}]
                        images: [{src: 'https://i.example', alt: a, href: 'http://h.example'}]
                    """.formatted(webhook.url(), own.url(), slack.webhookUrl(), pagerDuty.enqueueUrl());
        }

        @Override
        public void close() {
            all().forEach(HttpStandIn::close);
        }
    }

    @Test
    void saysTheSameOfTheSameAlerts() throws Exception {
        try (var programs = new Programs(folder); var theirs = Receivers.start(); var ours = Receivers.start()) {
            int port = startAlertmanager(programs, theirs);
            post(port, "2030-01-01T00:00:00Z");
            Programs.await("Alertmanager tells of firing alerts", () -> theirs.have(1));
            post(port, "2026-01-02T00:00:00.5Z");
            Programs.await("Alertmanager tells of resolved alerts", () -> theirs.have(2));
            for (int i = 0; i < 2; i++) {
                sendOurs(JSON.readTree(theirs.webhook.accepted().get(i).body()), ours);
            }
            for (int r = 0; r < ours.all().size(); r++) {
                assertThat(bodies(ours.all().get(r))).isEqualTo(bodies(theirs.all().get(r)).subList(0, 2));
            }
        }
    }

    private int startAlertmanager(Programs programs, Receivers receivers) throws Exception {
        int port = Programs.freePort();
        Files.writeString(folder.resolve("theirs.yml"), receivers.configuration());
        var command = new ArrayList<>(RealAlertmanager.command(folder, "theirs.yml", port));
        command.add("--web.external-url=" + URL);
        programs.start("alertmanager.log", command);
        Programs.await("Alertmanager is ready", () -> Json.status("http://127.0.0.1:" + port + "/-/ready") == 200);
        return port;
    }

    private static void post(int port, String endsAt) throws Exception {
        String alert = """
                {"labels":{"alertname":"X","team":"a","job":"j","severity":"critical","instance":"%s"},
                 "annotations":{"summary":"s <&> \\"q\\" %s","d":"same"},"startsAt":"2026-01-01T00:00:00.120Z","endsAt":"%s","generatorURL":"http://g/%s"}""";
        String body = "[" + alert.formatted("i1", "1", endsAt, "1") + "," + alert.formatted("i2", "2", endsAt, "2") + "]";
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/alerts"))
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build();
            assertThat(client.send(request, HttpResponse.BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    private void sendOurs(JsonNode told, Receivers receivers) {
        var problems = new Problems();
        var read = Objects.requireNonNull(AlertmanagerLoader.parse(folder.resolve("ours.yml"), receivers.configuration(), Map.of(), problems));
        var time = new VirtualTime(Instant.parse("2026-01-02T00:00:00Z").toEpochMilli());
        try (var clients = new HttpClients(Map.of())) {
            var context = new NotifierContext(AlertmanagerTemplates.load(List.of(), time), URL, clients, time,
                    (kind, message) -> assertThat(message).as(kind).isEmpty());
            for (var integration : Objects.requireNonNull(read.config().receivers().get("all.in")).integrations()) {
                try (var notifier = Notifiers.of(integration, context)) {
                    assertThat(notifier.send(notification(told))).isInstanceOf(Delivery.Delivered.class);
                }
            }
        }
    }

    private static Notification notification(JsonNode told) {
        var alerts = new ArrayList<NotifiedAlert>();
        for (JsonNode alert : told.get("alerts")) {
            boolean firing = alert.get("status").textValue().equals("firing");
            alerts.add(new NotifiedAlert(labels(alert.get("labels")), labels(alert.get("annotations")), firing, millis(alert.get("startsAt")),
                    firing ? 0 : millis(alert.get("endsAt")), alert.get("generatorURL").textValue(), alert.get("fingerprint").textValue()));
        }
        String reason = told.get("notification_reason").textValue();
        var why = List.of(Notification.Reason.values()).stream().filter(r -> r.text().equals(reason)).findFirst().orElseThrow();
        return new Notification("key", "id", "all.in", told.get("groupKey").textValue(), labels(told.get("groupLabels")), Labels.EMPTY, why, alerts,
                Instant.parse("2026-01-02T00:00:00Z").toEpochMilli(), false);
    }

    private static long millis(JsonNode time) {
        return Instant.parse(time.textValue()).toEpochMilli();
    }

    private static Labels labels(JsonNode node) {
        var labels = new Labels.Builder();
        node.properties().forEach(e -> labels.set(e.getKey(), e.getValue().textValue()));
        return labels.build();
    }

    private static List<JsonNode> bodies(HttpStandIn receiver) throws Exception {
        var bodies = new ArrayList<JsonNode>();
        for (ReceivedRequest request : receiver.accepted()) {
            bodies.add(JSON.readTree(request.body()));
        }
        return bodies;
    }
}
