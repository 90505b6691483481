package dev.plumbline.daemon.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.ConfigLoader;
import dev.plumbline.daemon.config.LoadResult;
import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.model.Labels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetBuilderTest {
    @TempDir
    Path folder;

    private TargetBuilder builder(String job) throws IOException {
        Path file = Files.writeString(folder.resolve("p.yml"), "scrape_configs: [{job_name: j, " + job + "}]");
        LoadResult result = ConfigLoader.load(file, Map.of());
        assertThat(result).isInstanceOf(LoadResult.Loaded.class);
        ScrapeConfig config = ((LoadResult.Loaded) result).config().scrapeConfigs().getFirst();
        return new TargetBuilder(config);
    }

    @Test
    void fillsInTheJobsSettings() throws IOException {
        Target target = builder("scrape_interval: 90s, params: {b: [x y], a: ['1', '2']}").build(
                Labels.of("__address__", "h:1", "__param_b", "over", "z", "own", "__meta_q", "1"), Labels.of("z", "group", "g", "1"));
        Objects.requireNonNull(target);
        assertThat(target.labels()).isEqualTo(Labels.of("job", "j", "instance", "h:1", "z", "own", "g", "1"));
        assertThat(target.url()).hasToString("http://h:1/metrics?a=1&a=2&b=x+y");
        assertThat(target.intervalMillis()).isEqualTo(90_000);
        assertThat(target.discovered().get("__scrape_interval__")).isEqualTo("1m30s");
    }

    @Test
    void relabellingRulesTheTarget() throws IOException {
        Target target = builder("relabel_configs: [{target_label: __address__, replacement: 'x:9'}, {target_label: __scheme__, replacement: https},"
                + " {target_label: __scrape_timeout__, replacement: 1s}, {target_label: __metrics_path__, replacement: 'm?'}]")
                .build(Labels.of("__address__", "h:1"), Labels.EMPTY);
        Objects.requireNonNull(target);
        assertThat(target.url()).hasToString("https://x:9/m%3F");
        assertThat(target.timeoutMillis()).isEqualTo(1_000);
        assertThat(target.labels().get("instance")).isEqualTo("x:9");
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        var plain = builder("scheme: http");
        assertThatThrownBy(() -> plain.build(Labels.of("a", "b"), Labels.EMPTY)).hasMessageContaining("no address");
        assertThatThrownBy(() -> plain.build(Labels.of("__address__", "h/x"), Labels.EMPTY)).hasMessageContaining("not a valid hostname");
        assertThatThrownBy(() -> plain.build(Labels.of("__address__", "h", "__scrape_interval__", "1s"), Labels.EMPTY))
                .hasMessageContaining("scrape timeout cannot be greater than scrape interval (\"10s\" > \"1s\")");
        assertThatThrownBy(() -> plain.build(Labels.of("__address__", "h", "__scrape_timeout__", "0s"), Labels.EMPTY))
                .hasMessageContaining("scrape timeout cannot be 0");
    }

    @Test
    void dropsDeduplicatesAndLimits() throws IOException {
        var group = TargetGroup.of("g", List.of("a:1", "a:1", "b:1", "c:1", "d/e"), Labels.EMPTY);
        var targets = builder("target_limit: 1, relabel_configs: [{source_labels: [__address__], regex: 'c:1', action: drop}]").build(List.of(group));
        assertThat(targets.active()).hasSize(2);
        assertThat(targets.dropped()).singleElement().satisfies(l -> assertThat(l.get("__address__")).isEqualTo("c:1"));
        assertThat(targets.errors()).singleElement().asString().contains("target 4 of group g", "d/e");
        assertThat(targets.limitError()).isEqualTo("target_limit exceeded (number of targets: 2, limit: 1)");
    }
}
