package dev.plumbline.analysis.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.analysis.argo.JsonPath;
import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever a text is, it is read and evaluated, or refused with its place: nothing else is ever thrown. */
class ConditionFuzzTest {
    private static final int CASES = 50_000;
    private static final List<String> PIECES = List.of("result", ".a", ".b", "[0]", "[-1]", "[1:]", "(", ")", "{", "}", "[", "]", "#", "#index", ",", ":", "?", "?.",
            "??", "==", "!=", "<", ">=", "+", "-", "*", "/", "%", "**", "..", "&&", "or", "not", "!", "in", "contains", "matches", "1", "2.5", "0x1f", "1e9", "'t'",
            "\"\\u00e9\"", "nil", "true", "false", "len(", "all(", "map(", "filter(", "default(", "asInt(", "asFloat(", "isNaN(", "date(", "duration(", "now()",
            "min(", "string(", "'1h'", "é", "~", "'", "\\", "..");

    private static final List<String> PATH_PIECES = List.of("{", "}", "$", "@", ".", "..", "a", "b", "*", "[", "]", "0", "-1", ":", ",", "?(", ")", "==", "<",
            "'a'", "\"", "1", " ", "true", "x");

    private static String text(SplittableRandom random, List<String> pieces) {
        var out = new StringBuilder();
        int length = random.nextInt(1, 14);
        for (int i = 0; i < length; i++) {
            out.append(pieces.get(random.nextInt(pieces.size()))).append(random.nextInt(4) == 0 ? " " : "");
        }
        return out.toString();
    }

    private static Value value() throws JsonText.Malformed {
        return JsonText.read("{\"a\": [1, 2, {\"b\": \"x\"}], \"b\": {\"a\": null, \"b\": 1.5}}");
    }

    @Test
    void conditions() throws JsonText.Malformed {
        Map<String, Value> variables = Map.of("result", value());
        int evaluated = 0;
        for (long seed = 0; seed < CASES; seed++) {
            String text = text(new SplittableRandom(seed), PIECES);
            try {
                Condition.parse(text, Set.of("result")).value(variables, Instant.EPOCH);
                evaluated++;
            } catch (ConditionException e) {
                assertThat(e.column()).as("seed %d: %s", seed, text).isBetween(1, text.length() + 1);
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
        assertThat(evaluated).as("texts that mean something").isGreaterThan(CASES / 100);
    }

    @Test
    void paths() throws JsonText.Malformed {
        Value value = value();
        int found = 0;
        for (long seed = 0; seed < CASES; seed++) {
            String text = text(new SplittableRandom(seed), PATH_PIECES);
            try {
                found += JsonPath.parse(text).first(value).isPresent() ? 1 : 0;
            } catch (IllegalArgumentException e) {
                assertThat(e.getMessage()).as("seed %d: %s", seed, text).contains("JSON path");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + text, e);
            }
        }
        assertThat(found).as("paths that lead somewhere").isGreaterThan(CASES / 100);
    }
}
