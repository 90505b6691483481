package dev.plumbline.promql.eval;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which evaluations ask for figures. */
final class LongWindowsTest {
    private static final long HOUR = 3_600_000;

    private static boolean isWorthIt(Steps steps, long rangeMillis) {
        return LongWindows.isWorthIt(new WindowTimes(steps, rangeMillis, 0, null));
    }

    @Test
    void longWindowsAre() {
        assertThat(isWorthIt(Steps.instant(0), 72 * HOUR)).isTrue();
        assertThat(isWorthIt(Steps.instant(0), LongWindows.MIN_RANGE_MILLIS)).isTrue();
        assertThat(isWorthIt(Steps.instant(0), LongWindows.MIN_RANGE_MILLIS - 1)).isFalse();
    }

    @Test
    void manyWindowsThatOverlapAreNot() {
        assertThat(isWorthIt(Steps.range(0, 72 * HOUR, HOUR), 24 * HOUR)).isFalse();
        assertThat(isWorthIt(Steps.range(0, 72 * HOUR, 24 * HOUR), 24 * HOUR)).isTrue();
        assertThat(isWorthIt(Steps.range(0, 3 * HOUR, HOUR), 24 * HOUR)).isTrue();
        assertThat(isWorthIt(Steps.range(0, 4 * HOUR, HOUR), 24 * HOUR)).isFalse();
    }

    @Test
    void noStepIsNothing() {
        assertThat(isWorthIt(new Steps(0, 1, 0), 24 * HOUR)).isFalse();
    }
}
