package dev.plumbline.daemon.config.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.keptn.Objective;
import dev.plumbline.analysis.keptn.PastComparison;
import dev.plumbline.analysis.keptn.PastComparison.Aggregate;
import dev.plumbline.analysis.keptn.TotalScore;
import dev.plumbline.analysis.keptn.TotalScore.Grade;
import dev.plumbline.promql.parser.ParserOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class ObjectivesReaderTest {
    private static final String GOOD = """
            policies:
            - name: web
              match: {service: checkout}
              canary: '{version="{{version}}"}'
              stages: [{weight: 5, at_most: 30m}]
              metrics:
              - {name: error_rate, signal: error_rate, pass: [["<=+10%", "<0.05"], ["<0.001"]], warning: ["<=0.1"], weight: 2, key_sli: true}
              - {name: latency, signal: latency, quantile: 0.9, pass: ["<600ms"]}
              - {name: traffic, signal: traffic, no_data: ignore}
              judge: {method: keptn}
            """;

    private static CanaryFiles.Loaded load(String text) {
        return CanaryFiles.load(List.of(new CanaryFiles.Source("c.yml", text)), new PromqlSyntax(ParserOptions.STABLE));
    }

    private static JudgeMethod.Keptn method(String text) {
        CanaryFiles.Loaded loaded = load(text);
        assertThat(loaded.problems()).isEmpty();
        return (JudgeMethod.Keptn) loaded.policies().all().getFirst().judge().method();
    }

    private static List<String> changed(String from, String to) {
        assertThat(GOOD).contains(from);
        return load(GOOD.replace(from, to)).problems().stream().map(CanaryProblem::toString).toList();
    }

    private static void refused(String from, String to, String... says) {
        assertThat(changed(from, to)).singleElement().asString().contains(says);
    }

    @Test
    void readsObjectivesWithTheDefaultsThatKeptnHas() {
        JudgeMethod.Keptn method = method(GOOD);
        assertThat(method.comparison()).isEqualTo(PastComparison.LATEST);
        assertThat(method.thresholds()).isEqualTo(new TotalScore.Thresholds(90, 75));
        assertThat(method.objectives()).extracting(Objective::sli).containsExactly("error_rate", "latency", "traffic");
        Objective errors = method.objective("error_rate");
        assertThat(errors.pass()).hasToString("<=+10% and <0.05, or <0.001");
        assertThat(errors.warning()).hasToString("<=0.1");
        assertThat(errors.weight()).isEqualTo(2);
        assertThat(errors.key()).isTrue();
        assertThat(method.objective("latency").pass()).hasToString("<0.6");
        assertThat(method.objective("traffic").informative()).isTrue();
        assertThat(method.looksBack()).isTrue();
        assertThat(method(GOOD.replace("\"<=+10%\", ", "")).looksBack()).isFalse();
    }

    @Test
    void readsHowReleasesAreComparedAndWhatIsEnough() {
        JudgeMethod.Keptn method = method(GOOD.replace("{method: keptn}",
                "{method: keptn, compare: {with: several, releases: 5, include: pass_or_warn, aggregate: p90}, total_score: {pass: 80%, warning: 60}}"));
        assertThat(method.comparison()).isEqualTo(new PastComparison(5, Grade.WARNING, Aggregate.P90));
        assertThat(method.thresholds()).isEqualTo(new TotalScore.Thresholds(80, 60));
        assertThat(method(GOOD.replace("{method: keptn}", "{method: keptn, compare: {with: several}}")).comparison().releases()).isEqualTo(3);
        assertThat(method(GOOD.replace("{method: keptn}", "{method: keptn, total_score: {pass: 50}}")).thresholds()).isEqualTo(new TotalScore.Thresholds(50, 50));
    }

    @Test
    void theTextThatIsKeptMeansTheSame() {
        String text = GOOD.replace("{method: keptn}", "{method: keptn, compare: {releases: 5, include: pass}, total_score: {pass: 80}}");
        PolicyDefinition policy = load(text).policies().all().getFirst();
        PolicyDefinition again = load(PolicyText.of(policy)).policies().all().getFirst();
        assertThat(again.judge()).isEqualTo(policy.judge());
        assertThat(again.metrics()).isEqualTo(policy.metrics());
        assertThat(PolicyText.of(again)).isEqualTo(PolicyText.of(policy));
    }

    @Test
    void limitsAndCriteriaDoNotMix() {
        refused("pass: [\"<600ms\"]", "pass: [\"<600ms\"], fail_above: 1s", "c.yml:8:", "fail_above does not go here: with method keptn every metric is held to criteria");
        refused("pass: [\"<600ms\"]", "pass: [\"<600ms\"], critical: true", "say key_sli: true");
        refused("pass: [\"<600ms\"]", "pass: [\"<600ms\"], muted: true", "leave out pass");
        refused("judge: {", "groups: [{any_of: [latency, traffic]}]\n  judge: {", "c.yml:10:", "groups does not go here", "total_score");
        refused("judge: {", "each: {label: region, values: [eu, us]}\n  judge: {", "each does not go here");
        assertThat(changed("{method: keptn}", "{method: thresholds}")).hasSize(8).anyMatch(p -> p.contains("c.yml:7:") && p.contains("pass belongs to method keptn; say judge: {method: keptn}"))
                .anyMatch(p -> p.contains("weight belongs to method keptn")).anyMatch(p -> p.contains("metric needs fail_above, fail_below or margin"));
    }

    @Test
    void refusesCriteriaThatAreNone() {
        refused("\"<600ms\"", "\"600\"", "c.yml:8:", "criterion of pass is \"600\", must be <, <=, =, >= or > and a number", "\"<=+10%\"");
        refused("\"<600ms\"", "\"<600req/s\"", "criterion of pass");
        refused("\"<600ms\"", "[]", "pass is a list of criteria");
        refused("[\"<600ms\"]", "[]", "needs pass, a list with at least one element");
        refused("[\"<600ms\"]", "\"<600ms\"", "needs pass, a list");
        refused("[\"<600ms\"]", "[[\"<600ms\"], \"<1\"]", "or a list of such lists");
        refused("\"<=0.1\"", "\"<=10\"", "a ratio is from 0 to 1");
        refused("\"<=0.1\"", "\"<=0.1\"" + ", \"<=0.1\"".repeat(20), "more than 20 criteria");
        refused("weight: 2", "weight: 0", "weight is \"0\", must be a number above 0");
        refused("key_sli: true", "key_sli: maybe", "must be true or false");
        refused("no_data: ignore", "warning: [\"<1\"]", "warning needs pass beside it");
        assertThat(load(GOOD.replaceAll("(pass|warning): \\[[^}]*\\], weight", "weight").replace(", pass: [\"<600ms\"]", "")).problems()).singleElement().asString()
                .contains("no metric has pass");
    }

    @Test
    void refusesComparisonsThatAreNone() {
        refused("{method: keptn}", "{method: keptn, alpha: 0.05}", "alpha belongs to method sequential");
        refused("{method: keptn}", "{method: keptn, compare: {with: all}}", "with is \"all\", must be single");
        refused("{method: keptn}", "{method: keptn, compare: {with: single, releases: 2}}", "releases belongs to with: several");
        refused("{method: keptn}", "{method: keptn, compare: {releases: 101}}", "from 1 to 100");
        refused("{method: keptn}", "{method: keptn, compare: {include: passed}}", "include is \"passed\", must be one of all, pass, pass_or_warn");
        refused("{method: keptn}", "{method: keptn, compare: {aggregate: max}}", "must be one of avg, p50, p90, p95");
        refused("{method: keptn}", "{method: keptn, compare: {relases: 3}}", "did you mean \"releases\"?");
        refused("{method: keptn}", "{method: keptn, total_score: {pass: 101}}", "pass is \"101\", must be a share");
        refused("{method: keptn}", "{method: keptn, total_score: {warning: 95}}", "warning is 95.0, which is above pass, 90.0");
        assertThat(changed("{method: keptn}", "{method: sequential, compare: {}}")).anyMatch(p -> p.contains("compare belongs to method keptn"));
    }
}
