package dev.plumbline.daemon.command.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.analysis.backtest.Trial;
import dev.plumbline.analysis.calibration.Arms;
import dev.plumbline.daemon.command.backtest.CandidatePolicy;
import dev.plumbline.daemon.command.backtest.Judged;
import dev.plumbline.daemon.command.backtest.PolicySpec;
import dev.plumbline.daemon.command.backtest.Release;
import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.Measure;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.daemon.config.canary.StageDefinition;
import dev.plumbline.promql.parser.ParserOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AaPolicyTest {
    private static final Arms ARMS = new Arms(List.of("shop-1", "shop.2"), List.of("shop-3", "shop{{4"));
    private static final String TEXT = """
            policies:
            - name: web
              canary: '{service="{{service}}", version="{{version}}"}'
              baseline: '{service="{{service}}", version="{{stable}}", region="{{args.region}}",}'
              args: {region: eu}
              stages: [{name: early, weight: 5, at_most: 2m}, {name: late, weight: 25, at_most: 10m}]
              metrics:
              - {name: errors, signal: error_rate, fail_above: 5%, margin: 1pp, no_data: ignore}
              - {name: mine, query: 'sum(foo{version="{{version}}"})', margin: 10%, direction: either, critical: true}
              - {name: limit, signal: latency, quantile: 0.99, fail_above: 1s}
              groups: [{any_of: [errors, limit]}]
              judge: {method: sequential, split: weight, warm_up: 30s}
              dry_run: true
            """;

    @TempDir
    private Path folder;

    private AaPolicy policy(String text, String stage) throws IOException {
        Path file = Files.writeString(folder.resolve("canary.yml"), text);
        var candidate = CandidatePolicy.read(List.of(file.toString())).getFirst();
        return new AaPolicy(candidate, new Release.Subject("shop", "2.0", "2.0", "", "", stage));
    }

    private static PolicyDefinition read(PolicySpec spec) {
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("spec", "{\"policies\": [" + spec + "]}")), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(loaded.problems()).isEmpty();
        return loaded.policies().all().getFirst();
    }

    @Test
    void bothArmsAreTheBaselines() throws IOException {
        var aa = policy(TEXT, "late");
        assertThat(aa.selector()).isEqualTo("{service=\"shop\", version=\"2.0\", region=\"eu\",}");
        PolicyDefinition upon = read(aa.upon(ARMS, "pod"));
        assertThat(upon.canary()).hasToString("{service=\"shop\", version=\"2.0\", region=\"eu\",pod=~\"shop-1|shop\\\\.2\"}");
        assertThat(String.valueOf(upon.baseline())).endsWith("pod=~\"shop-3|shop\\\\{\\\\{4\"}");
        assertThat(upon.stages()).as("each arm has half of the requests").containsExactly(new StageDefinition("late", 50, 600_000));
        assertThat(upon.metrics()).hasSize(3);
        assertThat(upon.judge().method().word()).isEqualTo("sequential");
    }

    @Test
    void marginsCanBeChanged() throws IOException {
        PolicyDefinition changed = read(policy(TEXT, "late").upon(ARMS, "pod", Map.of("errors", "2.5pp")));
        assertThat(changed.metrics().get(0).criterion().margin()).hasToString("2.5 pp");
        assertThat(changed.metrics().get(1).criterion().margin()).as("stays").hasToString("10 %");
        assertThat(changed.metrics().get(2).criterion().margin()).as("has none").isNull();
    }

    @Test
    void measuringEndsWithTheWindow() throws IOException {
        PolicyDefinition measuring = read(policy(TEXT, "late").measuring(ARMS, "pod"));
        assertThat(measuring.metrics()).as("what is compared and splits").hasSize(1);
        var errors = measuring.metrics().getFirst().criterion();
        assertThat(errors.failAbove()).isNull();
        assertThat(errors.margin()).matches(m -> m != null && m.amount() == 1e15 && !m.relative());
        assertThat(measuring.judge().minWindowMillis()).isEqualTo(600_000 - 30_000 - 1_000);
        assertThat(measuring.judge().method().word()).isEqualTo("thresholds");
    }

    @Test
    void whatCannotBeSplitIsNamed() throws IOException {
        assertThat(policy(TEXT, "late").unsplit()).containsExactly("mine");
        assertThat(policy(TEXT, "late").compared()).extracting(AaPolicy.Compared::name).containsExactly("errors", "mine");
    }

    @Test
    void regionsThatAreJudgedByThemselvesAreTheSameMetric() throws IOException {
        String each = TEXT.replace("groups: [{any_of: [errors, limit]}]", "each: {label: region, values: [eu, us]}");
        var aa = policy(each, "late");
        assertThat(read(aa.measuring(ARMS, "pod")).judged()).extracting(m -> aa.metricOf(m.criterion().name())).containsExactly("errors", "errors");
        assertThat(policy(TEXT, "late").metricOf("errors[eu]")).isEqualTo("errors[eu]");
        var verdict = new Judged.Verdict(Trial.Said.NO_GO, "", 0, List.of(metric("errors[eu]", "fail"), metric("errors[us]", "fail"), metric("mine[us]", "pass")));
        assertThat(AaTally.of(List.of(verdict, verdict), aa::metricOf).failed()).isEqualTo(Map.of("errors", 2));
    }

    private static Judged.Metric metric(String name, String outcome) {
        return new Judged.Metric(name, outcome, OptionalDouble.empty(), OptionalDouble.empty());
    }

    @Test
    void withoutABaselineTheCanarysSelectorIsTaken() throws IOException {
        var aa = policy("""
                policies:
                - name: limits
                  canary: '{version="{{version}}"}'
                  stages: [{weight: 25}]
                  metrics: [{name: errors, signal: error_rate, fail_above: 5%}]
                """, "");
        assertThat(aa.compared()).isEmpty();
        PolicyDefinition upon = read(aa.upon(ARMS, "instance"));
        assertThat(upon.canary()).hasToString("{version=\"2.0\",instance=~\"shop-1|shop\\\\.2\"}");
        assertThat(upon.baseline()).isNull();
    }

    @Test
    void armsOfACanaryConfigurationAreToldApartByTheirSelectors() throws IOException {
        Files.writeString(folder.resolve("web.json"), """
                {"metrics": [{"name": "errors", "query": {"metricName": "errors", "customInlineTemplate": "version=\\"${scope}\\""}},
                  {"name": "cpu", "query": {"metricName": "cpu"}}]}""");
        var aa = policy("""
                policies:
                - name: web
                  canary: '{service="{{service}}", version="{{version}}"}'
                  baseline: '{service="{{service}}", version="{{stable}}"}'
                  stages: [{weight: 25}]
                  judge: {method: kayenta, config: web.json}
                """, "");
        PolicyDefinition upon = read(aa.upon(ARMS, "pod"));
        assertThat(upon.metrics()).extracting(m -> m.measure() instanceof Measure.Samples s ? s.baseline().toString() : "").containsExactly(
                "avg(errors{service=\"shop\",pod=~\"shop-3|shop\\\\{\\\\{4\",version=\"{{stable}}\"})",
                "avg(cpu{service=\"shop\",version=\"2.0\",pod=~\"shop-3|shop\\\\{\\\\{4\"})");
        assertThat(aa.unsplit()).isEmpty();
        assertThat(aa.compared()).isEmpty();
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThatThrownBy(() -> policy(TEXT, "7")).hasMessageContaining("has no stage \"7\"; it has early, late");
        assertThatThrownBy(() -> policy(TEXT.replace("{{stable}}", "{{revision}}"), "late")).hasMessageContaining("no value for {{revision}}; give it as an option");
    }
}
