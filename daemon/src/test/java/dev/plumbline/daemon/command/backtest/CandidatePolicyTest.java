package dev.plumbline.daemon.command.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.canary.CanaryFiles;
import dev.plumbline.daemon.config.canary.PolicyDefinition;
import dev.plumbline.daemon.config.canary.PromqlSyntax;
import dev.plumbline.daemon.config.canary.StageDefinition;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.parser.ParserOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidatePolicyTest {
    private static final String POLICY = """
            - name: %s
              match: {service: shop}
              canary: '{version="{{version}}"}'
              baseline: '{version="{{stable}}"}'
              stages: [{weight: 25, at_most: 10m}]
              metrics:
              - {name: error_rate, signal: error_rate, fail_above: 5%%, margin: 1pp}
              - {name: latency, signal: latency, quantile: 0.9, fail_above: 100ms}
              on: {no_go: {notify: [oncall]}}
            """;

    @TempDir
    private Path folder;

    private String file(String name, String... policies) throws IOException {
        var text = new StringBuilder("policies:\n");
        for (String policy : policies) {
            text.append(POLICY.formatted(policy));
        }
        return Files.writeString(folder.resolve(name), text).toString();
    }

    @Test
    void candidatesMayGovernTheSame() throws IOException {
        String file = file("a.yml", "strict", "loose");
        assertThat(CandidatePolicy.read(List.of(file))).extracting(CandidatePolicy::label).containsExactly("strict", "loose");
        assertThat(CandidatePolicy.read(List.of(file + ":loose"))).extracting(CandidatePolicy::label).containsExactly("loose");
    }

    @Test
    void alikeNamesAreToldApartByTheirFiles() throws IOException {
        String a = file("a.yml", "web");
        String b = file("b.yml", "web", "other");
        assertThat(CandidatePolicy.read(List.of(a, b))).extracting(CandidatePolicy::label).containsExactly(a + ":web", b + ":web", "other");
        assertThat(CandidatePolicy.read(List.of(a, a + ":web"))).as("named twice").hasSize(1);
    }

    @Test
    void whatIsWrongIsSaidWithItsPlace() throws IOException {
        String a = file("a.yml", "web");
        Path broken = Files.writeString(folder.resolve("broken.yml"), "policies:\n- {name: x, cannary: '{}'}\n");
        assertThatThrownBy(() -> CandidatePolicy.read(List.of(a + ":wob", broken.toString(), folder + "/none.yml")))
                .isInstanceOf(PlumblineException.class)
                .hasMessageContaining("a.yml has no policy \"wob\"; it has web")
                .hasMessageContaining("broken.yml:2:13: unknown key \"cannary\"")
                .hasMessageContaining("none.yml: there is no such file");
        String twice = file("twice.yml", "web", "web");
        assertThatThrownBy(() -> CandidatePolicy.read(List.of(twice))).hasMessageContaining("a policy named \"web\" is there already");
    }

    @Test
    void specsAreReadAsPoliciesAndDoNothing() throws IOException {
        PolicySpec spec = CandidatePolicy.read(List.of(file("a.yml", "web"))).getFirst().spec();
        PolicyDefinition read = read(spec);
        assertThat(read.reactions().noGo().receivers()).isEmpty();
        assertThat(read.metrics()).hasSize(2);
        assertThat(read.metrics().getFirst().criterion().margin()).hasToString("1 pp");
    }

    @Test
    void aCanaryConfigurationGoesAlong() throws IOException {
        Files.writeString(folder.resolve("web.json"), "{\"metrics\": [{\"name\": \"errors\", \"query\": {\"metricName\": \"errors\"}}]}");
        Path file = Files.writeString(folder.resolve("k.yml"), "policies:\n" + POLICY.formatted("web").replaceAll("(?s)  metrics:.*", "  judge: {method: kayenta, config: web.json}\n"));
        PolicyDefinition sent = read(CandidatePolicy.read(List.of(file.toString())).getFirst().spec());
        assertThat(sent.judge().method().word()).isEqualTo("kayenta");
        assertThat(sent.metrics()).extracting(m -> m.criterion().name()).containsExactly("errors");
    }

    @Test
    void specsCanBeChanged() throws IOException {
        PolicySpec spec = CandidatePolicy.read(List.of(file("a.yml", "web"))).getFirst().spec();
        PolicyDefinition changed = read(spec.with("canary", "{pod=~\"a|b\"}").metricsWith("margin", name -> name.equals("error_rate") ? "3pp" : null)
                .metricsWith("fail_above", name -> name.equals("error_rate") ? null : "7ms")
                .with("judge", Map.of("method", "thresholds", "warm_up", "2m")));
        assertThat(changed.canary()).hasToString("{pod=~\"a|b\"}");
        assertThat(changed.judge().warmUpMillis()).isEqualTo(120_000);
        assertThat(changed.metrics().getFirst().criterion().margin()).hasToString("3 pp");
        assertThat(changed.metrics().getFirst().criterion().failAbove()).isNull();
        assertThat(changed.metrics().getLast().criterion().failAbove()).hasToString("7 ms");
        assertThat(read(spec.onlyMetrics(Set.of("latency"))).metrics()).hasSize(1);
        assertThat(read(spec.onlyStage("25", 50)).stages()).containsExactly(new StageDefinition("25", 50, 600_000));
        assertThat(read(spec.onlyMetricKeys(Set.of("name", "signal", "quantile")).metricsWith("margin", name -> "1")).metrics().getLast().criterion()
                .failAbove()).isNull();
    }

    private static PolicyDefinition read(PolicySpec spec) {
        var loaded = CanaryFiles.load(List.of(new CanaryFiles.Source("spec", "{\"policies\": [" + spec + "]}")), new PromqlSyntax(ParserOptions.STABLE));
        assertThat(loaded.problems()).isEmpty();
        return loaded.policies().all().getFirst();
    }
}
