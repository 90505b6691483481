package dev.plumbline.daemon.command.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.command.DaemonClient.Reply;
import dev.plumbline.daemon.command.Run;
import dev.plumbline.daemon.command.StandInDaemon;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BacktestCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final List<String> EARLY = List.of("2026-11-18T10:00:00Z", "2026-11-18T10:10:00Z", "2026-11-18T10:02:00Z");
    private final VirtualTime time = new VirtualTime(NOW.toEpochMilli());

    @TempDir
    private Path folder;

    @BeforeEach
    void files() throws IOException {
        Files.writeString(folder.resolve("canary.yml"), """
                policies:
                - name: web
                  match: {service: shop}
                  canary: '{version="{{version}}"}'
                  stages: [{weight: 25, at_most: 10m}]
                  metrics: [{name: error_rate, signal: error_rate, fail_above: 5%}]
                """);
        Files.writeString(folder.resolve("releases.yml"), """
                releases:
                - {name: one, service: shop, version: go, start: 2026-11-20T10:00:00Z, end: 2026-11-20T10:30:00Z, outcome: good}
                - {name: two, service: shop, version: no-go, start: 2026-11-20T10:00:00Z, end: 2026-11-20T10:30:00Z, outcome: good}
                - {name: three, service: shop, version: no-go, start: 2026-11-20T10:00:00Z, end: 2026-11-20T10:30:00Z, outcome: bad,
                   bad_since: 2026-11-20T10:01:00Z}
                - {name: four, service: shop, version: go, start: 2026-11-20T10:00:00Z, end: 2026-11-20T10:30:00Z, outcome: bad}
                - {name: five, service: shop, version: inconclusive, start: 2026-11-20T10:00:00Z, end: 2026-11-20T10:30:00Z, outcome: bad}
                - {name: six, service: other, version: go, start: 2026-11-20T10:00:00Z, end: 2026-11-20T10:30:00Z, outcome: good}
                """);
    }

    /** Says of each version what it is called, after five minutes. */
    private static Reply judge(StandInDaemon.Request request) {
        JsonObject order = JsonObject.read("order", request.body());
        return new Reply(200, """
                {"id": "a-1", "state": "ended", "verdict": "%s", "reason": "error_rate 1, and \\"so on\\"", "decided": "%s", "metrics": []}
                """.formatted(order.text("version"), Instant.parse(order.text("start")).plusSeconds(300)));
    }

    private Run run(StandInDaemon daemon, String... more) {
        var arguments = new ArrayList<>(List.of("--url", daemon.url(), "--policy", folder.resolve("canary.yml").toString()));
        arguments.addAll(List.of(more));
        return Run.of(new BacktestCommand(time), arguments.toArray(String[]::new));
    }

    private String releases() {
        return folder.resolve("releases.yml").toString();
    }

    @Test
    void tableForPeople() throws IOException {
        try (var daemon = new StandInDaemon(BacktestCommandTest::judge)) {
            Run run = run(daemon, releases());
            assertThat(run.err()).isEmpty();
            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("1 of 2, 50 % (1.26 to 98.7)", "1 of 3, 33.3 % (0.84 to 90.6)", "1 of 5, 20 % (0.505 to 71.6)");
            assertThat(run.out()).containsPattern("two +good +web +no-go +false alarm +5 +error_rate 1")
                    .containsPattern("three +bad +web +no-go +caught +5").containsPattern("four +bad +web +go +missed")
                    .containsPattern("five +bad +web +inconclusive +inconclusive");
            assertThat(run.out()).contains("note: policy web does not govern 1 of the releases (match: service=shop)");
            assertThat(daemon.requests).hasSize(5).allMatch(r -> r.target().equals("/v1/analyses") && r.method().equals("POST"));
            assertThat(daemon.requests.getFirst().body()).contains("\"keep\":false", "\"spec\":{\"name\":\"web\"", "\"start\":\"2026-11-20T10:00:00Z\"");
        }
    }

    @Test
    void jsonAndCsvForPrograms() throws IOException {
        try (var daemon = new StandInDaemon(BacktestCommandTest::judge)) {
            JsonObject report = JsonObject.read("report", run(daemon, releases(), "--output", "json").out());
            JsonObject web = report.objects("policies").getFirst();
            assertThat(web.json("falseAlarms").orElseThrow()).startsWith("{\"events\":\"1\",\"trials\":\"2\",\"rate\":\"0.5\"");
            assertThat(web.json("minutesToDetection").orElseThrow()).isEqualTo("{\"of\":\"1\",\"median\":\"4.0\",\"p90\":\"4.0\"}");
            assertThat(report.objects("results")).hasSize(5);
            assertThat(report.objects("results").get(2).text("badSince")).isEqualTo("2026-11-20T10:01:00Z");
            var lines = run(daemon, releases(), "--output", "csv").out().lines().toList();
            assertThat(lines).hasSize(6).startsWith("release,known,policy,verdict,result,minutes,reason")
                    .contains("two,good,web,no-go,false alarm,5,\"error_rate 1, and \"\"so on\"\"\"");
        }
    }

    @Test
    void asksAgainWhileTheDaemonIsBusy() throws IOException {
        var refusals = new AtomicInteger(7);
        try (var daemon = new StandInDaemon(r -> refusals.getAndDecrement() > 0
                ? new Reply(503, "{\"detail\": \"2 analyses of the past are being judged, which is the most; try again\"}") : judge(r))) {
            assertThat(run(daemon, releases()).exit()).isZero();
            assertThat(daemon.requests).hasSize(12);
        }
    }

    @Test
    void givesUpWithTheReason() throws IOException {
        try (var daemon = new StandInDaemon(r -> new Reply(503, "{\"detail\": \"the daemon is starting\"}"))) {
            Run run = run(daemon, releases());
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err()).isEqualTo("plumbline backtest: the daemon is starting\n");
        }
    }

    @Test
    void oneRefusedReleaseDoesNotHideTheOthers() throws IOException {
        try (var daemon = new StandInDaemon(r -> r.body().contains("\"inconclusive\"") ? new Reply(400, "{\"detail\": \"stable is missing\"}") : judge(r))) {
            Run run = run(daemon, releases());
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.out()).containsPattern("five +bad +web +- +error +- +stable is missing").containsPattern("one +good +web +go +passed")
                    .contains("policy web could not be tried on 1 releases");
        }
    }

    @Test
    void historyIsBelievedAsFarAsItGoes() throws IOException {
        List<String> shown = List.of(
                entry("go", EARLY, ""),
                entry("go", EARLY, ", 'late': {'at': '2026-11-18T11:00:00Z', 'reason': 'x'}"),
                entry("no-go", EARLY, ""),
                entry("no-go", EARLY, ", 'decisions': [{'verdict': 'no-go', 'by': 'ann', 'why': 'bad'}]"),
                entry("go", List.of("2026-11-21T10:00:00Z", "2026-11-21T10:10:00Z", "2026-11-21T10:02:00Z"), ""),
                entry("go", List.of("2026-11-21T11:59:00Z", "2026-11-21T12:09:00Z", "2026-11-21T11:59:30Z"), ""),
                entry("go", EARLY, "").replace("\"gate\": true", "\"gate\": false"));
        try (var daemon = new StandInDaemon(r -> r.method().equals("POST") ? judge(r)
                : new Reply(200, "{\"analyses\":[" + String.join(",", r.target().contains("cursor=2") ? shown.subList(4, 7) : shown.subList(0, 4)) + "]"
                        + (r.target().contains("cursor=2") ? "" : ",\"next\":\"2\"") + "}"))) {
            Run run = run(daemon, "--from-history", "30d", "--service", "shop");
            assertThat(run.err()).isEmpty();
            assertThat(run.exit()).isZero();
            assertThat(run.out()).contains("note: 1 good: got a go at least a day ago, and no failure was seen after it", "note: 1 bad: failed after its go",
                    "note: 1 bad: a person decided so", "note: 1 left out: no-go by the judge, and nobody said whether it was right",
                    "note: 1 left out: got its go less than a day ago", "note: 1 left out: not over yet", "no better than what was noticed");
            assertThat(daemon.requests.getFirst().target()).contains("service=shop", "from=2026-10-22T12%3A00%3A00Z");
            var orders = daemon.requests.stream().filter(r -> r.method().equals("POST")).toList();
            assertThat(orders).hasSize(3).allMatch(r -> r.body().contains("\"stable\":\"old\""));
        }
    }

    /** An analysis as a list shows it: with its since, until and decided. */
    private static String entry(String verdict, List<String> times, String more) {
        return """
                {'id': 'a', 'service': 'shop', 'namespace': '', 'version': '%1$s', 'revision': '', 'stage': '25', 'stable': 'old', 'gate': true,
                'verdict': '%1$s', 'since': '%2$s', 'until': '%3$s', 'decided': '%4$s'%5$s}
                """.formatted(verdict, times.get(0), times.get(1), times.get(2), more).replace('\'', '"');
    }

    @Test
    void mistakesAreExplained() throws IOException {
        try (var daemon = new StandInDaemon(BacktestCommandTest::judge)) {
            assertThat(run(daemon).err()).contains("give either a file of releases or --from-history");
            assertThat(run(daemon, releases(), "--from-history", "1d").exit()).isEqualTo(3);
            assertThat(run(daemon, "--from-history", "soon").err()).contains("\"soon\" is not a duration");
            assertThat(run(daemon, releases(), "--output", "xml").err()).contains("takes table, json or csv");
            Path broken = Files.writeString(folder.resolve("broken.yml"), "releases:\n- {service: shop}\n");
            assertThat(run(daemon, broken.toString()).err()).contains("broken.yml:2:3: a release needs version").doesNotContain("\tat ");
            Run nobody = Run.of(new BacktestCommand(time), "--url", "http://127.0.0.1:1", "--policy", folder.resolve("canary.yml").toString(), releases());
            assertThat(nobody.exit()).isEqualTo(3);
            assertThat(nobody.err()).contains("cannot ask http://127.0.0.1:1");
            assertThat(daemon.requests).isEmpty();
        }
    }

    @Test
    void withoutHistoryThereIsNothingToReport() throws IOException {
        try (var daemon = new StandInDaemon(r -> new Reply(200, "{\"analyses\":[]}"))) {
            Run run = run(daemon, "--from-history", "1d");
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err()).isEqualTo("plumbline backtest: there is no release of known outcome: the daemon's gate was asked about nothing within that time\n");
        }
    }
}
