package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import org.junit.jupiter.api.Test;

/** Expressions are remembered by text, within bounds. */
class ParsedQueriesTest {
    private final ParsedQueries parsed = new ParsedQueries();

    private static Expr parse(String query) {
        return PromqlParser.parse(query, ParserOptions.ALL);
    }

    @Test
    void theSameTextIsTheSameExpression() {
        Expr up = parse("up");
        parsed.put("up", up);
        assertThat(parsed.get("up")).isSameAs(up);
        assertThat(parsed.get("up ")).isNull();
    }

    @Test
    void theLeastUsedGoes() {
        for (int i = 0; i < 1024; i++) {
            parsed.put("up" + i, parse("up" + i));
        }
        assertThat(parsed.get("up0")).isNotNull();
        parsed.put("down", parse("down"));
        assertThat(parsed.get("up0")).isNotNull();
        assertThat(parsed.get("up1")).isNull();
    }

    @Test
    void longTextsAreNotKept() {
        String query = "up" + " ".repeat(4095);
        parsed.put(query, parse(query));
        assertThat(parsed.get(query)).isNull();
    }
}
