package dev.plumbline.alertrules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Every rule file is complete, its expressions parse and ask for metrics that exist, each alert has a runbook and each runbook an
 * alert, and promtool's tests pass.
 */
class RulePackTest {
    /** Metrics that the daemon does not have itself, and why they exist. */
    private static final Map<String, String> FROM_ELSEWHERE = Map.of(
            "up", "every scrape writes it", "http_requests_total", "services that count requests by status have it");

    private static final Pattern NOT_NAMES = Pattern.compile("\\{[^}]*}|\\[[^]]*]|\\b(?:by|on|without|ignoring)\\s*\\([^)]*\\)|\\boffset \\w+");
    private static final Pattern NAME = Pattern.compile("\\b(?!(?:or|and|unless|bool)\\b)[a-zA-Z_:][a-zA-Z0-9_:]*\\b(?!\\s*\\()");
    private static final Pattern METRIC_LITERAL = Pattern.compile("\"((?:prometheus|plumbline|alertmanager)_[a-z_]+)\"");
    private static final long PROMTOOL_SECONDS = 60;
    private static final Path HOME = Path.of(System.getProperty("plumbline.root", ".."), "alert-rules");
    private static final Set<String> SEVERITIES = Set.of("none", "warning", "critical");

    private static List<Path> files(String folder, String extension) throws IOException {
        try (Stream<Path> files = Files.list(HOME.resolve(folder))) {
            return files.filter(f -> f.toString().endsWith(extension)).sorted().toList();
        }
    }

    private static Map<?, ?> map(Object node) {
        assertThat(node).isInstanceOf(Map.class);
        return (Map<?, ?>) node;
    }

    private static List<?> list(Object node) {
        assertThat(node).isInstanceOf(List.class);
        return (List<?>) node;
    }

    private static Object need(Map<?, ?> node, String key) {
        assertThat(node.containsKey(key)).as("%s in %s", key, node).isTrue();
        return Objects.requireNonNull(node.get(key));
    }

    private static List<Map<?, ?>> rules() throws IOException {
        var rules = new ArrayList<Map<?, ?>>();
        for (Path file : files("rules", ".yml")) {
            Object root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            for (Object group : list(need(map(root), "groups"))) {
                assertThat(need(map(group), "name").toString()).isNotBlank();
                list(need(map(group), "rules")).forEach(rule -> rules.add(map(rule)));
            }
        }
        return rules;
    }

    @Test
    void everyRuleHasANameAndAnExpressionThatParses() throws IOException {
        var names = new HashSet<String>();
        for (Map<?, ?> rule : rules()) {
            assertThat(rule.containsKey("alert")).as(rule.toString()).isNotEqualTo(rule.containsKey("record"));
            String name = need(rule, rule.containsKey("alert") ? "alert" : "record").toString();
            assertThat(names.add(name)).as("only one %s", name).isTrue();
            String expr = need(rule, "expr").toString();
            assertThatCode(() -> PromqlParser.parse(expr, ParserOptions.STABLE)).as(expr).doesNotThrowAnyException();
        }
        assertThat(names).contains("Watchdog");
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhatToDo() throws IOException {
        var runbooks = new HashSet<String>();
        for (Map<?, ?> rule : rules()) {
            if (rule.containsKey("alert")) {
                assertThat(need(map(need(rule, "labels")), "severity")).isIn(SEVERITIES);
                Map<?, ?> annotations = map(need(rule, "annotations"));
                assertThat(need(annotations, "summary").toString()).isNotBlank();
                String runbook = need(annotations, "runbook").toString();
                assertThat(runbook).isEqualTo("runbooks/" + rule.get("alert") + ".md");
                assertThat(HOME.resolve(runbook)).exists();
                runbooks.add(rule.get("alert") + ".md");
            }
        }
        assertThat(files("runbooks", ".md")).extracting(f -> f.getFileName().toString()).containsExactlyInAnyOrderElementsOf(runbooks);
    }

    /** What a query asks for, with what can come before an opening parenthesis left out. */
    private static List<String> metrics(String expr) {
        return NAME.matcher(NOT_NAMES.matcher(expr).replaceAll(" ")).results().map(MatchResult::group).toList();
    }

    /** Names of metrics in the daemon's sources. */
    private static Set<String> daemonMetrics() throws IOException {
        try (Stream<Path> sources = Files.walk(HOME.resolveSibling("daemon/src/main/java"))) {
            var names = new HashSet<String>();
            for (Path source : sources.filter(f -> f.toString().endsWith(".java")).toList()) {
                METRIC_LITERAL.matcher(Files.readString(source)).results().forEach(m -> names.add(m.group(1)));
            }
            return names;
        }
    }

    @Test
    void everyMetricThatIsAskedForExists() throws IOException {
        assertThat(metrics("sum by (a, b) (rate(x_total{c=~\"d\"}[5m])) > 0 or 0 * y:z offset 15m")).containsExactly("x_total", "y:z");
        var known = new HashSet<>(daemonMetrics());
        known.addAll(FROM_ELSEWHERE.keySet());
        for (Map<?, ?> rule : rules()) {
            if (rule.containsKey("record")) {
                known.add(need(rule, "record").toString());
            }
        }
        var asked = new HashSet<String>();
        for (Map<?, ?> rule : rules()) {
            asked.addAll(metrics(need(rule, "expr").toString()));
        }
        assertThat(known).containsAll(asked);
        assertThat(asked).containsAll(FROM_ELSEWHERE.keySet());
    }

    @Test
    void promtoolsTestsPass() throws IOException, InterruptedException {
        Path promtool = promtool();
        for (Path file : files("tests", ".yml")) {
            var process = new ProcessBuilder(promtool.toString(), "test", "rules", file.toAbsolutePath().toString())
                    .redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(PROMTOOL_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(output).isZero();
        }
    }

    /** In the folder that PLUMBLINE_PEERS names, else on the PATH; skips where there is none, unless PLUMBLINE_REQUIRE_PEERS is 1. */
    private static Path promtool() {
        String folders = System.getenv().getOrDefault("PLUMBLINE_PEERS", "") + File.pathSeparator + System.getenv().getOrDefault("PATH", "");
        for (String folder : folders.split(File.pathSeparator)) {
            Path candidate = Path.of(folder, "promtool");
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        assertThat(System.getenv("PLUMBLINE_REQUIRE_PEERS")).as("promtool is neither in PLUMBLINE_PEERS nor on the PATH").isNotEqualTo("1");
        Assumptions.abort("promtool is neither in PLUMBLINE_PEERS nor on the PATH");
        throw new IllegalStateException("unreachable");
    }
}
