package dev.plumbline.daemon.command.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.command.DaemonClient.Reply;
import dev.plumbline.daemon.command.Run;
import dev.plumbline.daemon.command.StandInDaemon;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateCommandTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private final VirtualTime time = new VirtualTime(NOW.toEpochMilli());
    private List<String> pods = List.of("a", "b", "c", "d");
    private String label = "pod";

    @TempDir
    private Path folder;

    @BeforeEach
    void file() throws IOException {
        Files.writeString(folder.resolve("canary.yml"), """
                policies:
                - name: web
                  match: {service: shop}
                  canary: '{version="{{version}}"}'
                  baseline: '{version="{{stable}}"}'
                  stages: [{weight: 25, at_most: 30m}]
                  metrics: [{name: errors, signal: error_rate, margin: 0.5pp}]
                """);
    }

    /** Arms are apart by up to 1 point; which window by how much depends on its start alone. */
    private Reply serve(StandInDaemon.Request request) {
        if (request.method().equals("GET")) {
            boolean asked = request.target().contains("group%20by%20%28" + label + "%29");
            return new Reply(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
                    + (asked ? pods : List.of("")).stream().map(p -> "{\"metric\":{" + (p.isEmpty() ? "" : "\"" + label + "\":\"" + p + "\"")
                            + "},\"value\":[1,\"1\"]}").collect(Collectors.joining(",")) + "]}}");
        }
        JsonObject order = JsonObject.read("order", request.body());
        JsonObject errors = Objects.requireNonNull(order.object("spec")).objects("metrics").getFirst();
        long start = Instant.parse(order.text("start")).toEpochMilli();
        double difference = difference(start);
        String margin = errors.text("margin");
        double points = margin.endsWith("pp") ? Double.parseDouble(margin.replace("pp", "").strip()) : 1e15;
        boolean fails = difference * 100 > points;
        return new Reply(200, """
                {"verdict": "%s", "reason": "errors were %s apart", "decided": "%s", "metrics":
                 [{"metric": "errors", "outcome": "%s", "value": %s, "baseline": {"value": 0.02}}]}
                """.formatted(fails ? "no-go" : "go", difference, order.text("end"), fails ? "fail" : "pass", 0.02 + difference));
    }

    private static double difference(long start) {
        return new SplittableRandom(start).nextInt(1, 1_001) / 100_000.0;
    }

    private Run run(StandInDaemon daemon, String... more) {
        var arguments = new ArrayList<>(List.of("--url", daemon.url(), "--policy", folder.resolve("canary.yml").toString(), "shop", "--version", "2.0"));
        arguments.addAll(List.of(more));
        return Run.of(new CalibrateCommand(time), arguments.toArray(String[]::new));
    }

    private static List<StandInDaemon.Request> orders(StandInDaemon daemon) {
        return daemon.requests.stream().filter(r -> r.method().equals("POST")).toList();
    }

    @Test
    void countsFalseAlarmsAndSuggestsMargins() throws IOException {
        try (var daemon = new StandInDaemon(this::serve)) {
            Run run = run(daemon, "--windows", "100", "--output", "json");
            assertThat(run.err()).isEmpty();
            assertThat(run.exit()).isZero();
            JsonObject report = JsonObject.read("report", run.out());
            double[] differences = orders(daemon).stream().limit(100).map(r -> JsonObject.read("order", r.body()).text("start")).sorted()
                    .mapToDouble(start -> difference(Instant.parse(start).toEpochMilli())).sorted().toArray();
            long above = Arrays.stream(differences).filter(d -> d > 0.005).count();
            assertThat(above).isBetween(30L, 70L);
            JsonObject verdicts = Objects.requireNonNull(report.object("verdicts"));
            assertThat(verdicts.json("noGo").orElseThrow()).startsWith("{\"events\":\"" + above + "\",\"trials\":\"100\"");
            assertThat(verdicts.json("failed").orElseThrow()).isEqualTo("{\"errors\":\"" + above + "\"}");
            assertThat(report.objects("falseAlarms")).hasSize((int) above);
            assertSuggested(report, "forFewFalseAlarms", differences[94]);
            assertSuggested(report, "forManyGoes", differences[89]);
        }
    }

    /** The smallest margin that tolerates the difference, to two digits upwards. */
    private static void assertSuggested(JsonObject report, String which, double difference) {
        JsonObject search = Objects.requireNonNull(report.object(which));
        String margin = Objects.requireNonNull(search.object("margins")).text("errors");
        assertThat(margin).endsWith("pp");
        double points = Double.parseDouble(margin.replace("pp", ""));
        assertThat(points).isBetween(100 * difference - 1e-9, 100 * difference + 0.011);
        assertThat(search.text("met")).isEqualTo("true");
    }

    @Test
    void tableForPeople() throws IOException {
        try (var daemon = new StandInDaemon(this::serve)) {
            Run run = run(daemon);
            assertThat(run.err()).isEmpty();
            assertThat(run.out()).startsWith("A/A of shop 2.0 by policy web, stage 25: 50 windows of 30m, arms of 2 by pod, seed 1")
                    .contains("no-go, a false alarm", " of 50, ", "MARGIN FOR NO-GO <= 5 %", "MARGIN FOR GO >= 90 %", "tried together: no-go",
                            "false alarm 2026-11-", "apart", "note: windows do not overlap").containsPattern("errors +[0-9]+ +0 +0.5 pp +0.[0-9]+pp, ");
            assertThat(run(daemon, "--no-margins").out()).doesNotContain("tried together");
            assertThat(orders(daemon)).hasSizeGreaterThanOrEqualTo(4 * 50 + 50);
        }
    }

    @Test
    void windowsAndArmsAreAsTheyShouldBe() throws IOException {
        try (var daemon = new StandInDaemon(this::serve)) {
            run(daemon, "--no-margins", "--windows", "40", "--seed", "7", "--end", "2026-11-21T11:58:00Z");
            time.advance(3_600_000);
            run(daemon, "--no-margins", "--windows", "40", "--seed", "7", "--end", "2026-11-21T11:58:00Z");
            List<String> bodies = orders(daemon).stream().map(StandInDaemon.Request::body).toList();
            assertThat(bodies).hasSize(80);
            assertThat(new HashSet<>(bodies)).as("the same seed, the same orders").hasSize(40);
            var starts = new HashSet<>(bodies).stream().map(b -> Instant.parse(JsonObject.read("o", b).text("start"))).sorted().toList();
            for (int i = 1; i < starts.size(); i++) {
                assertThat(Duration.between(starts.get(i - 1), starts.get(i))).isGreaterThanOrEqualTo(Duration.ofMinutes(30));
            }
            assertThat(starts.getFirst()).isAfterOrEqualTo(NOW.minus(Duration.ofDays(7)).minusSeconds(120));
            assertThat(starts.getLast().plus(Duration.ofMinutes(30))).isBefore(NOW);
            assertThat(bodies).allMatch(b -> b.contains("\"keep\":false") && b.contains("\"stable\":\"2.0\"") && b.contains("pod=~"));
            assertThat(bodies.stream().map(b -> Objects.requireNonNull(JsonObject.read("o", b).object("spec")).text("canary")).distinct().toList())
                    .as("split anew").hasSizeGreaterThan(3);
        }
    }

    @Test
    void instancesWhereThereAreNoPods() throws IOException {
        label = "instance";
        try (var daemon = new StandInDaemon(this::serve)) {
            assertThat(run(daemon, "--no-margins").out()).contains("arms of 2 by instance");
            assertThat(run(daemon, "--no-margins", "--by", "zone").err()).contains("no series of {version=\"2.0\"} with a label zone");
        }
    }

    @Test
    void oneInstanceIsNotEnough() throws IOException {
        pods = List.of("only");
        try (var daemon = new StandInDaemon(this::serve)) {
            Run run = run(daemon);
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err()).contains("there is never more than one pod", "(only)", "run at least two instances", "at another time is not the same");
            assertThat(orders(daemon)).isEmpty();
        }
    }

    @Test
    void mistakesAreExplained() throws IOException {
        try (var daemon = new StandInDaemon(this::serve)) {
            assertThat(run(daemon, "--over", "1h", "--windows", "3").err()).contains("into 1h fit 2 windows of 30m").contains("or --windows smaller");
            assertThat(run(daemon, "--over", "10m").err()).contains("fit 0 windows").doesNotContain("smaller");
            assertThat(run(daemon, "--over", "ever").err()).contains("\"ever\" is not a duration");
            assertThat(run(daemon, "--end", "2027-01-01T00:00:00Z").err()).contains("must be a time in the past");
            assertThat(run(daemon, "--windows", "1001").err()).contains("--windows is from 1 to 1000");
            assertThat(run(daemon, "--alpha", "1").err()).contains("--alpha is above 0 and below 1");
            assertThat(run(daemon, "--by", "a-b").err()).contains("is not a label's name");
            assertThat(run(daemon, "--output", "csv").err()).contains("--output takes table or json");
            assertThat(run(daemon, "--stage", "9").err()).contains("has no stage \"9\"");
        }
        try (var daemon = new StandInDaemon(r -> r.method().equals("POST") ? new Reply(400, "{\"detail\": \"the spec is no policy\"}") : serve(r))) {
            Run run = run(daemon);
            assertThat(run.exit()).isEqualTo(3);
            assertThat(run.err()).isEqualTo("plumbline calibrate: the spec is no policy\n");
        }
    }
}
