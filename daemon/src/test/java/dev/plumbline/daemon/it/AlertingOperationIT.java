package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.fleet.receivers.Misbehaviour;
import dev.plumbline.fleet.receivers.PagerDutyStandIn;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import dev.plumbline.fleet.receivers.SlackStandIn;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What who runs alerting does and sees: test messages, reloads, a receiver that is down, a restart in the middle. */
class AlertingOperationIT {
    private static final String RULES = """
            groups:
            - name: pods
              interval: 500ms
              rules:
              - alert: Broken
                expr: broken == 1
                for: 1s
                keep_firing_for: 1h
                labels: {severity: critical}
            - name: watchdog
              interval: 500ms
              rules:
              - {alert: Watchdog, expr: vector(1), labels: {severity: none}}
            """;

    @TempDir
    private Path folder;

    private volatile boolean broken;

    private Exporter pods() throws Exception {
        return new Exporter(n -> "broken{pod=\"a\"} " + (broken ? 1 : 0) + "\n");
    }

    private void routing(String url) throws Exception {
        Files.writeString(folder.resolve("alertmanager.yml"), """
                route:
                  receiver: nobody
                  group_by: [alertname]
                  group_wait: 100ms
                  group_interval: 500ms
                  repeat_interval: 1h
                  routes: [{matchers: ['severity="critical"'], receiver: pager}]
                receivers:
                - name: nobody
                - name: pager
                  webhook_configs: [{url: '%s/page'}]
                """.formatted(url));
    }

    private static String config(Exporter target, String more) {
        return """
                global: {scrape_interval: 100ms, scrape_timeout: 100ms}
                rule_files: [rules.yml]
                alertmanager_config_file: alertmanager.yml
                %s
                scrape_configs:
                - {job_name: pods, static_configs: [{targets: ['%s']}]}
                """.formatted(more, target.address());
    }

    @Test
    void testMessagesGoTheRealWayAndSayWhatBecameOfThem() throws Exception {
        try (var programs = new Programs(folder); var slack = SlackStandIn.start(); var pagerDuty = PagerDutyStandIn.start()) {
            Files.writeString(folder.resolve("alertmanager.yml"), """
                    route: {receiver: on-call}
                    receivers:
                    - name: on-call
                      slack_configs: [{api_url: '%s', channel: '#ops'}]
                      pagerduty_configs: [{url: '%s', routing_key: 0123456789abcdef0123456789abcdef}]
                    - name: quiet
                    """.formatted(slack.webhookUrl(), pagerDuty.enqueueUrl()));
            var daemon = Daemon.start(programs, "alertmanager_config_file: alertmanager.yml\n");
            var good = notifyTest(programs, daemon, "on-call");
            assertThat(good.output()).contains("delivered  slack[0]").contains("delivered  pagerduty[1]");
            assertThat(good.exit()).isZero();
            assertThat(slack.accepted()).hasSize(1).allMatch(request -> request.body().contains("[TEST]"));
            assertThat(pagerDuty.accepted()).isNotEmpty().allMatch(request -> request.body().contains("routing_key"));
            slack.misbehave(Misbehaviour.status(404, "channel_not_found"));
            var bad = notifyTest(programs, daemon, "on-call");
            assertThat(bad.output()).contains("failed     slack[0]").contains("channel_not_found");
            assertThat(bad.exit()).isEqualTo(1);
            var unknown = notifyTest(programs, daemon, "nobody");
            assertThat(unknown.output()).contains("there is no receiver \"nobody\"").contains("on-call").contains("quiet");
            assertThat(unknown.exit()).isEqualTo(3);
            assertThat(notifyTest(programs, daemon, "quiet").output()).contains("has no integration");
        }
    }

    private static Programs.Finished notifyTest(Programs programs, Daemon daemon, String receiver) throws Exception {
        return programs.run(Daemon.command("notify", "test", receiver, "--url", daemon.url()));
    }

    @Test
    void aReceiverThatIsDownLosesNothingAndARestartMeanwhileNeither() throws Exception {
        Files.writeString(folder.resolve("rules.yml"), RULES);
        try (var programs = new Programs(folder); var pods = pods(); var pager = WebhookStandIn.start()) {
            routing(pager.url());
            pager.misbehaveAlways(Misbehaviour.status(503, "down"));
            var daemon = Daemon.start(programs, config(pods, ""));
            broken = true;
            Programs.await("it was tried", () -> !pager.requests().isEmpty());
            assertThat(firing(daemon)).hasSize(1);
            String since = firing(daemon).getFirst().path("activeAt").asText();
            broken = false;
            Programs.await("kept firing", () -> hasKeepFiring(daemon));
            String kept = firing(daemon).getFirst().path("keepFiringSince").asText();
            daemon.killAndRestart();
            Programs.await("rules go on", () -> !firing(daemon).isEmpty());
            JsonNode after = firing(daemon).getFirst();
            assertThat(after.path("activeAt").asText()).isEqualTo(since);
            assertThat(after.path("keepFiringSince").asText()).isEqualTo(kept);
            Programs.await("the message still waits", () -> body(daemon, "/metrics").contains("plumbline_outbox_messages 1"));
            pager.misbehaveAlways(null);
            Programs.await("delivered", () -> !pager.accepted().isEmpty());
            Programs.await("acknowledged", () -> body(daemon, "/metrics").contains("plumbline_outbox_messages 0"));
            assertThat(pager.accepted()).hasSize(1);
            assertThat(pager.accepted().stream().map(ReceivedRequest::body)).allMatch(body -> body.contains("\"status\":\"firing\""));
        }
    }

    @Test
    void aReloadTakesAllOrNothing() throws Exception {
        Files.writeString(folder.resolve("rules.yml"), RULES);
        try (var programs = new Programs(folder); var pods = pods(); var pager = WebhookStandIn.start()) {
            routing(pager.url());
            var daemon = Daemon.start(programs, config(pods, ""), "--web.enable-lifecycle");
            String before = hash(daemon);
            Files.writeString(folder.resolve("alertmanager.yml"), "route: {receiver: missing}\nreceivers: [{name: pager}]\n");
            Files.writeString(folder.resolve("rules.yml"), "groups: [{name: g, rules: [{alert: A, expr: 'up ==', labels: {a: '{{ $nope }}'}}]}]\n");
            var refused = daemon.send("POST", "/-/reload");
            assertThat(refused.status()).isEqualTo(500);
            assertThat(refused.body()).contains("alertmanager.yml:1:").contains("missing").contains("rules.yml:1:").contains("group \"g\"");
            assertThat(daemon.get("/metrics").body()).contains("prometheus_config_last_reload_successful 0");
            assertThat(hash(daemon)).isEqualTo(before);
            assertThat(daemon.get("/api/v1/rules").body()).contains("Watchdog").contains("Broken");
            routing(pager.url() + "/elsewhere");
            Files.writeString(folder.resolve("rules.yml"), RULES.replace("for: 1s", "for: 0s"));
            assertThat(daemon.send("POST", "/-/reload").status()).isEqualTo(200);
            assertThat(daemon.get("/metrics").body()).contains("prometheus_config_last_reload_successful 1");
            assertThat(hash(daemon)).isNotEqualTo(before);
            broken = true;
            Programs.await("paged at the new place", () -> pager.accepted().stream().anyMatch(r -> r.path().startsWith("/elsewhere")));
        }
    }

    @Test
    void theHeartbeatStopsWithEvaluation() throws Exception {
        Files.writeString(folder.resolve("rules.yml"), RULES);
        try (var programs = new Programs(folder); var pods = pods(); var beats = WebhookStandIn.start()) {
            routing(beats.url());
            String heartbeat = "heartbeat: {url: '" + beats.url() + "/beat', interval: 1s}";
            var daemon = Daemon.start(programs, config(pods, heartbeat), "--web.enable-lifecycle");
            Programs.await("beats", () -> beats.accepted().size() >= 3);
            assertThat(beats.accepted().getFirst().body()).contains("\"watchdog\":true");
            Files.writeString(folder.resolve("rules.yml"), RULES.replace("vector(1)", "vector(1) < 0"));
            assertThat(daemon.send("POST", "/-/reload").status()).isEqualTo(200);
            Programs.await("withheld", () -> body(daemon, "/metrics").contains("plumbline_heartbeat_withheld{reason=\"watchdog_silent\"} 1"));
        }
    }

    private static String hash(Daemon daemon) throws Exception {
        String metrics = daemon.get("/metrics").body();
        int at = metrics.indexOf("plumbline_config_info{hash=\"");
        return metrics.substring(at, metrics.indexOf('}', at));
    }

    private static String body(Daemon daemon, String path) {
        try {
            return daemon.get(path).body();
        } catch (Exception e) {
            return "";
        }
    }

    private static boolean hasKeepFiring(Daemon daemon) {
        var firing = firing(daemon);
        return !firing.isEmpty() && firing.getFirst().has("keepFiringSince");
    }

    /** Alerts of pods that fire; none also when nobody answers. */
    private static List<JsonNode> firing(Daemon daemon) {
        var firing = new ArrayList<JsonNode>();
        try {
            for (JsonNode alert : Json.get(daemon.url() + "/api/v1/alerts").at("/data/alerts")) {
                if (alert.path("state").asText().equals("firing") && alert.at("/labels/alertname").asText().equals("Broken")) {
                    firing.add(alert);
                }
            }
        } catch (Exception e) {
            return List.of();
        }
        return firing;
    }
}
