package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several threads give what one gives, to the bit, with its notes, its bounds and its failures. */
class ParallelQueriesTest {
    private static final Engine.Range RANGE = new Engine.Range(0, 36_000_000, 6_000);
    private static final InMemoryStorage STORE = new InMemoryStorage();
    private static final ExecutorService POOL = Executors.newFixedThreadPool(3);
    private static final MemoryPool MEMORY = new MemoryPool(1L << 30);
    private final Engine alone = engine(Runnable::run, 1);
    private final Engine together = engine(POOL, 4);

    @BeforeAll
    static void load() {
        var random = new SplittableRandom(3);
        try (var appender = STORE.appender()) {
            for (int s = 0; s < 200; s++) {
                Labels labels = Labels.of(Labels.METRIC_NAME, s % 50 == 7 ? "m" + s % 3 : "m_total", "s", "" + s, "g", "" + s % 7);
                double value = 0;
                for (long time = random.nextLong(30_000); time < 36_000_000; time += 60_000) {
                    value = random.nextInt(50) == 0 ? 0 : value + random.nextInt(1000) / 7.0;
                    appender.append(labels, time, value);
                }
            }
            appender.commit();
        }
    }

    @AfterAll
    static void close() {
        POOL.shutdown();
        STORE.close();
    }

    private static Engine engine(Executor executor, int parallelism) {
        return new Engine(EngineOptions.defaults(), new VirtualTime(0), new EngineResources(MEMORY, executor, parallelism));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sum(rate(m_total[5m]))", "sum by (g) (rate({s=~\".+\"}[5m]))", "avg without (s) ({s=~\".+\"})", "m_total",
        "max by (g) (max_over_time(m_total[10m]))", "count(m_total)", "rate({s=~\".+\"}[10m])", "sum(quantile_over_time(7, m_total[10m]))",
        "topk(3, increase(m_total[1h]))", "sum(m_total) by (g) / on (g) group_left () sum by (g) (rate(m_total[2m]))"})
    void sameAnswer(String query) {
        QueryResult expected = alone.range(STORE, query, RANGE, QueryControl.none());
        QueryResult actual = together.range(STORE, query, RANGE, QueryControl.none());
        assertThat(actual.warnings()).isEqualTo(expected.warnings());
        assertThat(actual.infos()).isEqualTo(expected.infos());
        assertThat(actual.stats().samplesRead()).isEqualTo(expected.stats().samplesRead());
        assertSame(((Value.Matrix) expected.value()).series(), ((Value.Matrix) actual.value()).series());
        assertThat(MEMORY.heldBytes()).isZero();
    }

    private static void assertSame(List<Value.Points> expected, List<Value.Points> actual) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(actual.get(i).labels()).isEqualTo(expected.get(i).labels());
            assertThat(actual.get(i).times()).isEqualTo(expected.get(i).times());
            assertThat(actual.get(i).values()).isEqualTo(expected.get(i).values());
        }
    }

    @Test
    void aClosedPoolLeavesTheWorkToTheAsker() {
        Engine closed = engine(task -> { throw new RejectedExecutionException("closed"); }, 4);
        assertThat(closed.range(STORE, "sum(m_total)", RANGE, QueryControl.none()).stats().samplesRead()).isPositive();
    }

    @Test
    void helpersThatNeverComeAreNotWaitedFor() {
        Engine busy = engine(task -> { }, 4);
        assertThat(busy.range(STORE, "sum(m_total)", RANGE, QueryControl.none()).stats().samplesRead()).isPositive();
    }

    @Test
    void oneFailureAndNothingHeld() {
        var small = new Engine(EngineOptions.defaults().withMaxQueryBytes(400_000), new VirtualTime(0), new EngineResources(MEMORY, POOL, 4));
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> small.range(STORE, "m_total", RANGE, QueryControl.none())).isInstanceOf(QueryException.class)
                    .hasMessageContaining("--query.max-memory");
            assertThat(MEMORY.heldBytes()).isZero();
        }
    }

    @Test
    void canceledByAnother() {
        var control = QueryControl.none();
        control.cancel();
        assertThatThrownBy(() -> together.range(STORE, "sum(m_total)", RANGE, control)).hasMessageContaining("canceled");
        assertThat(MEMORY.heldBytes()).isZero();
    }
}
