package dev.plumbline.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetentionSectionTest extends SectionLoading {
    private RetentionConfig retention(String text) {
        return section(load(text), PlumblineConfig::retention);
    }

    private List<String> problems(String text) {
        return problems(load(text)).stream().map(line -> line.substring("plumbline.yml:".length())).toList();
    }

    private static long days(int days) {
        return Duration.ofDays(days).toMillis();
    }

    @Test
    void everyKeyIsRead() {
        List<RetentionConfig.Rule> rules = retention("""
                retention:
                  rules:
                  - match: '{namespace="dev"}'
                    keep: 7d
                  - match: [up, '{job="a",x!="1"}']
                    keep: 400d
                    downsample: [{after: 35d, resolution: 5m}, {after: 100d, resolution: 1h}]
                """).rules();
        assertThat(rules).hasSize(2);
        assertThat(rules.get(0).match()).containsExactly(List.of(LabelMatcher.equal("namespace", "dev")));
        assertThat(rules.get(0).keepMillis()).isEqualTo(days(7));
        assertThat(rules.get(0).downsample()).isEmpty();
        assertThat(rules.get(1).match()).hasSize(2).last().asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST).hasSize(2);
        assertThat(rules.get(1).downsample()).containsExactly(new RetentionConfig.Coarser(days(35), 300_000),
                new RetentionConfig.Coarser(days(100), 3_600_000));
    }

    @Test
    void nothingSaidIsNoRule() {
        assertThat(retention("global: {}")).isEqualTo(RetentionConfig.DEFAULT);
        assertThat(retention("retention: {rules: []}")).isEqualTo(RetentionConfig.DEFAULT);
    }

    @Test
    void allProblemsComeAtOnceEachWithItsPlace() {
        assertThat(problems("""
                retention:
                  rules:
                  - keep: 7d
                  - match: 'up{'
                    keep: 0s
                  - match: up
                    keep: 30d
                    kep: 1
                    downsample:
                    - {after: 40d, resolution: 5m}
                    - {after: 2d, resolution: 5m}
                    - {after: 3d, resolution: 7m}
                    - {resolution: 1h}
                  limit: 3
                """)).satisfiesExactlyInAnyOrder(
                p -> assertThat(p).startsWith("3:").contains("needs a match"),
                p -> assertThat(p).startsWith("4:12").contains("\"up{\" is no selector"),
                p -> assertThat(p).startsWith("5:11").contains("keep of more than 0s"),
                p -> assertThat(p).startsWith("8:5").contains("unknown key \"kep\""),
                p -> assertThat(p).startsWith("10:15").contains("less than keep"),
                p -> assertThat(p).startsWith("11:15").contains("more than that of the entry before"),
                p -> assertThat(p).startsWith("11:31").contains("coarser than that of the entry before"),
                p -> assertThat(p).startsWith("12:31").contains("resolution must be one of 1h, 5m"),
                p -> assertThat(p).startsWith("13:").contains("an after of more than 0s"),
                p -> assertThat(p).startsWith("14:3").contains("unknown key \"limit\""));
    }
}
