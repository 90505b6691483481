package dev.plumbline.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.Question;
import dev.plumbline.promql.QueryException;
import dev.plumbline.time.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {
    private static final long NONE = Long.MAX_VALUE;
    private final Engine engine = new Engine(EngineOptions.defaults().withExperimental(true), new VirtualTime(0));

    /** Of a range query from 1000 s to 4000 s, a step a minute, with the usual lookback of 300 s. */
    private Reach reach(String query) {
        return Reach.of(new Question(engine.parse(query), query, 1_000_000, 4_000_000, 60_000, true, 300_000));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a | 300", "a offset 10m | 900", "a offset -10m | -300", "rate(a[1h]) | 3600", "rate(a[1h] offset 1h) | 7200",
        "max_over_time(a[1h:5m]) | 3900", "max_over_time(rate(a[10m])[1h:5m] offset 1h) | 7800", "sum(a) / sum(rate(b[20m])) | 1200",
        "topk(scalar(a offset 1h), b) | 3900", "-(a) + 1 | 300", "info(a, {b=\"c\"}) | 300", "a anchored | 300", "rate(a[1h] anchored) | 3900",
        "rate(a[1h] smoothed) | 3900", "quantile_over_time(scalar(a offset 2h), b[1m]) | 7500", "a offset -10m or b offset 1m | 360",
        "rate(a[step() * 10]) | 600"})
    void selectorsFollowTheStep(String query, long seconds) {
        assertThat(reach(query)).isEqualTo(new Reach(seconds * 1000, NONE, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a @ 2000 | 1700", "rate(a[10m] @ 2000) | 1400", "a @ 2000 offset 5m | 1400",
        "max_over_time(a[1h:5m] @ 5000) | 1100", "max_over_time(rate(a[1m] @ 900)[1h:5m]) | 840"})
    void selectorsWithATimeOfTheirOwnDoNot(String query, long seconds) {
        assertThat(reach(query)).isEqualTo(new Reach(Reach.NONE, seconds * 1000, false));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"a @ start() | 700", "a @ end() | 3700", "sum(rate(a[10m] @ end())) | 3400"})
    void thoseAtTheQuerysStartOrEndNeedItWhole(String query, long seconds) {
        assertThat(reach(query)).isEqualTo(new Reach(Reach.NONE, seconds * 1000, true));
    }

    @ParameterizedTest
    @CsvSource({"a[range()]", "rate(a[-(-range() / 2)])", "max_over_time(a[10m:range()])", "a offset range()"})
    void durationsMayHangOnTheRange(String query) {
        assertThat(Reach.of(new Question(engine.parse(query), query, 1_000_000, 4_000_000, 60_000, true, 300_000)).wholeRange()).isTrue();
    }

    @Test
    void withoutSelectorsNothingIsNeeded() {
        assertThat(reach("time() + 1")).isEqualTo(new Reach(Reach.NONE, NONE, false));
        assertThat(reach("time()").needsAfter(5)).isEqualTo(NONE);
        assertThat(reach("vector(start())").wholeRange()).isTrue();
    }

    @Test
    void bothKindsTogetherNeedTheOlder() {
        Reach both = reach("a / ignoring(x) b @ 2000");
        assertThat(both.needsAfter(3_000_000)).isEqualTo(1_700_000);
        assertThat(both.needsAfter(1_000_000)).isEqualTo(700_000);
    }

    @Test
    void hugeDurationsDoNotOverflow() {
        assertThat(reach("max_over_time(max_over_time(a[290y:1d])[290y:1d] offset 290y)").backMillis()).isPositive();
        assertThat(reach("a offset -290y").needsAfter(0)).isPositive();
    }

    @Test
    void durationsThatAreNoneAreTheQuerysFault() {
        assertThatThrownBy(() -> reach("a offset (1 / (step() - step()))")).isInstanceOf(QueryException.class).hasMessageContaining("division by zero");
    }
}
