package dev.plumbline.daemon.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.rules.Alert;
import dev.plumbline.rules.AlertState;
import dev.plumbline.rules.AlertTimes;
import dev.plumbline.rules.GroupStatus;
import dev.plumbline.rules.Rule;
import dev.plumbline.rules.RuleGroup;
import dev.plumbline.rules.RuleStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The shapes are those that Prometheus 3.14 answers with. */
class RulesApiTest {
    private static final long NEVER = AlertTimes.NEVER;
    private static final Alert FIRING = new Alert(Labels.of("alertname", "Up", "i", "1"), Labels.of("s", "v 1"), 1, AlertState.FIRING,
            new AlertTimes(1_000, 3_000, NEVER, NEVER, NEVER));
    private static final Alert PENDING = new Alert(Labels.of("alertname", "Up", "i", "2"), Labels.EMPTY, 0.00015, AlertState.PENDING,
            new AlertTimes(2_500, NEVER, 4_000, NEVER, NEVER));
    private final RulesApi api = new RulesApi(() -> List.of(
            group("r1.yml", "a", ok(record()), new RuleStatus(alert("Up", Map.of("severity", "page", "t", "{{ $value }}", "e", "")),
                    RuleStatus.Health.OK, "", 4_000, 500_000, List.of(FIRING, PENDING))),
            group("r1.yml", "b", new RuleStatus(alert("Bad", Map.of()), RuleStatus.Health.ERROR, "no", 4_000, 1_000, List.of())),
            group("r2.yml", "c", ok(record()))));

    private static GroupStatus group(String file, String name, RuleStatus... rules) {
        var group = new RuleGroup(name, file, 1_500, 0, 5, List.of(rules).stream().map(RuleStatus::rule).toList());
        return new GroupStatus(group, 4_000, 2_000_000, List.of(rules), new GroupStatus.Counters(0, 0, 0, 0, 0, 0));
    }

    private static RuleStatus ok(Rule rule) {
        return new RuleStatus(rule, RuleStatus.Health.OK, "", 4_000, 250_000_000, List.of());
    }

    private static Rule record() {
        return new Rule.RecordingRule("r", PromqlParser.parse("sum  by(job)(up)", ParserOptions.STABLE), "sum  by(job)(up)", Map.of("k", "v"));
    }

    private static Rule alert(String name, Map<String, String> labels) {
        return new Rule.AlertingRule(name, PromqlParser.parse("up==1", ParserOptions.STABLE), "up==1", 2_000, 60_000, labels,
                Map.of("s", "v {{ $value }}", "x", ""));
    }

    private String ask(String query) {
        return new String(api.rules(Parameters.parse(query, null)).body(), StandardCharsets.UTF_8);
    }

    /** The names of groups and rules in an answer, in order. */
    private List<String> names(String query) {
        return Pattern.compile("\"name\":\"([^\"]*)\"").matcher(ask(query)).results().map(m -> m.group(1)).toList();
    }

    @Test
    void rendersGroupsAndRules() {
        assertThat(ask("rule_group[]=a")).isEqualTo("""
                {"status":"success","data":{"groups":[{"name":"a","file":"r1.yml","rules":[\
                {"name":"r","query":"sum by (job) (up)","labels":{"k":"v"},"health":"ok","evaluationTime":0.25,\
                "lastEvaluation":"1970-01-01T00:00:04.000000000Z","type":"recording"},\
                {"state":"firing","name":"Up","query":"up == 1","duration":2,"keepFiringFor":60,\
                "labels":{"e":"","severity":"page","t":"{{ $value }}"},"annotations":{"s":"v {{ $value }}","x":""},"alerts":[\
                {"labels":{"alertname":"Up","i":"1"},"annotations":{"s":"v 1"},"state":"firing",\
                "activeAt":"1970-01-01T00:00:01.000000000Z","value":"1e+00"},\
                {"labels":{"alertname":"Up","i":"2"},"annotations":{},"state":"pending",\
                "activeAt":"1970-01-01T00:00:02.500000000Z","keepFiringSince":"1970-01-01T00:00:04.000000000Z","value":"1.5e-04"}],\
                "health":"ok","evaluationTime":0.0005,"lastEvaluation":"1970-01-01T00:00:04.000000000Z","type":"alerting"}],\
                "interval":1.5,"limit":5,"evaluationTime":0.002,"lastEvaluation":"1970-01-01T00:00:04.000000000Z"}]}}""");
        assertThat(ask("rule_group[]=b")).contains("\"state\":\"inactive\"", "\"alerts\":[],\"health\":\"err\",\"lastError\":\"no\",");
        assertThat(ask("exclude_alerts=true&type=alert")).contains("\"alerts\":null").doesNotContain("activeAt");
    }

    @Test
    void narrows() {
        assertThat(names("")).containsExactly("a", "r", "Up", "b", "Bad", "c", "r");
        assertThat(names("type=RECORD")).containsExactly("a", "r", "c", "r");
        assertThat(names("type=alert&file[]=r1.yml")).containsExactly("a", "Up", "b", "Bad");
        assertThat(names("rule_name[]=r&file[]=r2.yml")).containsExactly("c", "r");
        assertThat(names("rule_group[]=none")).isEmpty();
        assertThat(names("match[]=%7Bseverity%3D%22page%22%7D&match[]=%7Bk%3D%22v%22%7D")).containsExactly("a", "r", "Up", "c", "r");
        assertThat(names("match[]=%7Bt%3D~%22.%2B%22%7D")).as("a template is no value").isEmpty();
    }

    @Test
    void pages() {
        String first = ask("group_limit=1");
        assertThat(first).endsWith("],\"groupNextToken\":\"2ef1675b6030d590a9a2b02bc227a5fa910ee5ea\"}}");
        assertThat(names("group_limit=1&group_next_token=2ef1675b6030d590a9a2b02bc227a5fa910ee5ea")).containsExactly("b", "Bad");
        assertThat(ask("group_limit=3")).doesNotContain("groupNextToken");
    }

    @Test
    void refusesWhatPrometheusRefuses() {
        for (String query : List.of("type=foo", "group_limit=0", "group_limit=-1", "group_limit=x", "group_next_token=abc",
                "group_limit=1&group_next_token=abc", "exclude_alerts=foo", "match[]=", "match[]=%7Ba%3D%22")) {
            assertThatThrownBy(() -> ask(query)).as(query).isInstanceOf(BadParameter.class);
        }
        assertThatThrownBy(() -> ask("type=foo")).hasMessage("invalid parameter \"type\": not supported value \"foo\"");
    }

    @Test
    void listsAlertsThatArePendingOrFiring() {
        assertThat(new String(api.alerts().body(), StandardCharsets.UTF_8)).startsWith("{\"status\":\"success\",\"data\":{\"alerts\":[{\"labels\"")
                .contains("\"i\":\"1\"", "\"i\":\"2\"").endsWith("]}}");
    }

    @Test
    void valuesAreWrittenAsGoDoes() {
        assertThat(List.of(0.0, -0.0, 1.0, -1.5, 123456.789, 1e100, 5e-324, 1e21).stream().map(RulesJson::scientific).toList())
                .containsExactly("0e+00", "-0e+00", "1e+00", "-1.5e+00", "1.23456789e+05", "1e+100", "5e-324", "1e+21");
        assertThat(List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY).stream().map(RulesJson::scientific).toList())
                .containsExactly("NaN", "+Inf", "-Inf");
    }
}
