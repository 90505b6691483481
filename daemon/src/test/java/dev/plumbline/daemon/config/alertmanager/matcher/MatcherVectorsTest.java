package dev.plumbline.daemon.config.alertmanager.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.testkit.vectors.VectorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class MatcherVectorsTest {

    @Test
    void matchers() {
        VectorFile.open("alertmanager-matchers").ifPresent(file -> {
            file.section("utf8_parser", c -> parsed(c, MatcherParser::utf8));
            file.section("utf8_single_matcher", c -> parsed(c, text -> List.of(MatcherParser.utf8Single(text))));
            file.section("classic_parser", MatcherVectorsTest::classic);
            file.section("fallback_parser", c -> parsed(c, text -> MatcherParser.parse(text).matchers()));
            file.section("match", MatcherVectorsTest::match);
            file.section("to_string", c -> assertThat(
                    new Matcher(c.get("name").textValue(), type(c), c.get("value").textValue()).toString())
                    .isEqualTo(c.get("expected").textValue()));
            file.section("to_json", MatcherVectorsTest::json);
            file.context("from_json_default");
            file.finish();
        });
    }

    @Test
    void aFormWithoutIsEqualMeansEqual() {
        assertThat(new Matcher.Form("foo", "bar", false, null).matcher()).isEqualTo(new Matcher("foo", LabelMatcher.Type.EQUAL, "bar"));
        assertThat(new Matcher.Form("foo", "bar", true, null).matcher()).isEqualTo(new Matcher("foo", LabelMatcher.Type.MATCH, "bar"));
    }

    private static void parsed(JsonNode c, Function<String, List<Matcher>> parser) {
        String input = c.get("input").textValue();
        if (c.has("error")) {
            assertThatThrownBy(() -> parser.apply(input)).hasMessage(c.get("error").textValue());
        } else {
            assertThat(parser.apply(input)).isEqualTo(expected(c));
        }
    }

    private static List<Matcher> expected(JsonNode c) {
        var matchers = new ArrayList<Matcher>();
        c.get("expected").forEach(m -> matchers.add(new Matcher(m.get("name").textValue(), type(m), m.get("value").textValue())));
        return matchers;
    }

    private static void classic(JsonNode c) {
        parsed(c, MatcherParser::classic);
        String input = c.get("input").textValue();
        String utf8 = c.get("utf8_parser").textValue();
        List<Matcher> other = null;
        try {
            other = MatcherParser.utf8(input);
        } catch (PlumblineException e) {
            assertThat(utf8).isNotEqualTo("same");
        }
        switch (utf8) {
            case "same" -> assertThat(other).isEqualTo(expected(c));
            case "fails" -> assertThat(other).isNull();
            case "differs or fails" -> assertThat(other).isNotEqualTo(expected(c));
            default -> throw new AssertionError("unknown " + utf8);
        }
    }

    private static void match(JsonNode c) {
        var matcher = new Matcher("foo", type(c), c.get("matcher_value").textValue()).compiled();
        assertThat(matcher.matches(c.get("label_value").textValue())).isEqualTo(c.get("expected").booleanValue());
    }

    private static void json(JsonNode c) {
        JsonNode expected = c.get("expected");
        var form = new Matcher.Form(expected.get("name").textValue(), expected.get("value").textValue(),
                expected.get("isRegex").booleanValue(), expected.get("isEqual").booleanValue());
        assertThat(form.matcher().type()).isEqualTo(type(c));
        assertThat(form.matcher().form()).isEqualTo(form);
    }

    private static LabelMatcher.Type type(JsonNode c) {
        return Arrays.stream(LabelMatcher.Type.values()).filter(t -> t.symbol().equals(c.get("op").textValue())).findFirst().orElseThrow();
    }
}
