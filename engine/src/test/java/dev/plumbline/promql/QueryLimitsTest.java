package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Samples, time, cancellation and failing stores. */
class QueryLimitsTest {
    private final QueryFixture fixture = new QueryFixture(EngineOptions.defaults().withMaxSamples(12).withTimeoutMillis(1000))
            .load("a", "i=1", 60_000, "0 1 2 3 4 5").load("a", "i=2", 60_000, "0 1 2 3 4 5");

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"sum_over_time(a[1h]) | 10", "a | 6", "sum(a) + sum(a) | 6", "count_over_time(a[3m:1m]) | 10"})
    void withinTheLimit(String query, long atMost) {
        assertThat(fixture.engine.instant(fixture.storage, query, 300_000).stats().peakSamples()).isBetween(1L, atMost);
    }

    @ParameterizedTest
    @CsvSource({"a[1h]", "count_over_time(vector(1)[1h:1s])", "sum_over_time(a[1h:10s])"})
    void beyondTheLimit(String query) {
        var small = new Engine(EngineOptions.defaults().withMaxSamples(5), fixture.clock);
        assertThatThrownBy(() -> small.instant(fixture.storage, query, 300_000)).isInstanceOfSatisfying(QueryException.class, e -> {
            assertThat(e.type()).isEqualTo(QueryException.Type.EXECUTION);
            assertThat(e).hasMessage("query processing would load too many samples into memory in query execution");
        });
    }

    private Queryable slow(long millis) {
        return (min, max) -> {
            fixture.clock.advance(millis);
            return fixture.storage.querier(min, max);
        };
    }

    @ParameterizedTest
    @CsvSource({"1000, 0, false", "1001, 0, true", "101, 100, true", "100, 100, false", "1001, 5000, true"})
    void theShorterTimeoutHolds(long takes, long wanted, boolean fails) {
        var control = new QueryControl(0, wanted);
        var e = catchThrowableOfType(QueryException.class, () -> fixture.engine.instant(slow(takes), "a", 0, control));
        if (fails) {
            assertThat(e).hasMessage("query timed out in expression evaluation");
            assertThat(e.type()).isEqualTo(QueryException.Type.TIMEOUT);
            assertThat(e.kind()).isEqualTo(PlumblineException.Kind.RESOURCE);
        } else {
            assertThat(e).isNull();
        }
    }

    @Test
    void aRunningQueryCanBeCanceled() {
        var control = QueryControl.none();
        Queryable store = (min, max) -> {
            control.cancel();
            return fixture.storage.querier(min, max);
        };
        assertThatThrownBy(() -> fixture.engine.range(store, "sum(rate(a[5m]))", new Engine.Range(0, 300_000, 60_000), control))
                .hasMessage("query was canceled in expression evaluation");
    }

    /** Counts queriers that are open. */
    private record Counting(Queryable store, AtomicInteger open) implements Queryable {
        @Override
        public Querier querier(long minMillis, long maxMillis) {
            open.incrementAndGet();
            Querier inner = store.querier(minMillis, maxMillis);
            return (Querier) java.lang.reflect.Proxy.newProxyInstance(Querier.class.getClassLoader(), new Class<?>[] {Querier.class},
                    (proxy, method, args) -> {
                        if (method.getName().equals("close")) {
                            open.decrementAndGet();
                        }
                        return method.invoke(inner, args);
                    });
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a + a + a offset 1m", "a[1h]", "label_replace(a, \"x\", \"\", \"\", \"(\")", "-a + on() a"})
    void queriersAreClosedWhateverHappens(String query) {
        var store = new Counting(fixture.storage, new AtomicInteger());
        var failure = catchThrowableOfType(QueryException.class, () -> fixture.engine.instant(store, query, 300_000));
        assertThat(failure == null).isEqualTo(query.startsWith("a"));
        assertThat(store.open).hasValue(0);
    }

    @Test
    void failuresOfTheStorePassThrough() {
        var broken = new IllegalStateException("disk gone");
        assertThatThrownBy(() -> fixture.engine.instant((min, max) -> { throw broken; }, "a", 0)).isSameAs(broken);
    }

    @ParameterizedTest
    @CsvSource({"0, 60000, 0", "0, 60000, -1", "1, 0, 60000"})
    void rangesMustGoForward(long start, long end, long step) {
        assertThatThrownBy(() -> fixture.engine.range(fixture.storage, "a", start, end, step))
                .hasMessageContaining("the end must not precede the start and the step must be positive");
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 1, 1", "1, 0, 1, 1", "1, 1, 0, 1", "1, 1, 1, 0"})
    void optionsMustBePositive(long lookback, long samples, long timeout, long step) {
        assertThatThrownBy(() -> new EngineOptions(lookback, samples, 1, timeout, step, Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
