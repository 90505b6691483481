package dev.plumbline.daemon.config.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.canary.Exposure;
import dev.plumbline.analysis.canary.Grouping;
import dev.plumbline.analysis.canary.Margin;
import dev.plumbline.analysis.canary.NoData;
import dev.plumbline.promql.parser.ParserOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CanaryFilesTest {
    private static final String GOOD = """
            policies:
            - name: web
              match: {namespace: shop, service: checkout}
              canary: '{service="{{service}}", version="{{version}}"}'
              baseline: '{service="{{service}}", version="{{stable}}"}'
              stages:
              - {weight: 5, at_most: 30m}
              - {name: full, weight: 100, at_most: 15m}
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%, critical: true}
              - {name: latency_p99, signal: latency, quantile: 0.99, fail_above: 1000ms}
              - name: cpu
                query: 'sum(rate(process_cpu_seconds_total{{selector}}[{{window}}]))'
                fail_above: 2
                no_data: ignore
              judge: {method: thresholds, min_requests: 300, warm_up: 5s, min_window: 20s, interval: 2s}
              decision_valid_for: 2h
            """;

    private static CanaryFiles.Loaded load(String... texts) {
        var sources = new ArrayList<CanaryFiles.Source>();
        for (String text : texts) {
            sources.add(new CanaryFiles.Source("c" + sources.size() + ".yml", text));
        }
        return CanaryFiles.load(sources, new PromqlSyntax(ParserOptions.STABLE));
    }

    private static List<String> problems(String... texts) {
        return load(texts).problems().stream().map(CanaryProblem::toString).toList();
    }

    /** The good file with one line's worth of text replaced. */
    private static List<String> changed(String from, String to) {
        assertThat(GOOD).contains(from);
        return problems(GOOD.replace(from, to));
    }

    @Test
    void readsEverything() {
        CanaryFiles.Loaded loaded = load(GOOD);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.warnings()).isEmpty();
        PolicyDefinition p = loaded.policies().all().getFirst();
        assertThat(p.match()).isEqualTo(new Match("shop", "checkout"));
        assertThat(p.stages()).containsExactly(new StageDefinition("5", 5, 1_800_000), new StageDefinition("full", 100, 900_000));
        assertThat(p.judge()).isEqualTo(new JudgeSettings(new JudgeMethod.Thresholds(), 300, 10, 5_000, 20_000, 2_000));
        assertThat(p.decisionValidForMillis()).isEqualTo(7_200_000);
        assertThat(p.metrics().get(0).criterion().minimum()).isEqualTo(300);
        assertThat(p.metrics().get(0).criterion().critical()).isTrue();
        assertThat(p.metrics().get(1).measure()).isEqualTo(new Measure.Latency(0.99));
        assertThat(p.metrics().get(2).criterion().exposure()).isEqualTo(Exposure.POINTS);
        assertThat(p.metrics().get(2).criterion().noData()).isEqualTo(NoData.IGNORE);
        assertThat(p.placeholders()).containsExactly("selector", "service", "version", "window");
    }

    @Test
    void defaultsAreTheDocumentedOnes() {
        PolicyDefinition p = load(GOOD.replaceAll("(?m)^  (judge|decision).*\n", "")).policies().all().getFirst();
        assertThat(p.judge()).isEqualTo(new JudgeSettings(new JudgeMethod.Sequential(0.05, false), 200, 10, 60_000, 30_000, 0));
        assertThat(p.judge().intervalMillis(1_800_000)).isEqualTo(30_000);
        assertThat(p.judge().intervalMillis(120_000)).isEqualTo(5_000);
        assertThat(p.judge().intervalMillis(240 * 3_600_000L)).as("at most 240 of them").isEqualTo(3_600_000);
        assertThat(p.decisionValidForMillis()).isEqualTo(3_600_000);
    }

    @Test
    void reportsAllProblemsOfAllFilesAtOnce() {
        String bad = GOOD.replace("fail_above: 5%", "fail_abov: 5%").replace("quantile: 0.99", "quantile: 99").replace("at_most: 30m", "at_most: soon");
        assertThat(problems(bad, "policies: []", "- x: [")).hasSize(6).satisfiesExactly(
                p -> assertThat(p).isEqualTo("c0.yml:7:26: at_most is \"soon\", must be a duration such as 30s, 5m or 1h30m"),
                p -> assertThat(p).contains("c0.yml:10:12: metric needs fail_above, fail_below or margin"),
                p -> assertThat(p).contains("c0.yml:10:44: unknown key \"fail_abov\" in a metric; did you mean \"fail_above\"?"),
                p -> assertThat(p).contains("c0.yml:11:").contains("latency needs a quantile above 0 and below 1, such as 0.99; it is \"99\""),
                p -> assertThat(p).startsWith("c1.yml:1:").contains("needs policies, a list with at least one element"),
                p -> assertThat(p).startsWith("c2.yml:").contains("not valid YAML"));
        assertThat(load(bad).policies()).isEqualTo(Policies.NONE);
    }

    @Test
    void placesMistakesInQueries() {
        assertThat(changed("[{{window}}]))'", "[{{window}}])'")).singleElement().asString().startsWith("c0.yml:13:").contains("not valid PromQL: ");
        assertThat(changed("'sum(rate(process_cpu_seconds_total{{selector}}[{{window}}]))'", "'sum({{selector}}) + avg(up) by'"))
                .singleElement().asString().contains("not valid PromQL");
        assertThat(changed("'sum(rate(process_cpu_seconds_total{{selector}}[{{window}}]))'", "'up + )'"))
                .singleElement().asString().startsWith("c0.yml:13:19: not valid PromQL");
        assertThat(changed("'sum(rate(process_cpu_seconds_total{{selector}}[{{window}}]))'", "|\n      up\n      + )"))
                .singleElement().asString().startsWith("c0.yml:15:10: not valid PromQL");
        assertThat(changed("'sum(rate(process_cpu_seconds_total{{selector}}[{{window}}]))'", "'up[5m]'"))
                .singleElement().asString().contains("must yield one number");
        assertThat(changed("{{window}}]))'", "{{windw}}]))'")).singleElement().asString()
                .startsWith("c0.yml:13:").contains("unknown placeholder {{windw}}");
        assertThat(changed("version=\"{{version}}\"", "version={{version}}")).isNotEmpty().first().asString().contains("c0.yml:4:").contains("inside of quotes");
        assertThat(changed("'{service=\"{{service}}\", version=\"{{version}}\"}'", "'up{service=\"{{service}}\"}'"))
                .singleElement().asString().contains("must be matchers in braces");
        assertThat(changed("'{service=\"{{service}}\", version=\"{{version}}\"}'", "'{}'")).isNotEmpty();
    }

    @Test
    void readsHowTheSequentialJudgeJudges() {
        String sequential = GOOD.replace("judge: {method: thresholds, ", "judge: {method: sequential, alpha: 0.01, split: weight, ")
                .replace("interval: 2s", "interval: 15s");
        assertThat(load(sequential).policies().all().getFirst().judge().method()).isEqualTo(new JudgeMethod.Sequential(0.01, true));
        assertThat(changed("judge: {", "judge: {alpha: 0.05, ")).singleElement().asString().contains("alpha belongs to method sequential");
        assertThat(problems(sequential.replace("alpha: 0.01", "alpha: 0.5"))).singleElement().asString().contains("alpha is \"0.5\", must be");
        assertThat(problems(sequential.replace("split: weight", "split: half"))).singleElement().asString().contains("must be weight");
        assertThat(problems(sequential.replace("interval: 15s", "interval: 2s"))).first().asString()
                .contains("at_most 30m has more than 240 intervals of 2s", "make it at least 8s");
    }

    @Test
    void readsGroupsAndMutedMetrics() {
        String grouped = GOOD.replace("  judge: {", "  groups: [{any_of: [error_rate, latency_p99]}]\n  dry_run: true\n  judge: {")
                .replace("no_data: ignore", "no_data: ignore\n    muted: true");
        CanaryFiles.Loaded loaded = load(grouped);
        assertThat(loaded.problems()).isEmpty();
        PolicyDefinition p = loaded.policies().all().getFirst();
        assertThat(p.groups()).containsExactly(new Grouping.Group(Grouping.Rule.ANY, List.of("error_rate", "latency_p99")));
        assertThat(p.dryRun()).isTrue();
        assertThat(p.judgedFor(60_000_000).grouping().muted()).containsExactly("cpu");
        assertThat(PolicyText.of(load(PolicyText.of(p)).policies().all().getFirst())).as("what analyses keep").isEqualTo(PolicyText.of(p));
        assertThat(problems(grouped.replace("latency_p99]", "latency]"))).singleElement().asString().contains("no such metric in this policy");
        assertThat(problems(grouped.replace("latency_p99]", "error_rate]"))).singleElement().asString().contains("is in a group already");
        assertThat(problems(grouped.replace("any_of", "one_of"))).anySatisfy(m -> assertThat(m).contains("unknown key \"one_of\""));
    }

    @Test
    void readsThatEveryRegionIsJudgedByItself() {
        String each = GOOD.replace("  judge: {", "  each: {label: region, values: [eu, us, asia], quorum: 2}\n  judge: {");
        PolicyDefinition p = load(each).policies().all().getFirst();
        assertThat(p.judged()).hasSize(9).first().extracting(m -> m.criterion().name(), MetricDefinition::matcher)
                .containsExactly("error_rate[eu]", "region=\"eu\"");
        assertThat(p.judgedFor(60_000_000).grouping().needed()).isEqualTo(2);
        assertThat(p.judgedFor(60_000_000).grouping().groups()).hasSize(3);
        assertThat(PolicyText.of(load(PolicyText.of(p)).policies().all().getFirst())).isEqualTo(PolicyText.of(p));
        assertThat(load(each.replace(", quorum: 2", "")).policies().all().getFirst().judgedFor(60_000_000).grouping().needed()).as("all").isZero();
        assertThat(problems(each.replace("quorum: 2", "quorum: 4"))).singleElement().asString().contains("quorum is \"4\"", "from 1 to 3");
        assertThat(problems(each.replace("label: region", "label: a-b"))).singleElement().asString().contains("must be the name of a label");
        assertThat(problems(each.replace("eu, us", "eu, eu"))).anySatisfy(m -> assertThat(m).contains("\"eu\" is there already"));
        assertThat(problems(each.replace("  each:", "  groups: [{any_of: [error_rate]}]\n  each:"))).singleElement().asString().contains("cannot be combined");
    }

    @Test
    void namesWhatIsNotThereYet() {
        assertThat(changed("signal: error_rate", "signal: log_paterns")).singleElement().asString().contains("unknown signal \"log_paterns\"; there are ", "log_patterns");
    }

    private static final String BASELINE = "  baseline: '{service=\"{{service}}\", version=\"{{stable}}\"}'\n";

    @Test
    void readsMargins() {
        String text = GOOD.replace("signal: error_rate, fail_above: 5%", "signal: error_rate, margin: 1pp")
                .replace("fail_above: 2\n", "fail_above: 2\n    margin: 20%\n    direction: either\n");
        CanaryFiles.Loaded loaded = load(text);
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.policies().all().getFirst().metrics()).extracting(m -> m.criterion().margin()).containsExactly(
                new Margin(0.01, false, Margin.Direction.INCREASE, "1 pp"), null, new Margin(0.2, true, Margin.Direction.EITHER, "20 %"));
        assertThat(loaded.policies().all().getFirst().placeholders()).contains("stable");
        assertThat(load(GOOD).policies().all().getFirst().placeholders()).as("not measured").doesNotContain("stable");
    }

    @Test
    void aMarginNeedsABaseline() {
        assertThat(problems(GOOD.replace(BASELINE, "").replace("signal: error_rate, fail_above: 5%", "signal: error_rate, margin: 1pp")))
                .singleElement().asString().contains("margin compares with the baseline, and the policy has none; add baseline");
        CanaryFiles.Loaded loaded = load(GOOD.replace(BASELINE, "").replace("fail_above: 5%", "fail_above: 5%, margin: 1pp"));
        assertThat(loaded.problems()).isEmpty();
        assertThat(loaded.warnings()).singleElement().asString().contains("margin is not judged: the policy has no baseline");
        assertThat(changed("fail_above: 5%", "margin: -1pp")).singleElement().asString().contains("not negative");
    }

    private static final String REACTIONS = """
              rollout: {kind: argo, namespace: shop, name: checkout}
              on:
                go: {rollout: promote, notify: [releases]}
                no_go: {rollout: abort, notify: [oncall, releases]}
                inconclusive: {rollout: pause}
            """;

    @Test
    void readsWhatFollowsAVerdict() {
        Reactions r = load(GOOD + REACTIONS).policies().all().getFirst().reactions();
        assertThat(r).isEqualTo(new Reactions(new RolloutTarget("argo", "shop", "checkout"), new Reaction(RolloutAction.PROMOTE, List.of("releases")),
                new Reaction(RolloutAction.ABORT, List.of("oncall", "releases")), new Reaction(RolloutAction.PAUSE, List.of())));
        assertThat(load(GOOD).policies().all().getFirst().reactions()).isEqualTo(Reactions.NONE);
        assertThat(load(GOOD + REACTIONS).policies().unknownReceivers(Set.of("releases"))).containsExactly(
                "policy \"web\" notifies \"oncall\", which is no receiver; there are: releases");
        assertThat(problems(GOOD + REACTIONS.replace("kind: argo", "kind: flux"))).singleElement().asString().contains("must be argo or openkruise");
        String kruise = GOOD + REACTIONS.replace("kind: argo", "kind: openkruise");
        assertThat(problems(kruise)).singleElement().asString().contains("a Rollout of OpenKruise knows promote and pause");
        assertThat(load(kruise.replace("rollout: abort", "rollout: pause")).policies().all().getFirst().reactions().target())
                .isEqualTo(new RolloutTarget(RolloutTarget.OPENKRUISE, "shop", "checkout"));
        assertThat(problems(GOOD + REACTIONS.replace("rollout: abort", "rollout: promote"))).singleElement().asString().contains("promoted on go only");
        assertThat(problems(GOOD + REACTIONS.replace("rollout: pause", "rollout: stop"))).singleElement().asString()
                .contains("must be one of promote, promote_full, abort, pause");
        assertThat(problems(GOOD + REACTIONS.replaceFirst("(?m)^  rollout: .*\n", ""))).hasSize(3).first().asString().contains("but not to which");
        assertThat(problems(GOOD + REACTIONS.replace("notify: [releases]", "notify: releases"))).singleElement().asString().contains("must be a list");
    }

    @Test
    void aPolicyAsTextMeansTheSame() {
        String text = GOOD.replace("signal: error_rate, fail_above: 5%", "signal: error_rate, fail_above: 5%, margin: 1pp")
                .replace("  decision_valid_for", "  args: {region: eu}\n  decision_valid_for")
                .replace("- {name: latency_p99", "- {name: memory, signal: saturation, resource: memory, fail_above: 64MiB}\n  - {name: latency_p99") + REACTIONS;
        PolicyDefinition policy = load(text).policies().all().getFirst();
        String written = PolicyText.of(policy);
        CanaryFiles.Loaded again = load(written);
        assertThat(again.problems()).isEmpty();
        assertThat(PolicyText.of(again.policies().all().getFirst())).isEqualTo(written);
        assertThat(again.policies().all().getFirst()).usingRecursiveComparison().ignoringFieldsMatchingRegexes(".*at").isEqualTo(policy);
    }

    @Test
    void checksValues() {
        assertThat(changed("fail_above: 5%", "fail_above: 5")).singleElement().asString().contains("write 5% or 0.05");
        assertThat(changed("fail_above: 5%", "fail_above: 5ms")).singleElement().asString().contains("must be a ratio such as 5%");
        assertThat(changed("fail_above: 1000ms", "fail_above: 5%")).singleElement().asString().contains("must be a time such as 250ms");
        assertThat(changed("fail_above: 1000ms", "fail_above: 1 parsec")).singleElement().asString().contains("one of the units");
        assertThat(changed("fail_above: 2", "fail_above: 2\n    fail_below: 3")).singleElement().asString().contains("every value would fail");
        assertThat(changed("no_data: ignore", "no_data: guess")).singleElement().asString().contains("must be hold, fail or ignore");
        assertThat(changed("critical: true", "critical: yes")).singleElement().asString().contains("must be true or false");
        assertThat(changed("min_requests: 300", "min_requests: 0")).singleElement().asString().contains("whole number from 1");
        assertThat(changed("interval: 2s", "interval: 10ms")).singleElement().asString().contains("at least 1s");
        assertThat(changed("at_most: 30m", "at_most: 25s")).singleElement().asString()
                .contains("at_most 25s must be longer than warm_up 5s and min_window 20s together");
        assertThat(changed("name: full, weight: 100", "weight: 5")).singleElement().asString().contains("two stages are called \"5\"");
        assertThat(changed("name: cpu", "name: error_rate")).singleElement().asString().contains("two metrics are called");
        assertThat(changed("  - name: cpu\n", "  - signal: traffic\n    name: cpu\n")).singleElement().asString().contains("not both");
        assertThat(changed("name: web\n", "name: web\n  name: again\n")).singleElement().asString().contains("is given twice");
    }

    @Test
    void refusesTiesAndRepeatedNames() {
        String other = GOOD.replace("name: web", "name: shop-wide").replace("{namespace: shop, service: checkout}", "{namespace: shop}");
        String third = GOOD.replace("name: web", "name: third").replace("{namespace: shop, service: checkout}", "{service: checkout}");
        assertThat(problems(GOOD, other)).isEmpty();
        assertThat(problems(other, third)).singleElement().asString().contains("c1.yml:3:10: policy \"third\" (service=checkout) ties with policy");
        assertThat(problems(GOOD, GOOD)).anySatisfy(p -> assertThat(p).contains("c1.yml:2:9: a policy named \"web\" is there already, at c0.yml:2:9"));
    }

    @Test
    void theMostSpecificPolicyGoverns() {
        String wide = GOOD.replace("name: web", "name: wide").replace("{namespace: shop, service: checkout}", "{}");
        String elsewhere = GOOD.replace("name: web", "name: elsewhere").replace("namespace: shop", "namespace: lab");
        Policies policies = load(GOOD, wide, elsewhere).policies();
        assertThat(policies.find("shop", "checkout", "")).isInstanceOfSatisfying(Policies.Found.One.class,
                one -> assertThat(one.policy().name()).isEqualTo("web"));
        assertThat(policies.find("shop", "cart", "")).isInstanceOfSatisfying(Policies.Found.One.class,
                one -> assertThat(one.policy().name()).isEqualTo("wide"));
        assertThat(policies.find("", "checkout", "")).isEqualTo(new Policies.Found.Several(
                "service \"checkout\" has policies in several namespaces, add namespace=lab or namespace=shop"));
        assertThat(policies.find("", "checkout", "wide")).isInstanceOf(Policies.Found.One.class);
        assertThat(policies.find("", "checkout", "wdie")).isInstanceOf(Policies.Found.None.class);
        assertThat(policies.find("shop", "cart", "web")).isInstanceOf(Policies.Found.None.class);
    }
}
