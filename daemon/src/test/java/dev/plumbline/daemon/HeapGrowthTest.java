package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapGrowthTest {
    private static final long MIB = 1 << 20;

    @Test
    void oldObjectsMayDoubleAndAlwaysGrowALittle() {
        assertThat(HeapGrowth.allowed(1000 * MIB, 64 * MIB, 8000 * MIB)).isEqualTo(2000 * MIB);
        assertThat(HeapGrowth.allowed(20 * MIB, 64 * MIB, 8000 * MIB)).isEqualTo(84 * MIB);
        assertThat(HeapGrowth.allowed(20 * MIB, 128 * MIB, 8000 * MIB)).isEqualTo(148 * MIB);
        assertThat(HeapGrowth.allowed(200 * MIB, 64 * MIB, 240 * MIB)).as("the heap's limit").isEqualTo(240 * MIB);
    }

    @Test
    void theyMayGrowMoreWhileCollectingThemTakesMoreThanATwentiethOfTheTime() {
        long heap = 8000 * MIB;
        assertThat(HeapGrowth.next(64 * MIB, 80, 1000, heap)).isEqualTo(128 * MIB);
        assertThat(HeapGrowth.next(256 * MIB, 80, 1000, heap)).as("at most").isEqualTo(HeapGrowth.MOST);
        assertThat(HeapGrowth.next(128 * MIB, 80, 3000, heap)).as("between both").isEqualTo(128 * MIB);
        assertThat(HeapGrowth.next(128 * MIB, 80, 8000, heap)).isEqualTo(64 * MIB);
        assertThat(HeapGrowth.next(64 * MIB, 80, 8000, heap)).isEqualTo(HeapGrowth.LEAST);
    }

    /** A heap of two gigabytes alive would be collected for seconds, once more after each time. */
    @Test
    void whereMuchLivesNothingMoreIsAllowedAndNothingEnded() {
        assertThat(HeapGrowth.mayHoldMore(2000 * MIB, HeapGrowth.MOST)).isFalse();
        assertThat(HeapGrowth.mayHoldMore(60 * MIB, HeapGrowth.LEAST)).isFalse();
        assertThat(HeapGrowth.mayHoldMore(60 * MIB, 128 * MIB)).isTrue();
    }

    @Test
    void inASmallHeapTheyDoNot() {
        assertThat(HeapGrowth.next(64 * MIB, 80, 100, 400 * MIB)).isEqualTo(HeapGrowth.LEAST);
        assertThat(HeapGrowth.next(64 * MIB, 80, 100, 800 * MIB)).isEqualTo(100 * MIB);
    }
}
