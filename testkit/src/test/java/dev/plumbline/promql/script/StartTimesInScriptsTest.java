package dev.plumbline.promql.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.testkit.script.ScriptException;
import dev.plumbline.testkit.script.ScriptRunner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines {@code metric@st …} of a load: the start times of the next line's samples. */
class StartTimesInScriptsTest {
    private final ScriptRunner runner = new ScriptRunner(InMemoryStorage::new, new EngineQueries());

    @ParameterizedTest
    @CsvSource({"-5s, 15", "_ -5s, 15", "_x2 -5s, 15", "-5sx2, 15", "-10s-5sx2, 0", "+1s+1sx2, 23", "0, 20", "_, 0", "-1msx2, 19.999"})
    void givesOffsetsFromTheSamplesOwnTimes(String starts, String expected) {
        String padding = switch (starts) {
            case "-5s", "0", "_" -> "_ _ ";
            case "_ -5s" -> "_ ";
            default -> "";
        };
        String script = """
                load 10s
                  m{a="b"}@st %s
                  m{a="b"} 1 2 3

                eval instant at 20s start_timestamp(m)
                  {a="b"} %s
                """.formatted(padding + starts, expected);
        assertThat(runner.run(script)).singleElement().satisfies(v -> assertThat(v.failure()).isNull());
    }

    @ParameterizedTest
    @CsvSource({"'m@st -1s;m 1 2', has 1 values but sample line has 2", "'m@st -1s;n 1', does not match", "'m@st -1s', no following",
        "'m@st -1s;m@st -1s;m 1', no following", "'m@st 1z;m 1', not a valid duration", "'m@st -1s-1s;m 1', invalid start time",
        "'m@st stale;m 1', invalid start time", "'m@st _x99999999;m 1', invalid start time"})
    void refusesWhatDoesNotFit(String lines, String message) {
        String script = "load 10s\n  " + lines.replace(";", "\n  ") + "\n";
        assertThatThrownBy(() -> runner.run(script)).isInstanceOf(ScriptException.class).hasMessageContaining(message);
    }

    @Test
    void twoLoadsKeepTheirStarts() {
        String script = """
                load 10s
                  m@st 0 -1s
                  m 1 2

                load 10s
                  m@st _ _ -3s
                  m _ _ 3

                eval range from 10s to 20s step 10s start_timestamp(m)
                  {} 9 17
                """;
        assertThat(runner.run(script)).singleElement().satisfies(v -> assertThat(v.failure()).isNull());
    }
}
