package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VectorMatchingTest {
    private final QueryFixture fixture = new QueryFixture()
            .load("errors", "code=500 method=get", 60_000, "24")
            .load("errors", "code=404 method=get", 60_000, "30")
            .load("errors", "code=500 method=post", 60_000, "6")
            .load("requests", "method=get", 60_000, "600")
            .load("requests", "method=del", 60_000, "34")
            .load("requests", "method=post", 60_000, "120")
            .load("owner", "method=get team=red", 60_000, "1")
            .load("owner", "method=post team=blue", 60_000, "1")
            .load("twice", "method=get x=1", 60_000, "1")
            .load("twice", "method=get x=2", 60_000, "2")
            .load("nans", "method=get", 60_000, "NaN");

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "errors{code=\"500\"} / ignoring(code) requests | {method=\"get\"} 0.04, {method=\"post\"} 0.05",
        "errors{code=\"500\"} / on(method) requests | {method=\"get\"} 0.04, {method=\"post\"} 0.05",
        "errors / requests | ''",
        "errors / ignoring(code) group_left requests | {code=\"404\", method=\"get\"} 0.05, {code=\"500\", method=\"get\"} 0.04, {code=\"500\", method=\"post\"} 0.05",
        "requests / ignoring(code) group_right errors{code=\"500\"} | {code=\"500\", method=\"get\"} 25.0, {code=\"500\", method=\"post\"} 20.0",
        "requests * on(method) group_left(team) owner | {method=\"get\", team=\"red\"} 600.0, {method=\"post\", team=\"blue\"} 120.0",
        "owner * on(method) group_right(team) requests | {method=\"get\", team=\"red\"} 600.0, {method=\"post\", team=\"blue\"} 120.0",
        "requests > 100 | {__name__=\"requests\", method=\"get\"} 600.0, {__name__=\"requests\", method=\"post\"} 120.0",
        "100 > requests | {__name__=\"requests\", method=\"del\"} 34.0",
        "requests > bool 100 | {method=\"del\"} 0.0, {method=\"get\"} 1.0, {method=\"post\"} 1.0",
        "requests and on(method) owner | {__name__=\"requests\", method=\"get\"} 600.0, {__name__=\"requests\", method=\"post\"} 120.0",
        "requests unless on(method) owner | {__name__=\"requests\", method=\"del\"} 34.0",
        "owner{team=\"red\"} or on(method) requests{method!=\"post\"} | {__name__=\"owner\", method=\"get\", team=\"red\"} 1.0, {__name__=\"requests\", method=\"del\"} 34.0",
        "requests and vector(1) | ''",
        "vector(1) and on() requests | {} 1.0",
        "nans == nans | ''",
        "nans == bool nans | {method=\"get\"} 0.0",
        "nans != bool nans | {method=\"get\"} 1.0",
        "requests{method=\"get\"} == on(method) requests | {method=\"get\"} 600.0",
        "requests{method=\"get\"} == requests | {__name__=\"requests\", method=\"get\"} 600.0",
        "requests{method=\"del\"} % 10 | {method=\"del\"} 4.0",
        "-requests{method=\"del\"} % 10 | {method=\"del\"} -4.0",
        "requests{method=\"del\"} / 0 | {method=\"del\"} Infinity",
        "0 * requests{method=\"del\"} / 0 | {method=\"del\"} NaN",
        "requests{method=\"del\"} + on(method) fill(0) requests{method=\"get\"} | {method=\"del\"} 34.0, {method=\"get\"} 600.0",
    })
    void yields(String query, String expected) {
        assertThat(fixture.answer(query, 0)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "requests + on(method) twice | found duplicate series for the match group {method=\"get\"} on the right hand-side",
        "twice + on(method) group_right requests | found duplicate series for the match group {method=\"get\"} on the left hand-side",
        "twice + on(method) requests | multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)",
        "twice + on(method) group_left(x) owner | multiple matches for labels: grouping labels must ensure unique matches",
        "{method=\"get\", code=\"\", x=\"\", team=\"\"} * 2 | vector cannot contain metrics with the same labelset",
    })
    void refuses(String query, String message) {
        assertThat(fixture.failure(query, 0)).hasMessageContaining(message)
                .satisfies(e -> assertThat(e.type()).isEqualTo(QueryException.Type.EXECUTION));
    }

    @Test
    void duplicatesMatterOnlyWhereTheyMeet() {
        fixture.load("late", "method=get x=1", 60_000, "1 stale").load("late", "method=get x=2", 60_000, "_ 2");
        assertThat(fixture.answer("requests{method=\"get\"} * on(method) late", 60_000)).isEqualTo("{method=\"get\"} 1200.0");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"1 + 2 * 3 | 7", "2 ^ 3 ^ 2 | 512", "1 > bool 2 | 0", "7 % 0 | NaN", "-7 % 4 | -3", "1 / 0 | Infinity",
            "1 ^ NaN | 1", "-1 ^ Inf | -1", "(-1) ^ Inf | 1", "0 ^ 0 | 1", "0 atan2 -1 | 3.141592653589793", "min_of(1, NaN) | NaN", "max_of(1, 2) | 2"})
    void scalars(String query, String expected) {
        assertThat(fixture.single(query, 0)).isEqualTo(Double.valueOf(expected));
    }

    /** The missing side of a filled pair has the labels of the match group and no others. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a + on(g) group_left(t) fill_right(1) b | {g=\"1\", i=\"1\", t=\"B\"} 12.0, {g=\"2\", i=\"2\"} 3.0",
        "a + ignoring(i, t) group_left(t) fill_right(1) b | {g=\"1\", i=\"1\", t=\"B\"} 12.0, {g=\"2\", i=\"2\"} 3.0",
        "b + on(g) group_right(t) fill_right(1) a | {g=\"1\", i=\"1\", t=\"B\"} 12.0, {g=\"2\", i=\"2\"} 3.0",
        "b + on(g) group_right(t) fill_left(5) a | {g=\"1\", i=\"1\", t=\"B\"} 12.0, {g=\"3\", t=\"C\"} 25.0",
        "a + on(g) group_left(t) fill_left(5) b | {g=\"1\", i=\"1\", t=\"B\"} 12.0, {g=\"3\", t=\"C\"} 25.0",
        "a + on(g) fill(0) b | {g=\"1\"} 12.0, {g=\"2\"} 2.0, {g=\"3\"} 20.0",
        "a > on(g) fill(0) b | {g=\"2\"} 2.0",
        "a > bool on(g) fill(0) nothing | {g=\"1\"} 1.0, {g=\"2\"} 1.0",
        "nothing + on() twice | ''",
    })
    void fillsIn(String query, String expected) {
        fixture.load("a", "g=1 i=1 t=A", 60_000, "2").load("a", "g=2 i=2 t=A", 60_000, "2")
                .load("b", "g=1 t=B", 60_000, "10").load("b", "g=3 t=C", 60_000, "20");
        assertThat(fixture.answer(query, 0)).isEqualTo(expected == null ? "" : expected);
    }
}
