package dev.plumbline.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.promql.QueryException;
import dev.plumbline.testkit.vectors.VectorFile;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What parses and what does not, with which message, and the canonical text of what does. */
class PromqlParseVectorsTest {
    /** Inputs whose canonical text changed after 3.5: parentheses around a duration are printed as written now. */
    private static final Set<String> PRINTED_DIFFERENTLY_SINCE_3_5 = Set.of("foo offset (5)", "foo[(5s)]");

    @Test
    void parses() {
        VectorFile.open("promql-parse").ifPresent(file -> {
            file.section("cases", this::parse);
            file.finish();
        });
    }

    @Test
    void prints() {
        VectorFile.open("promql-format-oneline").ifPresent(file -> {
            file.section("cases", c -> assertThat(canonical(c.get("input").asText())).isEqualTo(c.get("formatted").asText()));
            file.finish();
        });
    }

    @Test
    void printsOverLines() {
        VectorFile.open("promql-pretty").ifPresent(file -> {
            file.section("cases", c -> {
                String pretty = PromqlPrinter.pretty(PromqlParser.parse(c.get("input").asText(), ParserOptions.ALL),
                        c.get("width").asInt());
                assertThat(pretty).isEqualTo(c.get("pretty").asText());
            });
            file.finish();
        });
    }

    private void parse(JsonNode c) {
        String input = input(c.get("input"));
        if (c.get("valid").asBoolean()) {
            String text = canonical(input);
            JsonNode expected = c.path("on_3_5_3").path("format_query");
            if (expected.isTextual() && !PRINTED_DIFFERENTLY_SINCE_3_5.contains(input)) {
                assertThat(text).isEqualTo(expected.asText());
            }
            return;
        }
        JsonNode error = c.path("errors").path(0);
        assertThatThrownBy(() -> canonical(input)).as(input).isInstanceOf(QueryException.class)
                .hasMessageContaining("parse error: " + error.path("message").asText(""));
        if (!error.isMissingNode() && input.indexOf('\n') < 0) {
            assertThatThrownBy(() -> canonical(input)).hasMessageStartingWith("1:" + (error.get("start").asInt() + 1) + ":");
        }
    }

    private static String canonical(String input) {
        return ExprPrinter.print(PromqlParser.parse(input, ParserOptions.ALL));
    }

    private static String input(JsonNode input) {
        return input.isTextual() ? input.asText()
                : new String(HexFormat.of().parseHex(input.get("bytes").asText()), StandardCharsets.UTF_8);
    }
}
