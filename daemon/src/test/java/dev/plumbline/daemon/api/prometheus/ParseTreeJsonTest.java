package dev.plumbline.daemon.api.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.testkit.vectors.VectorFile;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParseTreeJsonTest {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static JsonNode tree(String query) {
        var json = new JsonBytes();
        ParseTreeJson.write(json, PromqlParser.parse(query, ParserOptions.ALL));
        try {
            return MAPPER.readTree(json.toString());
        } catch (JsonProcessingException e) {
            throw new AssertionError(json.toString(), e);
        }
    }

    @Test
    void aSelectorShowsItsMatchersAndTimes() throws JsonProcessingException {
        assertThat(tree("up{job!=\"a\\\"b\"} offset 1m @ 1.5")).isEqualTo(MAPPER.readTree("""
                {"type": "vectorSelector", "name": "up", "offset": 60000, "timestamp": 1500, "startOrEnd": null, "matchers": [
                    {"name": "job", "value": "a\\"b", "type": "!="}, {"name": "__name__", "value": "up", "type": "="}]}"""));
        assertThat(tree("up @ end()").get("startOrEnd").asText()).isEqualTo("end");
        assertThat(tree("up @ start()").get("timestamp").isNull()).isTrue();
    }

    @Test
    void aCallShowsItsFunctionsSignature() throws JsonProcessingException {
        JsonNode call = tree("round(x, 5)");
        assertThat(call.get("func")).isEqualTo(MAPPER.readTree("""
                {"name": "round", "argTypes": ["vector", "scalar"], "variadic": 1, "returnType": "vector"}"""));
        assertThat(call.get("args")).hasSize(2);
        assertThat(tree("time()").get("args")).isEmpty();
    }

    @Test
    void operatorsShowHowTheyMatch() throws JsonProcessingException {
        assertThat(tree("a > bool 1").get("matching").isNull()).isTrue();
        assertThat(tree("a > bool 1").get("bool").booleanValue()).isTrue();
        assertThat(tree("a / on(x) group_left(y) b").get("matching")).isEqualTo(MAPPER.readTree("""
                {"card": "many-to-one", "labels": ["x"], "on": true, "include": ["y"]}"""));
        assertThat(tree("a + fill_left(0.5) b").at("/matching/fillValues")).isEqualTo(MAPPER.readTree("""
                {"lhs": 0.5, "rhs": null}"""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "count_values(\"v\", x) | /param/val | v", "sum without(a) (x) | /grouping/0 | a", "-x | /op | -", "(x) | /expr/name | x",
        "x[5m:30s] | /step | 30000", "x[5m:] | /step | 0", "rate(x[5m] anchored) | /args/0/anchored | true",
        "x[step() + 1m] | /rangeExpr/op | +", "x[step() + 1m] | /rangeExpr/rhs/val | 60", "x[step() + 1m] | /range | 0",
        "x offset (step()) | /offsetExpr/wrapped | true", "1e3 | /val | 1000", "Inf | /val | +Inf"})
    void showsEachPart(String query, String pointer, String value) {
        assertThat(tree(query).at(pointer).asText()).isEqualTo(value);
    }

    /** A duration in parentheses is an expression since 3.5. */
    private static final Set<String> READ_DIFFERENTLY_SINCE_3_5 = Set.of("foo offset (5)", "foo[(5s)]");
    /** 3.5 does not show expressions of durations. */
    private static final Set<String> NEW_SINCE_3_5 = Set.of("rangeExpr", "offsetExpr", "stepExpr");

    @Test
    void treesOfVectors() {
        VectorFile.open("promql-parse").ifPresent(file -> {
            file.section("cases", c -> {
                JsonNode expected = c.path("on_3_5_3").path("parse_query");
                String input = input(c.get("input"));
                if (expected.isObject() && c.get("valid").asBoolean() && !READ_DIFFERENTLY_SINCE_3_5.contains(input)) {
                    assertThat(as3Dot5(tree(input))).isEqualTo(expected);
                }
            });
            file.finish();
        });
    }

    private static JsonNode as3Dot5(JsonNode tree) {
        if (tree instanceof ObjectNode node) {
            node.remove(NEW_SINCE_3_5);
        }
        tree.forEach(ParseTreeJsonTest::as3Dot5);
        return tree;
    }

    private static String input(JsonNode input) {
        return input.isTextual() ? input.asText()
                : new String(HexFormat.of().parseHex(input.get("bytes").asText()), StandardCharsets.UTF_8);
    }
}
