package dev.plumbline.promql.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.testkit.script.ScriptException;
import dev.plumbline.testkit.script.ScriptRunner;
import dev.plumbline.testkit.vectors.VectorFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Whole scripts and the verdict that a runner must reach: pass or fail, and in which line. */
class ScriptRunnerVectorsTest {
    private static final Pattern LINE = Pattern.compile("\\(line (\\d+)\\)");

    @Test
    void verdicts() {
        VectorFile.open("promqltest-runner").ifPresent(file -> {
            file.section("cases", ScriptRunnerVectorsTest::check);
            file.finish();
        });
    }

    private static void check(JsonNode c) {
        String found = verdict(c.get("input").asText());
        if (c.get("error").isNull()) {
            assertThat(found).as(c.get("name").asText()).isEmpty();
            return;
        }
        assertThat(found).as(c.get("name").asText()).isNotEmpty();
        Matcher line = LINE.matcher(c.get("error").asText());
        if (line.find()) {
            assertThat(found).as(c.get("name").asText()).contains("(line " + line.group(1) + ")");
        }
    }

    private static String verdict(String script) {
        try {
            return new ScriptRunner(InMemoryStorage::new, new EngineQueries()).run(script).stream()
                    .filter(v -> v.failure() != null).findFirst().map(v -> v.failure() + " (line " + v.line() + ")").orElse("");
        } catch (ScriptException e) {
            return e.getMessage() + " (line " + e.line() + ")";
        }
    }
}
