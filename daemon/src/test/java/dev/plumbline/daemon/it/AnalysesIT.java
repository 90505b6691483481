package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.fleet.receivers.ReceivedRequest;
import dev.plumbline.fleet.receivers.WebhookStandIn;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Fifty controllers ask about ten releases while their analyses end and the daemon is killed in between: each sees one verdict that
 * never changes, and it is told once. Then what people do with analyses and freezes, over HTTP.
 */
class AnalysesIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int RELEASES = 10;
    private static final int CONTROLLERS = 50;
    private static final String POLICIES = """
            policies:
            - name: web
              match: {service: shop}
              canary: '{service="{{service}}", version="{{version}}"}'
              stages: [{weight: 25, at_most: 10m}]
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%}
              judge: {method: thresholds, min_requests: 200, warm_up: 1s, min_window: 4s}
              on: {go: {notify: [releases]}, no_go: {notify: [releases]}}
            """;

    @TempDir
    private Path folder;

    /** Every third release fails a fifth of its requests; later ones have less traffic, so that they end later. */
    private static String shop(long scrape) {
        var text = new StringBuilder();
        for (int i = 0; i < RELEASES; i++) {
            long requests = scrape * (40 - 3 * i);
            long errors = i % 3 == 0 ? requests / 5 : 0;
            String series = "http_requests_total{service=\"shop\",version=\"v" + i + "\",status_code=";
            text.append(series).append("\"200\"} ").append(requests - errors).append('\n');
            text.append(series).append("\"500\"} ").append(errors).append('\n');
        }
        return text.toString();
    }

    @Test
    void oneVerdictForEveryReleaseOverKills() throws Exception {
        try (var programs = new Programs(folder); var exporter = new Exporter(AnalysesIT::shop); var told = WebhookStandIn.start();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var daemon = start(programs, exporter, told);
            var seen = new ConcurrentHashMap<String, Set<String>>();
            var over = new AtomicBoolean();
            for (int i = 0; i < CONTROLLERS; i++) {
                String version = "v" + i % RELEASES;
                threads.execute(() -> poll(daemon, version, seen.computeIfAbsent(version, v -> new ConcurrentSkipListSet<>()), over));
            }
            var killedAfter = new ArrayList<Integer>();
            for (int verdicts : new int[] {1, RELEASES / 2}) {
                Programs.await(verdicts + " verdicts", () -> seen.values().stream().filter(v -> !v.isEmpty()).count() >= verdicts);
                daemon.process().destroyForcibly().waitFor();
                killedAfter.add(told.accepted().size());
                daemon.killAndRestart();
            }
            Programs.await("all verdicts", () -> seen.size() == RELEASES && seen.values().stream().noneMatch(Set::isEmpty));
            Programs.await("all are told", () -> ids(told.accepted()).size() == RELEASES);
            over.set(true);
            seen.forEach((version, verdicts) -> assertThat(verdicts).as(version)
                    .containsExactly((version.charAt(1) - '0') % 3 == 0 ? "no-go" : "go"));
            assertThat(toldTwice(told.accepted(), killedAfter)).as("told twice with no kill in between").isEmpty();
            people(daemon);
            freezes(daemon);
        }
    }

    private Daemon start(Programs programs, Exporter exporter, WebhookStandIn told) throws Exception {
        Files.writeString(folder.resolve("canary.yml"), POLICIES);
        Files.writeString(folder.resolve("alertmanager.yml"), """
                route: {receiver: releases}
                receivers: [{name: releases, webhook_configs: [{url: '%s/verdict'}]}]
                """.formatted(told.url()));
        return Daemon.start(programs, """
                global: {scrape_interval: 200ms, scrape_timeout: 200ms}
                alertmanager_config_file: alertmanager.yml
                canary_files: [canary.yml]
                scrape_configs:
                - {job_name: shop, static_configs: [{targets: ['%s']}]}
                """.formatted(exporter.address()));
    }

    private static void poll(Daemon daemon, String version, Set<String> finals, AtomicBoolean over) {
        while (!over.get()) {
            try {
                var reply = daemon.get("/v1/gate/shop?version=" + version + "&stage=25");
                String verdict = reply.status() == 200 ? Json.parse(reply.body()).path("verdict").asText() : "pending";
                if (!verdict.equals("pending")) {
                    finals.add(verdict);
                }
                Thread.sleep(100);
            } catch (IOException e) {
                // killed: ask again
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private static Set<String> ids(List<ReceivedRequest> requests) {
        var ids = new TreeSet<String>();
        requests.forEach(r -> ids.add(r.header("idempotency-key")));
        return ids;
    }

    private static List<String> toldTwice(List<ReceivedRequest> requests, List<Integer> killedAfter) {
        var first = new ConcurrentHashMap<String, Integer>();
        var twice = new ArrayList<String>();
        for (int i = 0; i < requests.size(); i++) {
            Integer before = first.put(requests.get(i).header("idempotency-key"), i);
            int second = i;
            if (before != null && killedAfter.stream().noneMatch(kill -> before < kill && kill <= second)) {
                twice.add(requests.get(i).body());
            }
        }
        return twice;
    }

    /** Listing, evidence, replay, events, a decision. */
    private static void people(Daemon daemon) throws Exception {
        JsonNode listed = Json.parse(daemon.get("/v1/analyses?service=shop&verdict=no-go").body());
        assertThat(listed.path("analyses")).hasSize(4);
        String id = listed.at("/analyses/0/id").asText();
        assertThat(daemon.get("/v1/analyses/" + id).body()).contains("error_rate").contains("no-go");
        assertThat(daemon.get("/v1/analyses/" + id + "/evidence").body()).contains("http_requests_total");
        assertThat(Json.parse(send(daemon, "POST", "/v1/analyses/" + id + "/replay", "").body()).path("same").asBoolean()).isTrue();
        var events = daemon.get("/v1/analyses/" + id + "/events", "Accept", "text/event-stream");
        assertThat(events.body()).contains("event: verdict").contains("error_rate");
        var refused = send(daemon, "POST", "/v1/analyses/" + id + "/decision", "{\"verdict\":\"go\",\"by\":\"ann\",\"why\":\"it is fine\"}");
        assertThat(refused.statusCode()).isBetween(400, 409);
        assertThat(daemon.get("/v1/analyses/a-none").status()).isEqualTo(404);
        var made = send(daemon, "POST", "/v1/analyses", "{\"service\":\"shop\",\"version\":\"unseen\",\"stage\":\"25\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String unseen = Json.parse(made.body()).path("id").asText();
        var decided = send(daemon, "POST", "/v1/analyses/" + unseen + "/decision", "{\"verdict\":\"no-go\",\"by\":\"ann\",\"why\":\"not today\"}");
        assertThat(decided.statusCode()).as(decided.body()).isEqualTo(200);
        assertThat(daemon.get("/v1/gate/shop?version=unseen&stage=25").body()).contains("no-go").contains("not today");
    }

    private static void freezes(Daemon daemon) throws Exception {
        var made = send(daemon, "POST", "/v1/freezes", "{\"by\":\"ann\",\"why\":\"the fair\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(daemon.get("/v1/gate/shop?version=v1&stage=25").body()).contains("no-go").contains("the fair");
        daemon.killAndRestart();
        assertThat(daemon.get("/v1/gate/shop?version=v1&stage=25").body()).contains("no-go").contains("the fair");
        String id = Json.parse(daemon.get("/v1/freezes").body()).at("/freezes/0/id").asText();
        assertThat(send(daemon, "DELETE", "/v1/freezes/" + id, "").statusCode()).isEqualTo(200);
        assertThat(daemon.get("/v1/gate/shop?version=v1&stage=25").body()).contains("\"verdict\":\"go\"");
    }

    private static HttpResponse<String> send(Daemon daemon, String method, String path, String body) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(daemon.url() + path)).header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body)).build(), HttpResponse.BodyHandlers.ofString());
    }
}
