package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that queries hold: one alone, all together, and after the end. */
class QueryMemoryTest {
    private static final Engine.Range HOUR = new Engine.Range(0, 3_600_000, 1_000);
    private final QueryFixture fixture = new QueryFixture().load("a", "i=1", 60_000, "0 1 2 3 4 5").load("a", "i=2", 60_000, "0 1 2 3 4 5");

    @AfterEach
    void close() {
        fixture.close();
    }

    private Engine engine(long queryBytes, MemoryPool pool) {
        return new Engine(EngineOptions.defaults().withMaxQueryBytes(queryBytes), fixture.clock, EngineResources.of(pool));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "rate(a[5m])", "vector(1)", "a + a", "label_replace(a, \"b\", \"$1\", \"i\", \"(.*)\")",
            "max_over_time(a[5m:1s])", "1"})
    void oneQueryThatHoldsTooMuch(String query) {
        var pool = MemoryPool.unlimited();
        assertThatThrownBy(() -> engine(20_000, pool).range(fixture.storage, query, HOUR, QueryControl.none()))
                .isInstanceOfSatisfying(QueryException.class, e -> {
                    assertThat(e.type()).isEqualTo(QueryException.Type.EXECUTION);
                    assertThat(e).hasMessageMatching("query would hold \\d+ KiB in memory, more than the 19 KiB that one query may; "
                            + "select fewer series or a shorter range, or raise --query.max-memory");
                });
        assertThat(pool.heldBytes()).isZero();
    }

    @Test
    void allQueriesTogether() {
        var pool = new MemoryPool(3 << 20);
        assertThat(pool.tryTake(5 << 19)).isTrue();
        assertThatThrownBy(() -> engine(1 << 30, pool).range(fixture.storage, "a", HOUR, QueryControl.none()))
                .isInstanceOfSatisfying(QueryException.class, e -> assertThat(e.type()).isEqualTo(QueryException.Type.EXECUTION))
                .hasMessage("all queries together would hold more than the 3072 KiB of memory that they may; ask again later, or raise "
                        + "--query.max-total-memory");
        assertThat(pool.heldBytes()).isEqualTo(5 << 19);
        pool.give(5 << 19);
        assertThat(engine(1 << 30, pool).range(fixture.storage, "a", HOUR, QueryControl.none()).warnings()).isEmpty();
        assertThat(pool.heldBytes()).isZero();
    }

    @Test
    void aResultIsHeldUntilItsAskerHasWrittenIt() {
        var pool = new MemoryPool(1 << 30);
        var control = QueryControl.none().keepingResult();
        try (control) {
            var result = engine(1 << 30, pool).range(fixture.storage, "a", HOUR, control);
            long points = ((Value.Matrix) result.value()).series().stream().mapToLong(s -> s.times().length).sum();
            assertThat(control.heldBytes()).isBetween(8 * points, 40 * points);
            assertThat(pool.heldBytes()).isEqualTo(control.heldBytes());
            assertThat(result.stats().peakBytes()).isEqualTo(control.peakBytes()).isGreaterThanOrEqualTo(control.heldBytes());
            assertThat(control.samplesRead()).isEqualTo(result.stats().samplesRead()).isEqualTo(12);
        }
        assertThat(pool.heldBytes()).isZero();
        control.close();
        assertThat(pool.heldBytes()).isZero();
    }

    @Test
    void aFailedQueryKeepsNothing() {
        var pool = new MemoryPool(1 << 30);
        var control = QueryControl.none().keepingResult();
        assertThatThrownBy(() -> engine(20_000, pool).range(fixture.storage, "a", HOUR, control)).isInstanceOf(QueryException.class);
        assertThat(pool.heldBytes()).isZero();
        assertThat(control.heldBytes()).isZero();
    }

    @Test
    void nothingIsHeldAfterAnInstantQuery() {
        var control = QueryControl.none();
        var result = fixture.engine.instant(fixture.storage, "sum(rate(a[5m]))", 300_000, control);
        assertThat(control.heldBytes()).isZero();
        assertThat(result.stats().peakBytes()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({"10, 0, true", "10, 10, true", "10, 11, false", "9223372036854775807, 9223372036854775807, true"})
    void aPoolGivesWhatItHas(long limit, long wanted, boolean given) {
        var pool = new MemoryPool(limit);
        assertThat(pool.tryTake(wanted)).isEqualTo(given);
        assertThat(pool.heldBytes()).isEqualTo(given ? wanted : 0);
        assertThat(pool.limitBytes()).isEqualTo(limit);
    }

    @Test
    void boundsArePositive() {
        assertThatThrownBy(() -> new MemoryPool(0)).hasMessage("a pool needs at least 1 byte, not 0");
        assertThatThrownBy(() -> new EngineResources(MemoryPool.unlimited(), Runnable::run, 0))
                .hasMessage("parallelism must be at least 1, not 0");
    }
}
