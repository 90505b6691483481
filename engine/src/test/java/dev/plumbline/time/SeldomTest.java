package dev.plumbline.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SeldomTest {
    private final VirtualTime time = new VirtualTime(0);
    private final Seldom<String> seldom = new Seldom<>(time, 10_000_000_000L);

    @Test
    void passesTheFirstAndCountsTheRestOfAPeriod() {
        assertThat(seldom.message("disk", "full")).isEqualTo("full");
        assertThat(seldom.message("disk", "full")).isNull();
        assertThat(seldom.message("disk", "full")).isNull();
        time.advance(10_000);
        assertThat(seldom.message("disk", "full")).isEqualTo("full (and 2 times more since the last message)");
        time.advance(10_000);
        assertThat(seldom.message("disk", "full")).isEqualTo("full");
    }

    @Test
    void keysDoNotSilenceEachOther() {
        assertThat(seldom.heldBack("a")).isZero();
        assertThat(seldom.heldBack("b")).isZero();
        assertThat(seldom.heldBack("a")).isEqualTo(Seldom.HOLD);
    }

    @Test
    void forgetsTheKeyThatWasAskedForLongestAgo() {
        seldom.heldBack("first");
        for (int i = 0; i < 1_000; i++) {
            seldom.heldBack("key " + i);
        }
        assertThat(seldom.heldBack("first")).isZero();
        assertThat(seldom.heldBack("key 999")).isEqualTo(Seldom.HOLD);
    }
}
