package dev.plumbline.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import java.util.EnumSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtendedSelectorQueriesTest {
    private final QueryFixture fixture = new QueryFixture(EngineOptions.defaults().withFeatures(EnumSet.allOf(Feature.class)))
            .load("m", "", 10_000, "0 10 20 30 stale 50 60").load("n", "", 10_000, "_ _ 5");

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest(name = "{0} at {1} s")
    @CsvSource({
        "m smoothed, 12, 12", "m smoothed, 10, 10", "m smoothed, 45, 45", "m smoothed offset 3s, 12, 9",
        "m offset 3s smoothed, 12, 9", "m smoothed @ 25, 400, 25", "m smoothed, 300, 60", "m anchored, 12, 10",
        "increase(m[20s] smoothed), 25, 20", "increase(m[20s] anchored), 25, 20", "increase((m[20s] anchored)), 25, 20",
        "increase(m[20s] smoothed @ 25), 400, 20", "timestamp(m smoothed), 12, 10",
    })
    void valuesLieOnTheLine(String query, long seconds, double expected) {
        assertThat(fixture.single(query, seconds * 1000)).isEqualTo(expected);
    }

    @Test
    void thereIsNoValueBeforeTheFirstAndBeyondTheLookback() {
        assertThat(fixture.vector("n smoothed", 15_000)).isEmpty();
        assertThat(fixture.vector("m smoothed", 360_000)).isEmpty();
        assertThat(fixture.vector("increase(n[5s] anchored)", 60_000)).isEmpty();
    }

    @Test
    void rangesAnswerWithTheirBorders() {
        var matrix = (Value.Matrix) fixture.engine.instant(fixture.storage, "m[12s] smoothed", 25_000).value();
        assertThat(matrix.series()).singleElement().satisfies(p -> {
            assertThat(p.times()).containsExactly(13_000, 20_000, 25_000);
            assertThat(p.values()).containsExactly(13, 20, 25);
        });
        assertThat(((Value.Matrix) fixture.engine.instant(fixture.storage, "m[12s] anchored", 900_000).value()).series()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "sum_over_time(m[1m] smoothed), 'smoothed modifier can only be used with: delta, increase, rate - not with sum_over_time'",
        "resets(m[1m] smoothed), 'smoothed modifier can only be used with: delta, increase, rate - not with resets'",
        "absent_over_time(z[1m] anchored), "
                + "'anchored modifier can only be used with: changes, delta, increase, rate, resets - not with absent_over_time'",
        "irate(z[1m] anchored), 'anchored modifier can only be used with: changes, delta, increase, rate, resets - not with irate'",
    })
    void otherFunctionsRefuse(String query, String message) {
        assertThat(fixture.failure(query, 0)).hasMessage(message);
    }

    @Test
    void startsAreLookedAtOnlyWhenTheFeatureIsOn() {
        var labels = Labels.of("__name__", "s_total");
        try (var appender = fixture.storage.appender()) {
            appender.append(labels, 5_000, 20_000, 3);
            appender.append(labels, 25_000, 30_000, 4);
            appender.commit();
        }
        assertThat(fixture.single("start_timestamp(s_total)", 30_000)).isEqualTo(25);
        assertThat(fixture.vector("start_timestamp(s_total + 1)", 30_000)).isEmpty();
        assertThat(fixture.single("increase(s_total[30s])", 30_000)).isEqualTo(7);
        var plain = new Engine(EngineOptions.defaults().withExperimental(true), fixture.clock);
        assertThat(((Value.Vector) plain.instant(fixture.storage, "start_timestamp(s_total)", 30_000).value()).elements()).isEmpty();
        assertThat(((Value.Vector) plain.instant(fixture.storage, "resets(s_total[30s])", 30_000).value()).elements())
                .singleElement().satisfies(e -> assertThat(e.value()).isZero());
    }

    @Test
    void overlapsSayHowOftenTheyWereSeen() {
        var labels = Labels.of("__name__", "o_total");
        try (var appender = fixture.storage.appender()) {
            for (int i = 1; i <= 6; i++) {
                appender.append(labels, i, i * 10_000L, i);
            }
            appender.commit();
        }
        String text = "PromQL warning: sample has start time that overlaps with previous sample timestamp for metric \"o_total\"";
        assertThat(fixture.engine.instant(fixture.storage, "rate(o_total[1m])", 60_000).warnings()).containsExactly(text + " (1:6)");
        assertThat(fixture.engine.range(fixture.storage, "rate(o_total[1m])", 40_000, 60_000, 10_000).warnings())
                .containsExactly(text + " (3 occurrences) (1:6)");
    }
}
