package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Labels;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three hours of a shop with good and bad releases come by remote write; then policies are tried on them, and calibrated on the stable pods. */
class BacktestIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int SCRAPE_MILLIS = 15_000;
    private static final int REQUESTS = 150;
    private static final int MINUTE = 60_000;
    private static final int HISTORY_MINUTES = 180;
    private static final double USUAL_ERRORS = 0.01;
    private static final double BAD_ERRORS = 0.15;
    private static final int BAD_AFTER_MINUTES = 3;
    private static final String CANDIDATES = """
            policies:
            - name: limits
              match: {service: shop}
              canary: '{service="{{service}}", version="{{version}}"}'
              stages: [{name: canary, at_most: 10m}]
              metrics: [{name: error_rate, signal: error_rate, fail_above: 5%}]
              judge: {method: thresholds, min_requests: 2000, min_window: 6m, interval: 15s}
            - name: compared
              match: {service: shop}
              canary: '{service="{{service}}", version="{{version}}"}'
              baseline: '{service="{{service}}", version="{{stable}}"}'
              stages: [{name: canary, at_most: 10m}]
              metrics: [{name: error_rate, signal: error_rate, margin: 2pp}]
              judge: {method: sequential, interval: 15s}
            """;
    private final long begin = System.currentTimeMillis() / SCRAPE_MILLIS * SCRAPE_MILLIS - (HISTORY_MINUTES + 5L) * MINUTE;

    @TempDir
    private Path folder;

    @Test
    void policiesAreTriedOnThePast() throws Exception {
        try (var programs = new Programs(folder)) {
            Files.writeString(folder.resolve("candidates.yml"), CANDIDATES);
            Files.writeString(folder.resolve("canary.yml"), CANDIDATES.substring(0, CANDIDATES.indexOf("- name: compared")).replace("at_most: 10m", "at_most: 4s")
                    .replace("judge: {", "judge: {warm_up: 1s, ").replace("min_window: 6m", "min_window: 1s"));
            var daemon = Daemon.start(programs, "global: {scrape_interval: 1h}\ncanary_files: [canary.yml]\nstorage: {tsdb: {out_of_order_time_window: 1d}}\n",
                    "--web.enable-remote-write-receiver");
            write(daemon);
            backtest(programs, daemon);
            calibrate(programs, daemon);
            history(programs, daemon);
        }
    }

    /** Four stable pods all the time; release i from its minute on, for ten minutes, on a pod of its own. */
    private void write(Daemon daemon) throws Exception {
        var writer = new RemoteWriter();
        var random = new Random(42);
        for (int pod = 0; pod < 4; pod++) {
            series(writer, new String[] {"1.0", "stable-" + pod}, 0, HISTORY_MINUTES, m -> USUAL_ERRORS, random);
        }
        for (int i = 0; i < 6; i++) {
            boolean bad = i % 2 == 1;
            series(writer, new String[] {"2." + i, "canary-" + i}, minute(i), 10,
                    m -> bad && m >= BAD_AFTER_MINUTES ? BAD_ERRORS : USUAL_ERRORS, random);
        }
        assertThat(writer.sendTo(daemon.url())).startsWith("20");
        Programs.await("the history is there", () -> daemon.valueOrNaN("count(last_over_time(http_requests_total[1d]))") == 20);
    }

    private static int minute(int release) {
        return 70 + 15 * release;
    }

    private interface ErrorShare {
        double at(int minute);
    }

    private void series(RemoteWriter writer, String[] versionAndPod, int fromMinute, int minutes, ErrorShare share, Random random) {
        int scrapes = minutes * MINUTE / SCRAPE_MILLIS + 1;
        long[] times = new long[scrapes];
        double[] good = new double[scrapes];
        double[] failed = new double[scrapes];
        for (int i = 0; i < scrapes; i++) {
            times[i] = begin + (long) fromMinute * MINUTE + (long) i * SCRAPE_MILLIS;
            double probability = share.at(i * SCRAPE_MILLIS / MINUTE);
            long errors = random.doubles(REQUESTS).filter(d -> d < probability).count();
            failed[i] = (i == 0 ? 0 : failed[i - 1]) + errors;
            good[i] = (i == 0 ? 0 : good[i - 1]) + REQUESTS - errors;
        }
        for (String status : List.of("200", "500")) {
            writer.series(Labels.of("__name__", "http_requests_total", "service", "shop", "version", versionAndPod[0], "pod", versionAndPod[1], "status_code", status),
                    times, status.equals("200") ? good : failed);
        }
    }

    private Instant at(int minute) {
        return Instant.ofEpochMilli(begin + (long) minute * MINUTE);
    }

    private void backtest(Programs programs, Daemon daemon) throws Exception {
        var releases = new StringBuilder("releases:\n");
        for (int i = 0; i < 6; i++) {
            releases.append("- {service: shop, version: '2.").append(i).append("', stable: '1.0', stage: canary, start: ").append(at(minute(i)))
                    .append(", end: ").append(at(minute(i) + 10))
                    .append(i % 2 == 1 ? ", outcome: bad, bad_since: " + at(minute(i) + BAD_AFTER_MINUTES) : ", outcome: good").append("}\n");
        }
        Files.writeString(folder.resolve("releases.yml"), releases);
        var run = plumbline(programs, daemon, "backtest", "--policy", "candidates.yml", "releases.yml", "--output", "json");
        assertThat(run.exit()).as(run.output()).isZero();
        JsonNode report = Json.parse(run.output());
        for (JsonNode policy : report.path("policies")) {
            assertThat(policy.at("/falseAlarms/events").asInt()).as(policy.toString()).isZero();
            assertThat(policy.at("/falseAlarms/trials").asInt()).isEqualTo(3);
            assertThat(policy.at("/misses/trials").asInt()).isEqualTo(3);
        }
        JsonNode limits = report.at("/policies/0");
        assertThat(limits.path("caught").asInt()).as(run.output()).isEqualTo(3);
        assertThat(limits.at("/minutesToDetection/median").asDouble()).isBetween(0.25, 7.0);
        assertThat(report.at("/policies/1/minutesToDetection/of").asInt() + report.at("/policies/1/misses/events").asInt())
                .as("caught, unless let go before they turned bad").isEqualTo(3);
        assertThat(report.path("results")).hasSize(12).allMatch(r -> r.path("reason").asText().contains("error_rate"));
        assertThat(Json.parse(daemon.get("/v1/analyses").body()).path("analyses")).as("nothing is kept").isEmpty();
        var table = plumbline(programs, daemon, "backtest", "--policy", "candidates.yml:limits", "releases.yml");
        assertThat(table.output()).contains("0 of 3, 0 % (0 to 70.8)").containsPattern("shop 2.1 stage canary +bad +limits +no-go +caught");
        Files.writeString(folder.resolve("wrong.yml"), releases.toString().replace("stage: canary", "stage: other"));
        var wrong = plumbline(programs, daemon, "backtest", "--policy", "candidates.yml:limits", "wrong.yml");
        assertThat(wrong.exit()).isEqualTo(3);
        assertThat(wrong.output()).contains("has no stage \"other\"; it has canary").doesNotContain("\tat ");
    }

    private static void calibrate(Programs programs, Daemon daemon) throws Exception {
        var run = plumbline(programs, daemon, "calibrate", "--policy", "candidates.yml:compared", "shop", "--version", "1.0", "--over", "150m", "--windows", "8",
                "--output", "json");
        assertThat(run.exit()).as(run.output()).isZero();
        JsonNode report = Json.parse(run.output());
        assertThat(report.path("label").asText()).isEqualTo("pod");
        assertThat(report.at("/verdicts/windows").asInt()).as(run.output()).isEqualTo(8);
        assertThat(report.at("/verdicts/noGo/events").asInt()).as("equals are compared").isZero();
        assertThat(report.at("/verdicts/go/events").asInt()).as(run.output()).isGreaterThan(5);
        assertThat(report.at("/metrics/0/windows").asInt()).isEqualTo(8);
        assertThat(report.at("/metrics/0/largestDifference").asDouble()).as("12,000 requests of an arm, a hundredth fails").isBetween(0.0, 0.01);
        assertThat(report.at("/forManyGoes/met").asBoolean()).as(run.output()).isTrue();
        assertThat(report.at("/forManyGoes/margins/error_rate").asText()).endsWith("pp");
        var table = plumbline(programs, daemon, "calibrate", "--policy", "candidates.yml:limits", "shop", "--version", "1.0", "--over", "150m", "--windows", "3");
        assertThat(table.exit()).as(table.output()).isZero();
        assertThat(table.output()).contains("3 windows of 10m, arms of 2 by pod", "go                    3 of 3, 100 %");
        var one = plumbline(programs, daemon, "calibrate", "--policy", "candidates.yml:limits", "shop", "--version", "2.0", "--over", "3h", "--windows", "18");
        assertThat(one.exit()).isEqualTo(3);
        assertThat(one.output()).contains("plumbline calibrate: ").doesNotContain("\tat ");
    }

    /** A release that nobody could measure, and that a person called bad. */
    private static void history(Programs programs, Daemon daemon) throws Exception {
        var none = plumbline(programs, daemon, "backtest", "--policy", "candidates.yml:limits", "--from-history", "1d");
        assertThat(none.exit()).isEqualTo(3);
        assertThat(none.output()).contains("no release of known outcome");
        String id = Json.parse(daemon.get("/v1/gate/shop?version=3.0").body()).path("analysis").asText();
        Programs.await("it ends", () -> {
            try {
                return daemon.get("/v1/analyses/" + id).body().contains("\"state\":\"ended\"");
            } catch (java.io.IOException | InterruptedException e) {
                return false;
            }
        });
        var decided = HTTP.send(HttpRequest.newBuilder(URI.create(daemon.url() + "/v1/analyses/" + id + "/decision"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"verdict\":\"no-go\",\"by\":\"ann\",\"why\":\"customers complain\"}")).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(decided.statusCode()).as(decided.body()).isEqualTo(200);
        var known = plumbline(programs, daemon, "backtest", "--policy", "canary.yml", "--from-history", "1d");
        assertThat(known.exit()).as(known.output()).isZero();
        assertThat(known.output()).contains("note: 1 bad: a person decided so").containsPattern("shop 3.0 stage canary .*bad +limits +inconclusive");
    }

    private static Programs.Finished plumbline(Programs programs, Daemon daemon, String... arguments) throws Exception {
        var command = new ArrayList<>(Daemon.command(arguments));
        command.addAll(List.of("--url", daemon.url()));
        return programs.run(command);
    }
}
