package dev.plumbline.promql.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.testkit.script.ScriptException;
import dev.plumbline.testkit.script.ScriptRunner;
import dev.plumbline.testkit.script.ScriptRunner.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our own scripts, and with {@code -Dpromql.scripts=DIR} those of any folder. */
class PromqlScriptsTest {
    /** What users of the stable language see must work; the rest is features that Prometheus calls experimental. */
    private static final double MIN_STABLE_SHARE = 0.95;

    private final ScriptRunner runner = new ScriptRunner(InMemoryStorage::new, new EngineQueries());

    @ParameterizedTest
    @ValueSource(strings = {"selectors", "operators", "aggregation", "functions", "histograms", "natives", "info", "subqueries"})
    void ourOwn(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(getClass().getResourceAsStream("/promql/" + name + ".test"))) {
            List<Verdict> verdicts = runner.run(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            assertThat(verdicts).isNotEmpty();
            assertThat(verdicts.stream().filter(v -> v.failure() != null)).isEmpty();
        }
    }

    private record Row(String file, int line) {}

    private final Map<Row, Verdict> verdicts = new HashMap<>();
    private final List<String> brokenFiles = new ArrayList<>();

    @Test
    void ofAFolder() throws IOException {
        String folder = System.getProperty("promql.scripts", "");
        if (folder.isEmpty()) {
            print("promql.scripts: none given");
            return;
        }
        Path dir = Path.of(System.getProperty("plumbline.root", "")).resolve(folder);
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".test")).sorted().toList()) {
                run(file);
            }
        }
        long failed = verdicts.values().stream().filter(v -> v.failure() != null).count();
        Path manifest = dir.resolve("MANIFEST.json");
        double share = Files.exists(manifest) ? report(JsonMapper.builder().build().readTree(Files.readAllBytes(manifest))) : 1;
        print("promql conformance: " + (verdicts.size() - failed) + " passed, " + failed + " failed");
        assertThat(brokenFiles).isEmpty();
        assertThat(verdicts.values().stream().filter(Verdict::crashed)).isEmpty();
        assertThat(share).as("share of classic-core evals of the stable language that pass").isGreaterThanOrEqualTo(MIN_STABLE_SHARE);
    }

    private void run(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        try {
            for (Verdict v : runner.run(Files.readString(file))) {
                verdicts.put(new Row(name, v.line()), v);
                if (v.failure() != null) {
                    print("FAIL " + name + ":" + v.line() + " " + v.query() + ": " + v.failure().replace('\n', ' '));
                }
            }
        } catch (ScriptException e) {
            brokenFiles.add(name + ":" + e.line());
            print("FAIL " + name + ":" + e.line() + " script: " + e.getMessage());
        }
    }

    /**
     * Prints a line per class; returns the share of classic-core and stable that passes, 1 when there is none. A
     * folder may hold a part of the scripts that its rows were counted in, so the k-th eval of a file is its k-th row.
     */
    private double report(JsonNode manifest) {
        var counts = new TreeMap<String, int[]>();
        var byFile = new TreeMap<String, List<Verdict>>();
        verdicts.forEach((row, v) -> byFile.computeIfAbsent(row.file, f -> new ArrayList<>()).add(v));
        byFile.values().forEach(list -> list.sort(Comparator.comparingInt(Verdict::line)));
        var rows = new ArrayList<JsonNode>();
        manifest.get("cases").forEach(rows::add);
        rows.sort(Comparator.comparingInt(c -> c.get("source_line").asInt()));
        var next = new HashMap<String, Integer>();
        for (JsonNode c : rows) {
            List<Verdict> file = byFile.getOrDefault(c.get("file").asText(), List.of());
            int k = next.merge(c.get("file").asText(), 1, Integer::sum) - 1;
            Verdict v = k < file.size() ? file.get(k) : null;
            int[] count = counts.computeIfAbsent(c.get("class").asText() + " " + c.get("on_3_5_3").asText(), name -> new int[2]);
            count[0] += v != null && v.failure() == null ? 1 : 0;
            count[1]++;
        }
        counts.forEach((name, count) -> print(name + ": " + count[0] + " of " + count[1]));
        int[] stable = counts.getOrDefault("classic-core stable", new int[] {1, 1});
        return (double) stable[0] / stable[1];
    }

    @SuppressWarnings("SystemOut") // The lines are read from the build's output.
    private static void print(String line) {
        System.out.println(line);
    }
}
