package dev.plumbline.daemon.config.canary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TemplateTest {
    private static final List<String> HOSTILE = List.of("\"} or up{x=\"", "'} or up{x='", "\\", "\\\"", "a\nb", ".*", "a|b", "x{2}", "\\Q.*\\E",
            "{{service}}", "}} or {{", "# no", "ü\u2028", "\u0007", "$1", "(?i)x", "[", "\\E.*\\Q", "тест", "🙂");

    private static Template template(String text) throws Exception {
        return Template.parse(text, Set.of("region"));
    }

    private static LabelMatcher onlyMatcher(String promql) {
        var selector = (Expr.VectorSelector) PromqlParser.parse(promql, ParserOptions.ALL);
        return selector.matchers().stream().filter(m -> m.name().equals("v")).findFirst().orElseThrow();
    }

    @Test
    void fillsPlaces() throws Exception {
        var t = template("sum(rate(x{{selector}}[{{window}}])) / scalar(y{a=\"{{version}}\",r='{{args.region}}'})");
        assertThat(t.names()).containsExactly("args.region", "selector", "version", "window");
        assertThat(t.render(Map.of("selector", "{a=\"b\"}", "window", "30s", "version", "1", "args.region", "eu")))
                .isEqualTo("sum(rate(x{a=\"b\"}[30s])) / scalar(y{a=\"1\",r='eu'})");
        assertThatThrownBy(() -> t.render(Map.of())).hasMessageContaining("no value for {{");
    }

    @Test
    void hostileValuesStayValuesInStrings() throws Exception {
        for (String value : HOSTILE) {
            for (String text : List.of("x{v=\"{{version}}\"}", "x{v='{{version}}'}", "x{v=`{{version}}`}", "x{v!=\"{{version}}\"}")) {
                LabelMatcher m = onlyMatcher(template(text).render(Map.of("version", value)));
                assertThat(m.value()).as("%s in %s", value, text).isEqualTo(value);
            }
        }
    }

    @Test
    void hostileValuesMatchOnlyThemselvesInRegularExpressions() throws Exception {
        for (String value : HOSTILE) {
            for (String text : List.of("x{v=~\"{{version}}\"}", "x{v =~ '{{version}}'}", "x{v=~`{{version}}`}")) {
                LabelMatcher m = onlyMatcher(template(text).render(Map.of("version", value)));
                assertThat(m.matches(Labels.of("v", value))).as("%s in %s", value, text).isTrue();
                assertThat(m.matches(Labels.of("v", "something else"))).as("%s in %s", value, text).isFalse();
            }
            LabelMatcher not = onlyMatcher(template("x{v!~\"{{version}}\"}").render(Map.of("version", value)));
            assertThat(not.matches(Labels.of("v", value))).isFalse();
            LabelMatcher prefixed = onlyMatcher(template("x{v=~\"pod-{{version}}-.*\"}").render(Map.of("version", value)));
            assertThat(prefixed.matches(Labels.of("v", "pod-" + value + "-7"))).isTrue();
        }
    }

    @Test
    void refusesABackquoteWhereNothingCanBeEscaped() throws Exception {
        var t = template("x{v=`{{version}}`}");
        assertThatThrownBy(() -> t.render(Map.of("version", "a`b"))).hasMessageContaining("put the placeholder in double quotes");
    }

    @Test
    void refusesPlacesThatWouldBeSyntaxOrNothing() {
        assertProblem("x{v={{version}}}", 4, "must stand inside of quotes");
        assertProblem("x{v=\"{{selector}}\"}", 5, "must stand outside of quotes");
        assertProblem("x{v=\"{{verison}}\"}", 5, "unknown placeholder {{verison}}; known are args.region, namespace");
        assertProblem("x{v=\"{{args.zone}}\"}", 5, "unknown placeholder");
        assertProblem("x{v=\"{{version\"}", 5, "{{ without }}");
        assertProblem("x{v=\"\\{{version}}\"}", 5, "a backslash right before a placeholder");
        assertProblem("x{v=\"a}", 7, "a string does not end");
    }

    private static void assertProblem(String text, int at, String message) {
        assertThatThrownBy(() -> template(text)).hasMessageContaining(message)
                .isInstanceOfSatisfying(Template.TemplateException.class, e -> assertThat(e.at()).isEqualTo(at));
    }

    @Test
    void leavesCommentsOutSoThatTheirQuotesDoNotCount() throws Exception {
        assertThat(template("up # it's {{nothing}}\n+ 1").render(Map.of())).isEqualTo("up \n+ 1");
        assertThat(template("x{v=\"a\\\\{{version}}\"}").render(Map.of("version", "b"))).isEqualTo("x{v=\"a\\\\b\"}");
    }

    @Test
    void tellsWhereACharacterComesFrom() throws Exception {
        var t = template("a{v=\"{{version}}\"} +");
        Map<String, String> values = Map.of("version", "long-version");
        String rendered = t.render(values);
        assertThat(t.origin(0, values)).isZero();
        assertThat(t.origin(rendered.indexOf("version"), values)).isEqualTo(5);
        assertThat(t.origin(rendered.indexOf('+'), values)).isEqualTo(19);
        assertThat(t.origin(rendered.length(), values)).isEqualTo(20);
    }
}
