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

    @Test
    void localMustNotReachWhereARuleHasDroppedOrThinned() {
        assertThat(problems("""
                upstream: {url: 'http://mimir', local: 10d}
                retention:
                  rules:
                  - {match: a, keep: 6d}
                  - {match: b, keep: 10d}
                  - match: c
                    keep: 400d
                    downsample:
                    - {after: 5d, resolution: 5m}
                    - {after: 11d, resolution: 1h}
                """)).containsExactly(
                "4:22: this rule drops samples after 6d, but upstream.local says that all of the last 10d is here: queries would silently lack what is gone."
                        + " Set upstream.local to 6d or less, or keep to 10d or more",
                "9:15: this rule thins samples out after 5d, but upstream.local says that all of the last 10d is here: queries would silently lack what is"
                        + " gone. Set upstream.local to 5d or less, or after to 10d or more");
    }

    @Test
    void theDefaultOfLocalCountsToo() {
        String rule = "retention: {rules: [{match: a, keep: 1h}]}\n";
        assertThat(problems(rule + "upstream: {url: 'http://mimir'}\n")).singleElement().asString()
                .startsWith("1:38: ").contains("the last 2h is here", "Set upstream.local to 1h or less");
        assertThat(retention(rule + "upstream: {url: 'http://mimir', local: 1h}\n").rules()).hasSize(1);
        assertThat(retention(rule).rules()).as("nobody else is asked").hasSize(1);
    }

    @Test
    void whatTheWholeStoreHasDroppedDoesNoHarmAndWhatOnlyRulesKeepDoes() {
        String text = """
                storage: {tsdb: {retention: {time: 3d}}}
                upstream: {url: 'http://mimir', local: 10d}
                retention: {rules: [{match: a, keep: KEEP}]}
                """;
        assertThat(retention(text.replace("KEEP", "3d")).rules()).as("the oldest sample is three days old").hasSize(1);
        assertThat(problems(text.replace("KEEP", "2d"))).singleElement().asString().startsWith("3:38: this rule drops samples after 2d");
        assertThat(problems(text.replace("KEEP", "20d"))).singleElement().asString().startsWith("1:36: series that no rule of retention matches are dropped"
                + " after 3d, others are kept for 20d").endsWith("Set upstream.local to 3d or less, or time to 10d or more");
        assertThat(problems(text.replace("KEEP", "5d"))).as("both").hasSize(1);
        assertThat(problems(text.replace("KEEP", "5d").replace("]}", ", {match: b, keep: 20d}]}"))).hasSize(2);
    }
}
