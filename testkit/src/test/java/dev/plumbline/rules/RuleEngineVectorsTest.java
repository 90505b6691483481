package dev.plumbline.rules;

import static dev.plumbline.rules.RuleBench.MINUTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.parser.Durations;
import dev.plumbline.testkit.vectors.VectorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Scenarios of Prometheus's own tests: states step by step, limits, restoration, and dependencies between rules. */
class RuleEngineVectorsTest {
    private static final Pattern RULE = Pattern.compile("- (record|alert): (\\S+)\\s+expr: ([^\\n]+)");

    @Test
    void scenarios() {
        VectorFile.open("prometheus-rule-engine").ifPresent(file -> {
            file.section("scenarios", RuleEngineVectorsTest::scenario);
            file.context("dependencies.value");
            file.section("dependencies.files", new Dependencies(file.root().at("/dependencies/files"))::check);
            file.finish();
        });
    }

    private static void scenario(JsonNode s) {
        if (s.has("rule_label")) {
            externalLabels(s);
        } else if (s.has("active")) {
            limits(s);
        } else if (s.has("for_grace_period")) {
            restoration(s);
        } else if (s.has("rule")) {
            steps(s);
        } else {
            fail("a kind of scenario that no test knows: " + s);
        }
    }

    private static void steps(JsonNode s) {
        long step = Durations.parseMillis(s.get("step").asText());
        var bench = new RuleBench().load(step, strings(s.get("series")));
        GroupEvaluator group = bench.evaluator(RuleBench.group(rule(s.get("rule"))), false);
        int evaluations = Math.max(1, s.path("states").size());
        for (int i = 0; i < evaluations; i++) {
            group.evaluate(i * step);
            List<Alert> alerts = group.status().rules().getFirst().alerts();
            if (s.has("states")) {
                String state = s.get("states").get(i).asText("null");
                assertThat(alerts.stream().map(a -> a.state().text()).toList()).as("step " + i)
                        .isEqualTo(state.equals("null") ? List.of() : List.of(state));
            }
            if (s.has("severity") && !alerts.isEmpty()) {
                assertThat(alerts.getFirst().labels().get("severity")).as("step " + i).isEqualTo(s.get("severity").get(i).asText());
            }
            if (s.has("first_labels") && i == 0) {
                assertThat(alerts.getFirst().labels()).isEqualTo(Labels.of(strings(s.get("first_labels"))));
            }
        }
    }

    private static Rule rule(JsonNode r) {
        return RuleBench.alert(r.get("alert").asText(), r.get("expr").asText(), Durations.parseMillis(r.path("for").asText("0s")),
                Durations.parseMillis(r.path("keep_firing_for").asText("0s")), strings(r.path("labels")));
    }

    private static void externalLabels(JsonNode s) {
        for (JsonNode c : s.get("cases")) {
            var bench = new RuleBench();
            bench.options = bench.options.withExternal(Labels.of(strings(c.get("external_labels"))), "");
            var rule = RuleBench.alert("A", "vector(1)", 0, 0, Map.of("text", s.get("rule_label").asText()));
            GroupEvaluator group = bench.evaluator(RuleBench.group(rule), false);
            group.evaluate(0);
            assertThat(group.status().rules().getFirst().alerts().getFirst().labels().get("text")).isEqualTo(c.get("expected").asText());
        }
    }

    private static void limits(JsonNode s) {
        for (JsonNode c : s.get("cases")) {
            var bench = new RuleBench();
            for (int i = 0; i < s.get("active").asInt(); i++) {
                bench.write(Labels.of(Labels.METRIC_NAME, "m", "i", "" + i), 0, 1);
            }
            var group = new RuleGroup("g", "f", MINUTE, 0, c.get("limit").asInt(), List.of(RuleBench.alert("A", "m > 0", 0, 0)));
            GroupEvaluator evaluator = bench.evaluator(group, false);
            evaluator.evaluate(0);
            RuleStatus status = evaluator.status().rules().getFirst();
            assertThat(status.lastError()).isEqualTo(c.path("error").asText(""));
            assertThat(status.alerts()).hasSize(c.has("error") ? 0 : s.get("active").asInt());
        }
    }

    private static void restoration(JsonNode s) {
        for (JsonNode c : s.get("cases")) {
            restore(s, c);
        }
    }

    private static void restore(JsonNode s, JsonNode c) {
        var bench = new RuleBench().load(Durations.parseMillis(s.get("series_step").asText()), strings(s.get("series")));
        long grace = Durations.parseMillis(s.get("for_grace_period").asText());
        bench.options = bench.options.withOutage(Durations.parseMillis(s.get("outage_tolerance").asText()), grace);
        long forMillis = Durations.parseMillis(s.get("for").asText());
        RuleGroup group = RuleBench.group(RuleBench.alert("A", s.get("expr").asText(), forMillis, 0));
        GroupEvaluator before = bench.evaluator(group, false);
        s.get("evals_before_stop_min").forEach(m -> before.evaluate(m.asLong() * MINUTE));
        c.path("extra_evals_min").forEach(m -> before.evaluate(m.asLong() * MINUTE));
        Map<Labels, Long> activeAt = new HashMap<>();
        before.status().rules().getFirst().alerts().forEach(a -> activeAt.put(a.labels(), a.times().activeAt()));

        long restart = c.get("restart_at_min").asLong() * MINUTE;
        GroupEvaluator after = bench.evaluator(group, true);
        after.evaluate(restart);
        after.restoreFromSeries(restart);
        after.evaluate(restart);

        List<Alert> alerts = after.status().rules().getFirst().alerts();
        String id = c.get("id").asText();
        assertThat(alerts).as(id).hasSize(c.path("alerts").asInt(activeAt.size()));
        for (Alert alert : alerts) {
            long expected = c.has("activeAt_shift_min") ? Objects.requireNonNull(activeAt.get(alert.labels())) + c.get("activeAt_shift_min").asLong() * MINUTE
                    : c.has("fires_after_restart_min") ? restart + c.get("fires_after_restart_min").asLong() * MINUTE - forMillis
                    : restart;
            assertThat(alert.times().activeAt()).as(id).isEqualTo(expected);
        }
    }

    private static Map<String, String> strings(JsonNode object) {
        var map = new HashMap<String, String>();
        object.properties().forEach(e -> map.put(e.getKey(), e.getValue().asText()));
        return map;
    }

    /** The cases have no names in them: they come in the order of the section. */
    private static final class Dependencies {
        private final List<String> files = new ArrayList<>();
        private int next;

        Dependencies(JsonNode section) {
            section.fieldNames().forEachRemaining(files::add);
        }

        void check(JsonNode expected) throws IOException {
            List<Rule> rules = rules(files.get(next++));
            List<RuleDependencies.Relation> relations = RuleDependencies.of(rules);
            assertThat(relations).hasSameSizeAs(rules);
            for (int i = 0; i < rules.size(); i++) {
                var relation = relations.get(i);
                JsonNode pair = expected.path(rules.get(i).name());
                boolean unknown = expected.isTextual() && expected.asText().startsWith("unknown");
                assertThat(relation).as(rules.get(i).name()).isEqualTo(new RuleDependencies.Relation(
                        unknown || pair.path(0).asInt() == 1, unknown || pair.path(1).asInt() == 1));
            }
        }

        private static List<Rule> rules(String name) throws IOException {
            Path root = Path.of(System.getProperty(VectorFile.ROOT_PROPERTY, ""));
            String given = System.getProperty("plumbline.data", "");
            Path data = given.isEmpty() ? root.resolve(System.getProperty(VectorFile.FOLDER_PROPERTY, "")).resolve("../data")
                    : root.resolve(given);
            Matcher m = RULE.matcher(Files.readString(data.resolve("prometheus-rules/rules/fixtures").resolve(name)));
            var rules = new ArrayList<Rule>();
            while (m.find()) {
                String expr = m.group(3).replaceAll("^'(.*)'$", "$1");
                rules.add(m.group(1).equals("alert") ? RuleBench.alert(m.group(2), expr, 0, 0)
                        : RuleBench.record(m.group(2), expr));
            }
            return rules;
        }
    }
}
