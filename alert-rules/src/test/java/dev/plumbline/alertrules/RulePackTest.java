package dev.plumbline.alertrules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Every rule file is complete, its expressions parse, and each alert has a runbook and each runbook an alert. */
class RulePackTest {
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
}
