package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What selectors see: lookback, staleness, offset, {@code @}, ranges and subqueries. */
class SelectorQueriesTest {
    private final QueryFixture fixture = new QueryFixture()
            .load("a", "", 60_000, "0 1 2 3 4 5 6 7 8 9 10")
            .load("gap", "", 60_000, "1 _ _ _ _ _ _ _ 2")
            .load("ended", "", 60_000, "1 2 stale _ _ 5")
            .load("nans", "", 60_000, "NaN NaN");

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a | 0 | 0",
        "a | 59999 | 0",
        "a | 60000 | 1",
        "a | 899999 | 10",
        "gap | 299999 | 1",
        "gap | 480000 | 2",
        "ended | 119999 | 2",
        "ended | 300000 | 5",
        "a offset 1m | 120000 | 1",
        "a offset -1m | 120000 | 3",
        "a @ 120 | 0 | 2",
        "a @ 120 | 600000 | 2",
        "a @ 120 offset 1m | 600000 | 1",
        "a offset 1m @ 120 | 600000 | 1",
        "a @ 59.999 | 600000 | 0",
        "a @ start() | 180000 | 3",
        "a @ end() | 180000 | 3",
        "count_over_time(a[2m]) | 300000 | 2",
        "count_over_time(a[119999ms]) | 300000 | 2",
        "count_over_time(a[2m1ms]) | 300000 | 3",
        "count_over_time(a[1h]) | 300000 | 6",
        "count_over_time(a[2m] offset 1m) | 60000 | 1",
        "count_over_time(ended[10m]) | 300000 | 3",
        "last_over_time(ended[2m]) | 179999 | 2",
        "sum_over_time(a[2m] @ 300) | 0 | 9",
        "count_over_time(nans[5m]) | 60000 | 2",
        "sum_over_time(a[3m:1m]) | 300000 | 12",
        "sum_over_time(a[3m:1m]) | 330000 | 12",
        "sum_over_time(a[3m:2m]) | 300000 | 4",
        "count_over_time(a[3m:]) | 300000 | 3",
        "count_over_time(a[5m:7m]) | 420000 | 1",
        "sum_over_time(a[3m:1m] offset 1m) | 300000 | 9",
        "sum_over_time(a[3m:1m] @ 180) | 0 | 6",
        "max_over_time(sum_over_time(a[2m:1m])[3m:1m]) | 300000 | 9",
        "count_over_time(a[1m:10s]) | 0 | 1",
        "count_over_time(vector(1)[1m:10s]) | 0 | 6",
        "sum_over_time(vector(time())[1m:30s]) | 60000 | 90",
        "absent_over_time(ended[30s]) | 150000 | 1",
        "timestamp(a) | 90000 | 60",
        "timestamp(-a) | 90000 | 90",
        "timestamp(a offset 1m) | 120000 | 60",
    })
    void findsTheSampleOrTheWindow(String query, long time, double expected) {
        assertThat(fixture.single(query, time)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a | 900000",
        "a | -1",
        "gap | 300000",
        "gap | 479999",
        "ended | 120000",
        "ended | 299999",
        "a offset 1m | 59999",
        "a @ 2000 | 0",
        "count_over_time(a[1m]) | -1",
        "count_over_time(ended[30s]) | 150000",
        "rate(a[1m]) | 300000",
        "count_over_time(a[3m:10m]) | 540000",
        "absent(a) | 60000",
        "absent_over_time(a[1m]) | 60000",
        "missing | 0",
        "sum(missing) | 0",
        "a{x=\"1\"} | 0",
    })
    void findsNothing(String query, long time) {
        assertThat(fixture.vector(query, time)).isEmpty();
    }

    @Test
    void rangeQueriesFixStartAndEnd() {
        assertThat(values("a @ start()", 60_000, 180_000)).containsExactly(1, 1, 1);
        assertThat(values("a @ end()", 60_000, 180_000)).containsExactly(3, 3, 3);
        assertThat(values("a - a @ start()", 60_000, 180_000)).containsExactly(0, 1, 2);
        assertThat(values("sum_over_time(a[2m:1m] @ end())", 60_000, 180_000)).containsExactly(5, 5, 5);
    }

    @Test
    void subqueriesOfRangeQueriesStayOnTheirGrid() {
        assertThat(values("sum_over_time(a[2m:1m])", 90_000, 210_000)).containsExactly(1, 3, 5);
        assertThat(values("count_over_time(a[50s:20s])", 90_000, 210_000)).containsExactly(2, 2, 2);
    }

    @Test
    void theLastStepMayMissTheEnd() {
        var matrix = (Value.Matrix) fixture.engine.range(fixture.storage, "a", 0, 179_999, 60_000).value();
        assertThat(matrix.series().getFirst().times()).containsExactly(0, 60_000, 120_000);
    }

    @Test
    void emptyMatchersAreRefused() {
        assertThatThrownBy(() -> fixture.vector("{x=\"\"}", 0)).isInstanceOfSatisfying(QueryException.class,
                e -> assertThat(e.type()).isEqualTo(QueryException.Type.BAD_DATA));
    }

    private double[] values(String query, long start, long end) {
        var matrix = (Value.Matrix) fixture.engine.range(fixture.storage, query, start, end, 60_000).value();
        assertThat(matrix.series()).hasSize(1);
        return matrix.series().getFirst().values();
    }
}
