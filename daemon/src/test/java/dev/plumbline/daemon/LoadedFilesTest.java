package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.promql.parser.ParserOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class LoadedFilesTest {
    private static final String ALERTMANAGER = "route: {receiver: r, routes: [{matchers: [a=b]}]}\nreceivers: [{name: r}]\ntemplates: ['*.tmpl']\n";
    @TempDir
    Path folder = Path.of("unset");
    private Path file = Path.of("unset");

    @BeforeEach
    void aConfigurationWithAFileOfEachKind() throws IOException {
        file = write("plumbline.yml", """
                global: {evaluation_interval: 15s, rule_query_offset: 2s}
                rule_files: ['rules/*.yml']
                alertmanager_config_file: am/alertmanager.yml
                canary_files: ['canaries/*.yml']
                """);
        write("rules/a.yml", "groups: [{name: g, rules: [{record: a, expr: up}, {alert: B, expr: up == 0}]}]");
        write("am/alertmanager.yml", ALERTMANAGER);
        write("am/one.tmpl", "{{ define \"one\" }}1{{ end }}");
    }

    private Path write(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(Objects.requireNonNull(path.getParent()));
        return Files.writeString(path, text);
    }

    private List<String> shown(List<String> problems) {
        return problems.stream().map(p -> p.replace(folder + "/", "")).toList();
    }

    /** What a run of the command printed, and its exit code in front. */
    private String check(String... options) {
        var out = new StringWriter();
        var command = new CommandLine(new CheckCommand());
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        int exit = command.execute(Stream.concat(Stream.of("--config", file.toString()), Stream.of(options)).toArray(String[]::new));
        return (exit + " " + out).replace(folder + "/", "");
    }

    @Test
    void everythingThatIsNamedIsLoaded() {
        LoadedFiles files = LoadedFiles.load(file, ParserOptions.STABLE);
        assertThat(files.problems()).isEmpty();
        assertThat(files.rules()).singleElement().satisfies(g -> {
            assertThat(g.intervalMillis()).isEqualTo(15_000);
            assertThat(g.queryOffsetMillis()).isEqualTo(2_000);
            assertThat(g.file()).isEqualTo(folder.resolve("rules/a.yml").toString());
        });
        assertThat(Objects.requireNonNull(files.alertmanager()).templates()).hasSize(1);
        assertThat(files.hash()).matches("[0-9a-f]{64}");
    }

    @Test
    void aCanaryConfigurationIsReadBesideThePolicyThatNamesIt() throws IOException {
        write("canaries/c.yml", """
                policies:
                - name: web
                  match: {service: web}
                  canary: '{version="{{version}}"}'
                  baseline: '{version="{{stable}}"}'
                  stages: [{weight: 10}]
                  judge: {method: kayenta, config: kayenta/web.json}
                """);
        String config = "{\"metrics\": [\n {\"name\": \"errors\", \"query\": {\"type\": \"%s\", \"metricName\": \"errors\"}}]}";
        write("canaries/kayenta/web.json", config.formatted("prometheus"));
        LoadedFiles before = LoadedFiles.load(file, ParserOptions.STABLE);
        assertThat(before.problems()).isEmpty();
        assertThat(before.policies().all()).hasSize(1);
        write("canaries/kayenta/web.json", config.formatted("prometheus").replace("\"errors\"}}", "\"failures\"}}"));
        assertThat(LoadedFiles.load(file, ParserOptions.STABLE).hash()).as("a reload sees the change").isNotEqualTo(before.hash());
        write("canaries/kayenta/web.json", config.formatted("datadog"));
        assertThat(check()).startsWith("1 ").contains("canaries/kayenta/web.json:2:39: canaryConfig.metrics[0].query.type is datadog, which cannot be asked here", "(metric errors)");
        Files.delete(folder.resolve("canaries/kayenta/web.json"));
        assertThat(check()).contains("canaries/c.yml:7:36: config is \"kayenta/web.json\", which cannot be read: ", "there is no such file");
    }

    @Test
    void theHashChangesWithEveryFileAndWithNothingElse() throws IOException {
        Set<String> hashes = new HashSet<>();
        hashes.add(LoadedFiles.load(file, ParserOptions.STABLE).hash());
        hashes.add(LoadedFiles.load(file, ParserOptions.STABLE).hash());
        assertThat(hashes).hasSize(1);
        for (String name : List.of("plumbline.yml", "rules/a.yml", "am/alertmanager.yml", "am/one.tmpl")) {
            write(name, Files.readString(folder.resolve(name)) + "\n");
            hashes.add(LoadedFiles.load(file, ParserOptions.STABLE).hash());
        }
        write("rules/b.yml", "groups: []");
        hashes.add(LoadedFiles.load(file, ParserOptions.STABLE).hash());
        assertThat(hashes).hasSize(6);
    }

    @Test
    void problemsOfAllFilesAreToldAtOnceEvenIfTheFirstIsWrong() throws IOException {
        write("plumbline.yml", Files.readString(file) + "unknown: 1\n");
        write("rules/a.yml", "groups: [{name: g, rules: [{record: a, expr: up +}]}]");
        write("rules/b.yml", "groups: [{nam: g}]");
        write("am/alertmanager.yml", ALERTMANAGER + "inhibit: []\n");
        write("canaries/c.yml", "policies: []");
        LoadedFiles files = LoadedFiles.load(file, ParserOptions.STABLE);
        assertThat(files.config()).isNull();
        assertThat(files.rules()).isEmpty();
        assertThat(files.alertmanager()).isNull();
        assertThat(files.hash()).isEmpty();
        assertThat(shown(files.problems())).satisfiesExactly(p -> assertThat(p).startsWith("am/alertmanager.yml:4:1: unknown key"),
                p -> assertThat(p).startsWith("plumbline.yml:5:1: unknown key"),
                p -> assertThat(p).startsWith("rules/a.yml:1:50: group \"g\", rule 1, \"a\": could not parse expression"),
                p -> assertThat(p).startsWith("rules/b.yml:1:10: a group needs a name"),
                p -> assertThat(p).startsWith("rules/b.yml:1:11: unknown key \"nam\""),
                p -> assertThat(p).startsWith("canaries/c.yml:1:"));
    }

    @Test
    void aCheckSaysWhatItLookedAt() {
        assertThat(check()).isEqualTo("0 plumbline.yml is valid: 0 scrape jobs, 2 rules in 1 group, 1 receiver, 2 routes, 0 canary policies\n");
    }

    @Test
    void aCheckFailsOnProblemsAndOnWarningsIfAsked() throws IOException {
        write("rules/a.yml", "groups: [{name: g, rules: [{record: a, expr: up}, {record: a, expr: up}]}]");
        assertThat(check()).startsWith("0 rules/a.yml:1:51: warning: group \"g\", rule 2, \"a\": duplicate rule").contains("1 receiver, 2 routes, 0 canary policies, with 1 warning");
        assertThat(check("--lint-fatal")).startsWith("3 ");
        write("am/alertmanager.yml", "receivers: []");
        assertThat(check("--lint-fatal")).startsWith("1 am/alertmanager.yml:1:1: no route provided").contains("plumbline.yml: 1 problem found");
    }
}
