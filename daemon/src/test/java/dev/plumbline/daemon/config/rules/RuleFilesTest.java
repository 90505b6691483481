package dev.plumbline.daemon.config.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.yaml.Problem;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.rules.Rule;
import dev.plumbline.rules.RuleGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleFilesTest {
    private static final RuleFiles.Defaults DEFAULTS = new RuleFiles.Defaults(30_000, 5_000, ParserOptions.STABLE);
    @TempDir
    Path folder = Path.of("unset");

    private static List<RuleGroup> valid(String text) {
        var problems = new Problems();
        List<RuleGroup> groups = RuleFiles.parse("r.yml", text, DEFAULTS, problems);
        assertThat(problems.toString()).isEmpty();
        return groups;
    }

    private static List<String> problems(String text) {
        var problems = new Problems();
        RuleFiles.parse("r.yml", text, DEFAULTS, problems);
        return problems.sorted(Problem.Severity.values()).stream().map(Problem::toString).toList();
    }

    @Test
    void groupsTakeWhatTheyDoNotSayFromGlobal() {
        List<RuleGroup> groups = valid("""
                groups:
                - name: a
                  rules: []
                - {name: b, interval: 1m30s, query_offset: 0s, limit: 7}
                - {name: c, interval: 0s}
                """);
        assertThat(groups).containsExactly(new RuleGroup("a", "r.yml", 30_000, 5_000, 0, List.of()),
                new RuleGroup("b", "r.yml", 90_000, 0, 7, List.of()), new RuleGroup("c", "r.yml", 30_000, 5_000, 0, List.of()));
    }

    @Test
    void rulesAreTypedAndHaveTheLabelsOfTheirGroupUnderTheirOwn() {
        List<Rule> rules = valid("""
                groups:
                - name: a
                  labels: {team: infra, tier: 1}
                  rules:
                  - record: job:up:sum
                    expr: sum by (job) (up)
                    labels: {tier: two, x: }
                  - alert: Down
                    expr: up == 0
                    for: 5m
                    keep_firing_for: 90s
                    labels: {severity: page}
                    annotations: {summary: '{{ $labels.job }} is down', 'what to-do': run}
                """).getFirst().rules();
        assertThat(rules.getFirst()).isInstanceOfSatisfying(Rule.RecordingRule.class, r -> {
            assertThat(r.record()).isEqualTo("job:up:sum");
            assertThat(r.exprText()).isEqualTo("sum by (job) (up)");
            assertThat(r.labels()).isEqualTo(Map.of("team", "infra", "tier", "two", "x", ""));
        });
        assertThat(rules.getLast()).isInstanceOfSatisfying(Rule.AlertingRule.class, r -> {
            assertThat(r.forMillis()).isEqualTo(300_000);
            assertThat(r.keepFiringForMillis()).isEqualTo(90_000);
            assertThat(r.labels()).isEqualTo(Map.of("team", "infra", "tier", "1", "severity", "page"));
            assertThat(r.annotations()).isEqualTo(Map.of("summary", "{{ $labels.job }} is down", "what to-do", "run"));
        });
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(problems("""
                groups:
                - name: g
                  interval: soon
                  rules:
                  - record: a{b}
                    expr: up
                    for: 1m
                    annotations: {x: y}
                  - record: a
                    alert: b
                    expr: sum(up
                  - expr: up
                  - alert: NoExpr
                    fro: 5m
                  - alert: Range
                    expr: up[5m]
                    labels: {__name__: x}
                    for: 1.5m
                - name: g
                - rules: []
                gruops: []
                """)).containsExactly(
                "r.yml:3:13: group \"g\": interval must be a duration such as 30s, 5m or 1h30m, not \"soon\"",
                "r.yml:5:13: group \"g\", rule 1, \"a{b}\": braces present in the recording rule name; should it be in expr?: a{b}",
                "r.yml:7:5: group \"g\", rule 1, \"a{b}\": invalid field 'for' in recording rule",
                "r.yml:8:5: group \"g\", rule 1, \"a{b}\": invalid field 'annotations' in recording rule",
                "r.yml:10:12: group \"g\", rule 2, \"a\": only one of 'record' and 'alert' must be set",
                "r.yml:11:17: group \"g\", rule 2, \"a\": could not parse expression: unclosed left parenthesis",
                "r.yml:12:5: group \"g\", rule 3, \"\": one of 'record' or 'alert' must be set",
                "r.yml:13:5: group \"g\", rule 4, \"NoExpr\": field 'expr' must be set in rule",
                "r.yml:14:5: group \"g\", rule 4, \"NoExpr\": unknown key \"fro\" in a rule; known are alert, annotations, expr, for, keep_firing_for, labels, record",
                "r.yml:16:11: group \"g\", rule 5, \"Range\": the expression must yield an instant vector or a scalar, and yields a matrix",
                "r.yml:17:14: group \"g\", rule 5, \"Range\": invalid label name: __name__",
                "r.yml:18:10: group \"g\", rule 5, \"Range\": for must be a duration such as 30s, 5m or 1h30m, not \"1.5m\"",
                "r.yml:19:9: group \"g\": the group name is repeated in the same file",
                "r.yml:20:3: a group needs a name",
                "r.yml:21:1: unknown key \"gruops\" in the rule file: did you mean \"groups\"?");
    }

    @Test
    void anErrorInsideABlockIsSaidWhereItStands() {
        assertThat(problems("""
                groups:
                - name: g
                  rules:
                  - record: a
                    expr: |
                      sum(up)
                        + ) up
                """)).containsExactly("r.yml:7:12: group \"g\", rule 1, \"a\": could not parse expression: unexpected right parenthesis ')'");
    }

    @Test
    void theSameFaultOfRulesThatShareATextIsSaidForEach() {
        assertThat(problems("""
                groups:
                - name: g
                  rules:
                  - {record: a, expr: &e 'up +'}
                  - {record: b, expr: *e}
                """)).containsExactly("r.yml:4:31: group \"g\", rule 1, \"a\": could not parse expression: unexpected end of input",
                "r.yml:4:31: group \"g\", rule 2, \"b\": could not parse expression: unexpected end of input");
    }

    @Test
    void duplicateRulesAreWarnings() {
        assertThat(problems("""
                groups:
                - name: g
                  labels: {team: a}
                  rules:
                  - {record: r, expr: up}
                  - {record: r, expr: up, labels: {team: b}}
                  - {alert: r, expr: up}
                - name: h
                  rules:
                  - {record: r, expr: up}
                  - {record: r, expr: down, labels: {team: a}}
                """)).containsExactly("r.yml:11:5: warning: group \"h\", rule 2, \"r\": duplicate rule: there is one of the same name and "
                + "labels in line 5; both would write the same series");
    }

    @Test
    void emptyValuesOfAlertsDoNoHarmInARecordingRule() {
        assertThat(valid("groups: [{name: g, rules: [{record: a, expr: b, for: 0s, annotations: {}}]}]")).hasSize(1);
    }

    @Test
    void filesThatCannotBeReadAreSaidWithAllOthers() throws IOException {
        Path bad = folder.resolve("bad.yml");
        Files.writeString(bad, "groups: {");
        Path good = folder.resolve("good.yml");
        Files.writeString(good, "groups: [{name: g, rules: [{record: a, expr: b}]}]");
        var problems = new Problems();
        RuleFiles.Read read = RuleFiles.load(List.of(bad, folder.resolve("none.yml"), good), DEFAULTS, problems);
        assertThat(read.ruleCount()).isEqualTo(1);
        assertThat(read.groups().getFirst().key()).isEqualTo(good + ";g");
        assertThat(read.texts()).hasSize(2);
        assertThat(problems.fatal()).hasSize(2);
        assertThat(problems.toString()).contains("bad.yml:1:", "none.yml: there is no such file");
    }

    @Test
    void whatIsNoMappingIsSaidOnce() {
        assertThat(problems("groups: [a]")).containsExactly("r.yml:1:10: a group must be a mapping of keys to values, not \"a\"");
        assertThat(problems("groups: [{name: g, rules: [x]}]"))
                .containsExactly("r.yml:1:28: group \"g\", rule 1, \"\": a rule must be a mapping of keys to values, not \"x\"");
        assertThat(problems("groups: [null]")).containsExactly("r.yml:1:10: an entry of groups is empty; fill or remove it");
    }
}
