package dev.plumbline.daemon.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PromQL's test scripts through the front door: samples by remote write, questions by the query API, of the packaged
 * daemon. The runner and the scripts are not part of the project: {@code promql.http.runner} names a program for python3
 * and {@code promql.scripts} their folder; without both there is nothing to run. Of the scripts, a few run unless
 * {@code promql.http.files} names others (separated by commas) or {@code all}.
 */
class PromqlHttpIT {
    private static final String FEW = "literals.test,staleness.test,collision.test,subquery.test";

    @TempDir
    private Path folder;

    @Test
    void scriptsPassOverHttp() throws Exception {
        String runner = System.getProperty("promql.http.runner", "");
        String scripts = System.getProperty("promql.scripts", "");
        if (runner.isEmpty() || scripts.isEmpty()) {
            System.out.println("promql over http: no runner or no scripts given");
            return;
        }
        Path root = Path.of(System.getProperty("plumbline.root"));
        Path report = folder.resolve("report.json");
        var command = new ArrayList<>(List.of("python3", root.resolve(runner).toString(), "-q", "--port", "" + Programs.freePort(),
                "--json", report.toString(), "--start", start()));
        files(root.resolve(scripts)).forEach(file -> command.add(file.toString()));
        Programs.Finished finished;
        try (var programs = new Programs(folder)) {
            finished = programs.run(command);
        }
        assertThat(Files.exists(report)).as(finished.output()).isTrue();
        assertPassed(Json.parse(Files.readString(report)));
    }

    private static void assertPassed(JsonNode rows) {
        var failed = new ArrayList<String>();
        int passed = 0;
        for (JsonNode row : rows) {
            if (row.path("result").asText().equals("pass")) {
                passed++;
            } else if (!row.path("st").asBoolean()) { // version 1.0 cannot send starts
                failed.add(row.path("file").asText() + ":" + row.path("line").asText() + ": " + row.path("expr").asText() + ": "
                        + row.path("result").asText() + " " + row.path("load_error").asText(""));
            }
        }
        System.out.println("promql over http: " + passed + " passed, " + failed.size() + " failed");
        assertThat(failed).isEmpty();
        assertThat(passed).isPositive();
    }

    private static List<Path> files(Path scripts) throws Exception {
        String named = System.getProperty("promql.http.files", "");
        if (named.equals("all")) {
            try (var all = Files.list(scripts)) {
                return all.filter(f -> f.toString().endsWith(".test")).sorted().toList();
            }
        }
        return Arrays.stream((named.isEmpty() ? FEW : named).split(",", -1)).map(scripts::resolve).toList();
    }

    /** Each stretch of a script gets a daemon of its own, with an empty folder. */
    private static String start() {
        return String.join(" ", Daemon.command("run", "--config", "{dir}/empty.yml", "--listen", "127.0.0.1:{port}", "--data", "{dir}/data",
                "--web.enable-remote-write-receiver", "--query.max-samples", "10000", "--enable-feature",
                "promql-experimental-functions,promql-delayed-name-removal,promql-duration-expr,"
                        + "promql-extended-range-selectors,promql-binop-fill-modifiers"));
    }
}
