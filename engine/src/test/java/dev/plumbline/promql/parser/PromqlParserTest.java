package dev.plumbline.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromqlParserTest {
    private static Expr parse(String query) {
        return PromqlParser.parse(query, ParserOptions.ALL);
    }

    @Test
    void aPowerBindsTighterThanASignAndToTheRight() {
        assertThat(parse("-a^2")).isInstanceOfSatisfying(Expr.Unary.class,
                u -> assertThat(u.expr()).isInstanceOf(Expr.Binary.class));
        assertThat(parse("2^3^2")).isInstanceOfSatisfying(Expr.Binary.class, b -> {
            assertThat(b.op()).isEqualTo(BinaryOp.POW);
            assertThat(b.right()).isInstanceOf(Expr.Binary.class);
        });
        assertThat(parse("a-b-c")).isInstanceOfSatisfying(Expr.Binary.class,
                b -> assertThat(b.left()).isInstanceOf(Expr.Binary.class));
    }

    @Test
    void placesAreUtf8Bytes() {
        assertThat(parse("{a=\"ü\"} + b")).isInstanceOfSatisfying(Expr.Binary.class, b -> {
            assertThat(b.left().span()).isEqualTo(new Span(0, 8));
            assertThat(b.right().span()).isEqualTo(new Span(11, 12));
        });
    }

    @Test
    void anOffsetIsOneTermAndARangeIsArithmetic() {
        assertThat(parse("foo offset 5s - 8")).isInstanceOf(Expr.Binary.class);
        assertThat(parse("foo[5s * 2]")).isInstanceOfSatisfying(Expr.MatrixSelector.class,
                m -> assertThat(m.range()).isInstanceOf(DurationExpr.Binary.class));
        assertThat(parse("foo offset -5m")).isInstanceOfSatisfying(Expr.VectorSelector.class,
                v -> assertThat(v.offset()).isInstanceOfSatisfying(DurationExpr.Literal.class,
                        l -> assertThat(l.millis()).isEqualTo(-300_000)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 ++                     | 1:5: parse error: unexpected end of input
            foo{a=}                  | 1:7: parse error: unexpected "}" in label matching, expected string
            rate(foo)                | 1:6: parse error: expected type range vector in call to function "rate", got instant vector
            foo and 1                | 1:1: parse error: set operator "and" not allowed in binary scalar expression
            foo + bool bar           | 1:5: parse error: bool modifier can only be used on comparison operators
            foo[5m]]                 | 1:8: parse error: unexpected right bracket ']'
            foo{a=~"("}              | 1:5: parse error: invalid regular expression "(": missing closing )
            """)
    void saysWhatAndWhere(String query, String message) {
        assertThatThrownBy(() -> parse(query)).isInstanceOf(QueryException.class).hasMessageStartingWith(message);
    }

    @Test
    void countsLines() {
        assertThatThrownBy(() -> parse("foo +\n  # comment\n  *")).hasMessage("3:3: parse error: unexpected <op:*>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"limitk(1, a)", "sort_by_label(a, \"b\")", "a[5m] anchored", "a smoothed", "a + fill(0) b",
        "start()", "mad_over_time(a[5m])"})
    void whatIsExperimentalMustBeSwitchedOn(String query) {
        assertThat(parse(query)).isNotNull();
        assertThatThrownBy(() -> PromqlParser.parse(query, ParserOptions.STABLE)).isInstanceOf(QueryException.class)
                .hasMessageContaining("enabled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "-", "a + ", "sum(", "a[1m] + -(", "2 ^ "})
    void depthIsBounded(String piece) {
        assertThatThrownBy(() -> parse(piece.repeat(100_000) + "a")).isInstanceOf(QueryException.class);
        assertThatThrownBy(() -> parse("a" + "[5m:]".repeat(100_000))).isInstanceOf(QueryException.class)
                .hasMessageContaining("nested deeper than 400");
        assertThatThrownBy(() -> parse("a[" + "(".repeat(100_000))).isInstanceOf(QueryException.class);
    }

    @Test
    void lengthIsBounded() {
        assertThatThrownBy(() -> parse("a".repeat((1 << 20) + 1))).hasMessageContaining("longer than the limit");
    }

    @Test
    void aSelectorAlone() {
        assertThat(PromqlParser.parseSelector("up{job!=\"a\"}"))
                .containsExactly(new LabelMatcher(LabelMatcher.Type.NOT_EQUAL, "job", "a"), LabelMatcher.equal("__name__", "up"));
        assertThatThrownBy(() -> PromqlParser.parseSelector("up offset 5m")).isInstanceOf(QueryException.class);
        assertThat(PromqlParser.parseSelector("{}")).isEmpty();
    }

    @Test
    void bytesThatAreNotUtf8PrintAsTheyWereWritten() {
        assertThat(ExprPrinter.print(parse("\"a\\xc5z \\xc3\\xa9\""))).isEqualTo("\"a\\xc5z é\"");
    }

    @Test
    void durations() {
        assertThat(Durations.parseMillis("1h30m")).isEqualTo(5_400_000);
        assertThat(Durations.format(5_400_000)).isEqualTo("1h30m");
        assertThat(Durations.format(1001)).isEqualTo("1s1ms");
        assertThatThrownBy(() -> Durations.parseMillis("5m1h")).hasMessage("not a valid duration string: \"5m1h\"");
        assertThatThrownBy(() -> Durations.parseMillis("300y")).hasMessage("duration out of range");
    }

    @Test
    void everyFunctionHasAName() {
        assertThat(Functions.all()).hasSizeGreaterThan(75).allSatisfy(f -> assertThat(Functions.lookup(f.name())).isSameAs(f));
    }
}
