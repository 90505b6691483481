package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregationQueriesTest {
    private final QueryFixture fixture = new QueryFixture()
            .load("a", "g=1 i=1", 60_000, "1")
            .load("a", "g=1 i=2", 60_000, "3")
            .load("a", "g=2 i=1", 60_000, "NaN")
            .load("a", "g=2 i=2", 60_000, "5")
            .load("infs", "i=1", 60_000, "Inf")
            .load("infs", "i=2", 60_000, "-Inf")
            .load("infs", "i=3", 60_000, "1")
            .load("nans", "i=1", 60_000, "NaN")
            .load("nans", "i=2", 60_000, "NaN");

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "sum by (g) (a) | {g=\"1\"} 4.0, {g=\"2\"} NaN",
        "avg without (i) (a) | {g=\"1\"} 2.0, {g=\"2\"} NaN",
        "min by (g) (a) | {g=\"1\"} 1.0, {g=\"2\"} 5.0",
        "max by (g) (a) | {g=\"1\"} 3.0, {g=\"2\"} 5.0",
        "count by (g) (a) | {g=\"1\"} 2.0, {g=\"2\"} 2.0",
        "group by (g) (a) | {g=\"1\"} 1.0, {g=\"2\"} 1.0",
        "stddev by (g) (a) | {g=\"1\"} 1.0, {g=\"2\"} NaN",
        "stdvar(a{g=\"1\"}) | {} 1.0",
        "sum by (nothing) (a{g=\"1\"}) | {} 4.0",
        "count without () (a{g=\"1\"}) | {g=\"1\", i=\"1\"} 1.0, {g=\"1\", i=\"2\"} 1.0",
        "sum by (__name__) (a{g=\"1\"}) | {__name__=\"a\"} 4.0",
        "sum(infs) | {} NaN",
        "avg(infs) | {} NaN",
        "min(infs) | {} -Infinity",
        "max(infs) | {} Infinity",
        "sum(infs{i!=\"2\"}) | {} Infinity",
        "avg(infs{i!=\"1\"}) | {} -Infinity",
        "stdvar(infs) | {} NaN",
        "min(nans) | {} NaN",
        "max(nans) | {} NaN",
        "quantile(0.5, a{g=\"1\"}) | {} 2.0",
        "quantile(0.5, a{g=\"2\"}) | {} NaN",
        "quantile(1, a{g=\"2\"}) | {} 5.0",
        "quantile(-1, a{g=\"1\"}) | {} -Infinity",
        "quantile(2, a{g=\"1\"}) | {} Infinity",
        "quantile(NaN, a{g=\"1\"}) | {} NaN",
        "topk(1, a) | {__name__=\"a\", g=\"2\", i=\"2\"} 5.0",
        "bottomk(1, a) | {__name__=\"a\", g=\"1\", i=\"1\"} 1.0",
        "topk by (g) (1, a) | {__name__=\"a\", g=\"1\", i=\"2\"} 3.0, {__name__=\"a\", g=\"2\", i=\"2\"} 5.0",
        "topk(0, a) | ''",
        "topk(-5, a) | ''",
        "topk(1, nans{i=\"1\"}) | {__name__=\"nans\", i=\"1\"} NaN",
        "limitk(1, nans) | {__name__=\"nans\", i=\"1\"} NaN",
        "limitk(0, a) | ''",
        "limit_ratio(0, a) | ''",
        "count(limit_ratio(1, a)) | {} 4.0",
        "count(limit_ratio(0.3, a) or limit_ratio(-0.7, a)) | {} 4.0",
        "limit_ratio(0.3, a) and limit_ratio(-0.7, a) | ''",
        "count_values(\"v\", a{g=\"1\"}) | {v=\"1\"} 1.0, {v=\"3\"} 1.0",
        "count_values(\"v\", nans) | {v=\"NaN\"} 2.0",
        "count_values by (i) (\"i\", infs) | {i=\"+Inf\"} 1.0, {i=\"-Inf\"} 1.0, {i=\"1\"} 1.0",
        "sum(a{g=\"1\"} * 1e308) | {} 4.0E308",
    })
    void yields(String query, String expected) {
        String wanted = expected.replace("4.0E308", "Infinity");
        assertThat(fixture.answer(query, 0)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "topk(NaN, a) | Parameter value is NaN",
        "topk(1e20, a) | Scalar value 1e+20 overflows int64",
        "bottomk(-Inf, a) | Scalar value -Inf underflows int64",
        "limit_ratio(NaN, a) | Ratio value is NaN",
        "count_values(\"\", a) | invalid label name \"\"",
        "count_values(\"a\\xc5z\", a) | invalid label name \"a\\xc5z\"",
    })
    void refuses(String query, String message) {
        assertThat(fixture.failure(query, 0)).hasMessage(message)
                .satisfies(e -> assertThat(e.type()).isEqualTo(QueryException.Type.EXECUTION));
    }

    @Test
    void parametersOutOfBoundsAreReportedWithTheirPlace() {
        assertThat(fixture.engine.instant(fixture.storage, "quantile(2, a)", 0).warnings())
                .containsExactly("PromQL warning: quantile value should be between 0 and 1, got 2 (1:10)");
        assertThat(fixture.engine.instant(fixture.storage, "limit_ratio(1.5, a)", 0).warnings())
                .containsExactly("PromQL warning: ratio value should be between -1 and 1, got 1.5, capping to 1 (1:13)");
    }

    @Test
    void parametersMayChangeFromStepToStep() {
        fixture.load("b", "i=1", 60_000, "1 1 1").load("b", "i=2", 60_000, "2 2 2");
        var matrix = (Value.Matrix) fixture.engine.range(fixture.storage, "count(topk(scalar(vector(time() / 60)), b))", 0, 120_000, 60_000).value();
        assertThat(matrix.series().getFirst().times()).containsExactly(60_000, 120_000);
        assertThat(matrix.series().getFirst().values()).containsExactly(1, 2);
    }

    @Test
    void topElementsComeInOrderInInstantQueries() {
        assertThat(fixture.vector("topk(4, a)", 0)).extracting(Value.Element::value).containsExactly(5.0, 3.0, 1.0, Double.NaN);
        assertThat(fixture.vector("sort_desc(a)", 0)).extracting(Value.Element::value).containsExactly(5.0, 3.0, 1.0, Double.NaN);
        assertThat(fixture.vector("sort(a)", 0)).extracting(Value.Element::value).containsExactly(1.0, 3.0, 5.0, Double.NaN);
    }
}
