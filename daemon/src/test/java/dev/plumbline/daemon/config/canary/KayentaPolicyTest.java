package dev.plumbline.daemon.config.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.analysis.kayenta.Mode;
import dev.plumbline.analysis.kayenta.ScoreThresholds;
import dev.plumbline.promql.parser.ParserOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Policies that are judged by a Kayenta canary configuration. */
class KayentaPolicyTest {
    private static final String POLICY = """
            policies:
            - name: web
              match: {namespace: shop, service: checkout}
              canary: '{service="{{service}}", version="{{version}}"}'
              baseline: '{service="{{service}}", version="{{stable}}"}'
              stages: [{weight: 50, at_most: 30m}]
              judge: {method: kayenta, config: web.json}
              args: {tier: gold}
            """;
    private static final String CONFIG = """
            {
             "name": "web",
             "metrics": [
              {"name": "errors", "groups": ["web"], "analysisConfigurations": {"canary": {"direction": "increase", "critical": true}},
               "query": {"type": "prometheus", "metricName": "errors", "customInlineTemplate": "version=\\"${scope}\\",zone=~\\"${location}.*\\",tier='${tier}'"}},
              {"name": "cpu", "groups": ["system"], "analysisConfigurations": {"canary": {"muted": true}},
               "query": {"type": "prometheus", "metricName": "cpu", "labelBindings": ["service='web'"], "groupByFields": ["mode"]}},
              {"name": "ratio",
               "query": {"customFilterTemplate": "ratio"}}
             ],
             "templates": {"ratio": "PromQL:sum(rate(bad[1m] offset 1m)) / sum(rate(all{code!=\\"0\\"}[1m]))"},
             "classifier": {"groupWeights": {"web": 60, "system": 40}}
            }""";
    @TempDir
    private Path folder;

    private CanaryFiles.Loaded load(String policy, String config) throws Exception {
        Files.writeString(folder.resolve("web.json"), config);
        var source = new CanaryFiles.Source("c.yml", policy, Beside.in(folder, t -> { }));
        return CanaryFiles.load(List.of(source), new PromqlSyntax(ParserOptions.STABLE));
    }

    private PolicyDefinition good(String policy, String config) throws Exception {
        CanaryFiles.Loaded loaded = load(policy, config);
        assertThat(loaded.problems()).isEmpty();
        return loaded.policies().all().getFirst();
    }

    private PolicyDefinition good(String from, String to, String configFrom, String configTo) throws Exception {
        return good(POLICY.replace(from, to), CONFIG.replace(configFrom, configTo));
    }

    private static JudgeMethod.Kayenta method(PolicyDefinition policy) {
        return (JudgeMethod.Kayenta) policy.judge().method();
    }

    private static Measure.Samples measure(PolicyDefinition policy, int metric) {
        return (Measure.Samples) policy.metrics().get(metric).measure();
    }

    /** What a change of the policy is refused for. */
    private String refused(String from, String to) throws Exception {
        assertThat(POLICY).contains(from);
        return one(load(POLICY.replace(from, to), CONFIG));
    }

    /** What a change of the configuration is refused for. */
    private String unreadable(String from, String to) throws Exception {
        assertThat(CONFIG).contains(from);
        return one(load(POLICY, CONFIG.replace(from, to)));
    }

    private static String one(CanaryFiles.Loaded loaded) {
        assertThat(loaded.problems()).as("policies %s", loaded.policies()).hasSize(1);
        return loaded.problems().getFirst().toString();
    }

    @Test
    void readsTheMetricsOfTheConfiguration() throws Exception {
        PolicyDefinition policy = good(POLICY, CONFIG);
        assertThat(policy.metrics()).extracting(m -> m.criterion().name()).containsExactly("errors", "cpu", "ratio");
        assertThat(policy.metrics()).extracting(MetricDefinition::muted).containsExactly(false, true, false);
        assertThat(policy.metrics().getFirst().criterion().critical()).isTrue();
        assertThat(policy.comparesWithBaseline()).isTrue();
        assertThat(policy.placeholders()).containsExactly("namespace", "service", "stable", "version");
        JudgeMethod.Kayenta judge = method(policy);
        assertThat(judge.mode()).isEqualTo(Mode.STRICT);
        assertThat(judge.thresholds()).isEqualTo(new ScoreThresholds(95, 75));
        assertThat(judge.definition().config().groupWeights()).containsEntry("web", 60.0).containsEntry("system", 40.0);
        assertThat(judge.definition().judge().noData()).isEqualTo(NoData.HOLD);
    }

    @Test
    void aQueryThatNamesTheScopeIsAskedAsItIs() throws Exception {
        Measure.Samples errors = measure(good(POLICY, CONFIG), 0);
        assertThat(errors.canary().toString()).isEqualTo("avg(errors{version=\"{{version}}\",zone=~\"{{namespace}}.*\",tier='gold'})");
        assertThat(errors.baseline().toString()).isEqualTo("avg(errors{version=\"{{stable}}\",zone=~\"{{namespace}}.*\",tier='gold'})");
        Measure.Samples elsewhere = measure(good("tier: gold", "tier: gold, location: eu", "", ""), 0);
        assertThat(elsewhere.canary().toString()).as("a location of its own").contains("zone=~\"eu.*\"");
    }

    @Test
    void anyOtherQueryIsAskedOfTheSeriesThatThePolicySelects() throws Exception {
        PolicyDefinition policy = good(POLICY, CONFIG);
        assertThat(measure(policy, 1).canary().toString()).as("but for labels that it names itself")
                .isEqualTo("avg(cpu{version=\"{{version}}\",service='web'}) by (mode)");
        assertThat(measure(policy, 2).baseline().toString()).isEqualTo("sum(rate(bad{service=\"{{service}}\",version=\"{{stable}}\"}[1m] offset 1m)) / "
                + "sum(rate(all{service=\"{{service}}\",version=\"{{stable}}\",code!=\"0\"}[1m]))");
        assertThat(measure(good("web.json}", "web.json, selectors: added}", "", ""), 0).canary().toString()).as("every query, where that is asked for")
                .isEqualTo("avg(errors{service=\"{{service}}\",version=\"{{version}}\",zone=~\"{{namespace}}.*\",tier='gold'})");
    }

    @Test
    void theirsIsUsedWhereThePolicySaysNothing() throws Exception {
        String theirs = "\"classifier\": {\"scoreThresholds\": {\"pass\": 90, \"marginal\": 50}, ";
        String compatible = theirs.replace("\"classifier", "\"judge\": {\"judgeConfigurations\": {\"mode\": \"compatible\", \"noData\": \"fail\"}}, \"classifier");
        JudgeMethod.Kayenta judge = method(good("", "", "\"classifier\": {", compatible));
        assertThat(judge.thresholds()).isEqualTo(new ScoreThresholds(90, 50));
        assertThat(judge.mode()).isEqualTo(Mode.COMPATIBLE);
        assertThat(judge.definition().judge().noData()).isEqualTo(NoData.FAIL);
        JudgeMethod.Kayenta ours = method(good("web.json}", "web.json, mode: strict, pass: 99, marginal: 80}", "\"classifier\": {", compatible));
        assertThat(ours.thresholds()).isEqualTo(new ScoreThresholds(99, 80));
        assertThat(ours.mode()).isEqualTo(Mode.STRICT);
        assertThat(method(good("web.json}", "web.json, mode: compatible, analysis_interval: 5m, pass: 50}", "", "")))
                .extracting(JudgeMethod.Kayenta::everyMillis, JudgeMethod.Kayenta::thresholds).containsExactly(300_000L, new ScoreThresholds(50, 50));
    }

    @Test
    void isKeptWithItsConfiguration() throws Exception {
        PolicyDefinition policy = good("web.json}", "web.json, mode: compatible, analysis_interval: 5m, selectors: added, interval: 30s}", "", "");
        var kept = CanaryFiles.load(List.of(new CanaryFiles.Source("kept", PolicyText.of(policy))), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(kept.problems()).isEmpty();
        PolicyDefinition again = kept.policies().all().getFirst();
        assertThat(PolicyText.of(again)).isEqualTo(PolicyText.of(policy));
        assertThat(again.judge()).isEqualTo(policy.judge());
        assertThat(again.judgedFor(1_800_000)).isEqualTo(policy.judgedFor(1_800_000));
        assertThat(again.metrics().stream().map(m -> m.measure().toString()).toList()).isEqualTo(policy.metrics().stream().map(m -> m.measure().toString()).toList());
    }

    @Test
    void theConfigurationIsReadWithTheFile() throws Exception {
        Files.createDirectories(folder.resolve("kayenta"));
        Files.writeString(folder.resolve("kayenta/web.json"), CONFIG);
        var seen = new ArrayList<String>();
        var source = new CanaryFiles.Source("c.yml", POLICY.replace("web.json", "kayenta/web.json"), Beside.of(folder.resolve("c.yml"), seen::add));
        assertThat(CanaryFiles.load(List.of(source), new PromqlSyntax(ParserOptions.STABLE)).problems()).isEmpty();
        assertThat(seen).containsExactly(CONFIG);
    }

    @Test
    void refusesWhatDoesNotBelongToTheMethod() throws Exception {
        assertThat(refused("  args: {tier: gold}", "  args: {tier: gold}\n  metrics: [{name: a, signal: error_rate, fail_above: 1%}]"))
                .isEqualTo("c.yml:9:12: metrics cannot be given with method kayenta: metrics, their groups and weights are those of the canary configuration; take it out");
        assertThat(refused("  args: {tier: gold}", "  args: {tier: gold}\n  groups: [{any_of: [errors, cpu]}]")).startsWith("c.yml:9:11: groups cannot be given");
        assertThat(refused("  args: {tier: gold}", "  args: {tier: gold}\n  each: {label: region, values: [eu]}")).startsWith("c.yml:9:9: each cannot be given");
        assertThat(refused("  baseline: '{service=\"{{service}}\", version=\"{{stable}}\"}'\n", ""))
                .startsWith("c.yml:6:10: method kayenta compares with a baseline, and the policy has none");
        assertThat(refused("{tier: gold}", "{tier: gold, scope: x}")).startsWith("c.yml:8:9: args.scope would stand for both sides");
        for (String key : List.of("alpha: 0.1", "split: weight", "min_requests: 9", "min_points: 9", "min_window: 1m")) {
            assertThat(refused("web.json}", "web.json, " + key + "}")).contains(key.substring(0, key.indexOf(':')) + " has no meaning for method kayenta");
        }
    }

    @Test
    void otherMethodsRefuseItsKeys() throws Exception {
        var loaded = load(POLICY.replace("method: kayenta", "method: sequential"), CONFIG);
        assertThat(loaded.problems()).extracting(CanaryProblem::message)
                .contains("config belongs to method kayenta; take it out, or say method: kayenta");
    }

    @Test
    void refusesSettingsThatMeanNothing() throws Exception {
        assertThat(refused("web.json}", "web.json, mode: lenient}")).isEqualTo("c.yml:7:52: mode is \"lenient\", must be strict or compatible");
        assertThat(refused("web.json}", "web.json, selectors: none}")).endsWith("selectors is \"none\", must be missing or added");
        assertThat(refused("web.json}", "web.json, pass: 101}")).endsWith("pass is \"101\", must be a score from 0 to 100");
        assertThat(refused("web.json}", "web.json, marginal: high}")).endsWith("marginal is \"high\", must be a score from 0 to 100");
        assertThat(refused("web.json}", "web.json, marginal: 96}")).contains("c.yml:7:56: thresholds need 0 <= marginal <= pass <= 100, got marginal 96.0, pass 95.0");
        assertThat(refused("web.json}", "web.json, analysis_interval: 5m}")).contains("analysis_interval belongs to mode compatible");
        assertThat(refused("web.json}", "web.json, mode: compatible, analysis_interval: 1ms}")).endsWith("analysis_interval must be at least 1s");
    }

    @Test
    void refusesAConfigurationThatIsNotThere() throws Exception {
        assertThat(refused("config: web.json", "mode: strict")).isEqualTo("c.yml:7:10: judge needs config");
        assertThat(refused("web.json", "other.json")).startsWith("c.yml:7:36: config is \"other.json\", which cannot be read: ").contains("there is no such file");
        var alone = CanaryFiles.load(List.of(new CanaryFiles.Source("spec", POLICY)), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(one(alone)).isEqualTo("spec:7:36: config names the file \"web.json\", but this policy comes from no folder; give the configuration itself, "
                + "from { to }, in its place");
    }

    @Test
    void refusesAConfigurationWithItsPlaceInIt() throws Exception {
        String file = folder.resolve("web.json").toString();
        assertThat(unreadable("\"name\": \"web\",", "\"name\": \"web\";")).startsWith(file + ":2:").contains("the canary configuration is not valid JSON");
        assertThat(unreadable("\"metricName\": \"errors\"", "\"metricName\": [1]")).isEqualTo(
                file + ":5:50: canaryConfig.metrics[0].query.metricName: expected a text, got array (metric errors)");
        assertThat(unreadable("{\"type\": \"prometheus\", \"metricName\": \"cpu\"", "{\"type\": \"stackdriver\", \"metricName\": \"cpu\""))
                .startsWith(file + ":7:").contains("query.type is stackdriver, which cannot be asked here", "(metric cpu)");
        assertThat(unreadable("\"groups\": [\"system\"]", "\"groups\": \"system\"")).startsWith(file + ":6:").contains("metrics[1].groups: expected a list");
        assertThat(unreadable("\"critical\": true", "\"critical\": 1")).startsWith(file + ":4:").contains("expected true or false");
        assertThat(unreadable("\"name\": \"cpu\"", "\"name\": \"errors\"")).startsWith(file + ":6:").contains("there are two metrics errors");
        assertThat(unreadable("'${tier}'", "'${colour}'")).startsWith(file + ":5:").contains("nothing is given for ${colour}; known are [location, namespace, scope, service, tier]");
        assertThat(unreadable("/ sum(rate(", "/ sum(rate((")).startsWith(file + ":9:").contains("the query of metric ratio is not valid PromQL");
        assertThat(unreadable("PromQL:sum(rate(bad[1m] offset 1m))", "PromQL:bad[1m]")).contains("the query of metric ratio is not valid PromQL");
        assertThat(unreadable("PromQL:sum(rate(bad[1m] offset 1m))", "PromQL:rate_${scope}")).contains("{{version}} must stand inside of quotes", "(metric ratio)");
        assertThat(unreadable("PromQL:sum(rate(bad[1m] offset 1m))", "PromQL:sum(x{{selector}})")).contains("{{selector}} and {{window}} have no meaning");
        assertThat(unreadable("\"web\": 60", "\"web\": 160")).startsWith(file + ":12:").contains("a weight is from 0 to 100, got 160");
        assertThat(unreadable("\"classifier\": {", "\"classifier\": {\"scoreThresholds\": {\"pass\": \"all\"}, ")).startsWith(file + ":12:").contains("scoreThresholds.pass: expected a number");
        assertThat(unreadable("\"classifier\": {", "\"classifier\": {\"scoreThresholds\": {\"pass\": 40, \"marginal\": 50}, ")).contains("thresholds need", "classifier.scoreThresholds");
        assertThat(unreadable("\"templates\"", "\"judge\": {\"name\": \"OtherJudge\"}, \"templates\"")).contains("there is no judge OtherJudge");
        assertThat(one(load(POLICY, "{\"name\": \"" + "x".repeat(KayentaJudgeReader.MAX_LENGTH) + "\"}"))).contains("at most 262144 are read");
        assertThat(one(load(POLICY, "{\"name\": \"web\", \"metrics\": []}"))).contains("metrics: at least one is needed");
    }

    @Test
    void refusesTooManyMetricsAndOnlyMutedOnes() throws Exception {
        var metrics = new ArrayList<String>();
        for (int i = 0; i <= KayentaMetricsReader.MAX_METRICS; i++) {
            metrics.add("{\"name\": \"m" + i + "\", \"query\": {\"metricName\": \"m\"}}");
        }
        assertThat(one(load(POLICY, "{\"metrics\": [" + String.join(",", metrics) + "]}"))).contains("metrics: there are 51, at most 50 can be measured");
        assertThat(one(load(POLICY, "{\"metrics\": [{\"name\": \"m\", \"analysisConfigurations\": {\"canary\": {\"muted\": true}}, \"query\": {\"metricName\": \"m\"}}]}")))
                .contains("every metric is muted");
    }

    @Test
    void warnsOfWordsThatAreNotKnown() throws Exception {
        CanaryFiles.Loaded loaded = load(POLICY, CONFIG.replace("\"direction\": \"increase\"", "\"direction\": \"up\""));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.warnings()).singleElement().asString().startsWith(folder.resolve("web.json") + ":4:").contains("up is not known and taken as either");
    }

    @Test
    void refusesStagesTooShortToTellAnything() throws Exception {
        assertThat(refused("web.json}", "web.json, interval: 10m}")).isEqualTo("c.yml:6:11: stage \"50\" has 3 evaluations, one every 10m, and two samples of "
                + "fewer than 5 are never told apart; make at_most longer or interval shorter");
        assertThat(load(POLICY.replace("web.json}", "web.json, interval: 10m, mode: compatible}"), CONFIG).problems()).as("Kayenta compares them all the same").isEmpty();
    }

    @Test
    void whatAQuestionSaysStaysAValue() throws Exception {
        var values = Map.of("service", "a", "namespace", "eu.", "version", "1\"}) or vector(1) #", "stable", "1");
        assertThat(measure(good(POLICY, CONFIG), 0).canary().render(values))
                .isEqualTo("avg(errors{version=\"1\\\"}) or vector(1) #\",zone=~\"eu\\\\..*\",tier='gold'})");
    }
}
