package dev.plumbline.analysis.backtest;

import static dev.plumbline.analysis.backtest.Trial.Said.GO;
import static dev.plumbline.analysis.backtest.Trial.Said.INCONCLUSIVE;
import static dev.plumbline.analysis.backtest.Trial.Said.NO_GO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ScorecardTest {
    private static final long START = 1_000_000;
    private static final long MINUTE = 60_000;

    private static Trial good(Trial.Said said, long minutes) {
        return new Trial(false, said, START, START + minutes * MINUTE, OptionalLong.empty());
    }

    private static Trial bad(Trial.Said said, long minutes) {
        return new Trial(true, said, START, START + minutes * MINUTE, OptionalLong.empty());
    }

    private static Trial badSince(long since, Trial.Said said, long minutes) {
        return new Trial(true, said, START, START + minutes * MINUTE, OptionalLong.of(START + since * MINUTE));
    }

    @Test
    void everyVerdictIsWorthSomething() {
        assertThat(good(GO, 5).result()).isEqualTo(Trial.Result.PASSED);
        assertThat(good(NO_GO, 5).result()).isEqualTo(Trial.Result.FALSE_ALARM);
        assertThat(good(INCONCLUSIVE, 30).result()).isEqualTo(Trial.Result.INCONCLUSIVE);
        assertThat(bad(GO, 5).result()).isEqualTo(Trial.Result.MISSED);
        assertThat(bad(NO_GO, 5).result()).isEqualTo(Trial.Result.CAUGHT);
        assertThat(bad(INCONCLUSIVE, 30).result()).isEqualTo(Trial.Result.INCONCLUSIVE);
        assertThat(badSince(10, NO_GO, 9).result()).as("stopped before it was bad").isEqualTo(Trial.Result.TOO_EARLY);
        assertThat(badSince(10, NO_GO, 10).result()).isEqualTo(Trial.Result.CAUGHT);
        assertThat(badSince(10, GO, 5).result()).as("let go before it was bad").isEqualTo(Trial.Result.MISSED);
    }

    @Test
    void addsUp() {
        var card = Scorecard.of(List.of(good(GO, 2), good(GO, 4), good(NO_GO, 1), good(INCONCLUSIVE, 30), bad(NO_GO, 3),
                badSince(10, NO_GO, 12), badSince(10, NO_GO, 7), bad(GO, 5)));
        assertThat(card.good()).isEqualTo(4);
        assertThat(card.bad()).isEqualTo(4);
        assertThat(card.falseAlarms()).isEqualTo(new Proportion(1, 4));
        assertThat(card.misses()).isEqualTo(new Proportion(1, 4));
        assertThat(card.inconclusive()).isEqualTo(new Proportion(1, 8));
        assertThat(card.count(Trial.Result.CAUGHT)).isEqualTo(2);
        assertThat(card.count(Trial.Result.TOO_EARLY)).isEqualTo(1);
        assertThat(card.minutesToVerdict().of()).as("inconclusive ones have no verdict").isEqualTo(7);
        assertThat(card.minutesToVerdict().median()).isEqualTo(4);
        assertThat(card.minutesToDetection()).isEqualTo(new Scorecard.Minutes(2, 2.5, 2.9));
    }

    @Test
    void ofNothing() {
        var card = Scorecard.of(List.of());
        assertThat(card.falseAlarms().trials()).isZero();
        assertThat(card.minutesToVerdict().median()).isNaN();
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> bad(GO, -1)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("before the start");
        assertThatThrownBy(() -> new Trial(false, GO, 0, 1, OptionalLong.of(1))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a good release is bad since 1");
    }
}
