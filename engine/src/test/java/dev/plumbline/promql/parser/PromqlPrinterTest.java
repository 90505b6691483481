package dev.plumbline.promql.parser;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromqlPrinterTest {
    private static String pretty(String query, int width) {
        return PromqlPrinter.pretty(PromqlParser.parse(query, ParserOptions.ALL), width);
    }

    @Test
    void whatFitsStaysOnItsLine() {
        assertThat(pretty("sum  by(a)(rate(x[5m]))", 100)).isEqualTo("sum by (a) (rate(x[5m]))");
        assertThat(PromqlPrinter.pretty(PromqlParser.parse("a+b", ParserOptions.STABLE))).isEqualTo("a + b");
    }

    @Test
    void partsOfWhatDoesNotFitStandDeeper() {
        assertThat(pretty("topk(3, rate(metric_total[5m])) / on(job) group_left() other_metric", 20)).isEqualTo("""
                  topk(
                    3,
                    rate(
                      metric_total[5m]
                    )
                  )
                / on (job) group_left ()
                  other_metric""");
        assertThat(pretty("-(long_metric_name + 1)", 10)).isEqualTo("""
                -(
                    long_metric_name
                  +
                    1
                )""");
    }

    @Test
    void widthCountsBytes() {
        assertThat(pretty("{\"ünïcödé\"}", 13)).doesNotContain("\n");
        assertThat(pretty("(\"üüü\")", 10)).isEqualTo("(\"üüü\")");
        assertThat(pretty("(\"üüü\")", 9)).isEqualTo("(\n  \"üüü\"\n)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo @ 1 smoothed offset 5m", "rate(foo[5m] anchored @ start() offset -5m)",
        "max_over_time((a + b)[1h:step()])", "sum without (a) (x) > bool 1", "a + fill_left(2) b", "info(a, {b=~\".+\"})",
        "count_values(\"v\", x) or on(a) y", "x[step() + (5m * 2)] offset max_of(1m, range())"})
    void readsBackTheSame(String query) {
        String line = ExprPrinter.print(PromqlParser.parse(query, ParserOptions.ALL));
        for (int width : new int[] {1, 10, 1000}) {
            assertThat(ExprPrinter.print(PromqlParser.parse(pretty(query, width), ParserOptions.ALL))).isEqualTo(line);
        }
    }
}
