package dev.plumbline.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Pieces of the language in random order: nothing but QueryException is thrown, and what parses prints to a fixed point. */
class PromqlFuzzTest {
    private static final String[] PIECES = ("foo|bar:x|sum|rate|topk|time|(|)|{|}|[|]|[5m]|[5m:1m]|[step()]|,|+|-|*|/|^|%|==|!=|>=|<|>|</|>/|"
            + "=|=~|!~|\"a\"|'b'|`c`|\"\\xff\"|1|0x1f|1e3|.5|5m|1h30m|Inf|NaN|by|without|on|ignoring|group_left|bool|fill|offset|@|"
            + "start()|end()|anchored|smoothed|and|or|unless|atan2|{a=\"b\"}|{\"m.x\"}|(a)|(foo)|#|\n|é|\\|\"|min_of(1,2)").split("\\|");
    private static final String[] TEMPLATES = {"sum by (a) (rate(foo{b=~\"c\"}[5m] offset 1m)) / on (a) group_left (d) bar",
        "histogram_quantile(0.9, sum(x[5m:1m] @ end()) without (le))", "-foo^2 + fill_left(1) bar == bool baz",
        "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\") or vector(1)", "foo[5m * (2 + step())] smoothed"};
    private static final int CASES = 30_000;

    @Test
    void piecesInAnyOrder() {
        var random = new SplittableRandom(20_260_101);
        for (int i = 0; i < CASES; i++) {
            var query = new StringBuilder();
            for (int n = random.nextInt(1, 12); n > 0; n--) {
                query.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextInt(3) == 0 ? "" : " ");
            }
            check(query.toString());
        }
    }

    @Test
    void queriesWithDamage() {
        var random = new SplittableRandom(7);
        for (int i = 0; i < CASES; i++) {
            var query = new StringBuilder(TEMPLATES[random.nextInt(TEMPLATES.length)]);
            for (int n = random.nextInt(0, 4); n > 0; n--) {
                int at = random.nextInt(query.length());
                switch (random.nextInt(3)) {
                    case 0 -> query.deleteCharAt(at);
                    case 1 -> query.insert(at, PIECES[random.nextInt(PIECES.length)]);
                    default -> query.setCharAt(at, (char) random.nextInt(1, 0x10000));
                }
            }
            check(query.toString());
        }
    }

    /** A tree that was parsed prints to text that parses and prints the same. */
    private static void check(String query) {
        Expr e;
        try {
            e = PromqlParser.parse(query, ParserOptions.ALL);
        } catch (QueryException expected) {
            assertThat(expected.getMessage()).as(query).matches("(?s)\\d+:\\d+: parse error: .+");
            return;
        }
        String text = ExprPrinter.print(e);
        assertThat(ExprPrinter.print(PromqlParser.parse(text, ParserOptions.ALL))).as(query).isEqualTo(text);
    }
}
