package dev.plumbline.daemon.config.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.yaml.Problem;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.rules.RuleGroup;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Prometheus's own rule files, when {@code -Dplumbline.data=DIR} says where they are: valid and wrong as there. */
class PrometheusRuleFilesTest {
    private static final RuleFiles.Defaults DEFAULTS = new RuleFiles.Defaults(60_000, 0, ParserOptions.STABLE);
    private static final Set<String> WRONG = Set.of("rules-bad.yml", "bad-rules-syntax.yml", "invalid_rules.yaml",
            "features.yml", "rules_extrafields.yml");
    /** Wrong only where names are not UTF-8. */
    private static final String CLASSIC = "legacy_validation_annotation.bad.yaml";

    @Test
    void areJudgedAsPrometheusJudgesThem() throws IOException {
        String data = System.getProperty("plumbline.data", "");
        if (data.isEmpty()) {
            System.out.println("data: none given");
            return;
        }
        Path folder = Path.of(System.getProperty("plumbline.root", ".")).resolve(data).resolve("prometheus-rules");
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> rules = files.filter(f -> f.toString().matches(".*\\.(ya?ml|rules)")).filter(PrometheusRuleFilesTest::hasGroups).sorted().toList();
            assertThat(rules).hasSizeGreaterThan(30).allSatisfy(PrometheusRuleFilesTest::check);
        }
    }

    private static boolean hasGroups(Path file) {
        try {
            return Files.readString(file).lines().anyMatch(line -> line.startsWith("groups:"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void check(Path file) {
        var problems = new Problems();
        List<RuleGroup> groups = RuleFiles.load(List.of(file), DEFAULTS, problems).groups();
        String name = String.valueOf(file.getFileName());
        boolean wrong = WRONG.contains(name) || (name.contains(".bad.") && !name.equals(CLASSIC));
        assertThat(problems.isFatal()).as(() -> file + ": " + problems).isEqualTo(wrong);
        assertThat(problems.fatal()).extracting(Problem::at).allSatisfy(at -> assertThat(at.line()).isPositive());
        if (!wrong) {
            assertThat(groups).isNotEmpty();
        }
    }
}
