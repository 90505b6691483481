package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapGrowthTest {
    private static final long MIB = 1 << 20;

    @Test
    void aQuarterOfWhatLivesMayComeAndNotMoreThanThat() {
        long heap = 8000 * MIB;
        assertThat(HeapGrowth.within(24 * MIB, 1000 * MIB, heap)).isEqualTo(250 * MIB);
        assertThat(HeapGrowth.within(4000 * MIB, 1000 * MIB, heap)).isEqualTo(1000 * MIB);
        assertThat(HeapGrowth.within(0, 20 * MIB, heap)).isEqualTo(HeapGrowth.LEAST);
        assertThat(HeapGrowth.within(128 * MIB, 20 * MIB, heap)).isEqualTo(128 * MIB);
        assertThat(HeapGrowth.within(512 * MIB, 20 * MIB, heap)).isEqualTo(HeapGrowth.MOST);
    }

    @Test
    void inASmallHeapLessMayCome() {
        assertThat(HeapGrowth.within(512 * MIB, 20 * MIB, 800 * MIB)).isEqualTo(100 * MIB);
        assertThat(HeapGrowth.within(512 * MIB, 20 * MIB, 100 * MIB)).isEqualTo(HeapGrowth.LEAST);
    }

    @Test
    void moreMayComeWhileCollectingItTakesMoreThanAFortiethOfTheTime() {
        assertThat(HeapGrowth.next(64 * MIB, 80, 3000)).isEqualTo(128 * MIB);
        assertThat(HeapGrowth.next(128 * MIB, 80, 4000)).as("between both").isEqualTo(128 * MIB);
        assertThat(HeapGrowth.next(128 * MIB, 80, 16_000)).isEqualTo(64 * MIB);
    }

    /** A heap of two gigabytes alive would be collected for seconds, once more after each time. */
    @Test
    void whereMuchLivesNothingIsCollectedForBeingCalm() {
        assertThat(HeapGrowth.mayHoldMore(2000 * MIB, HeapGrowth.MOST)).isFalse();
        assertThat(HeapGrowth.mayHoldMore(20 * MIB, HeapGrowth.LEAST)).isFalse();
        assertThat(HeapGrowth.mayHoldMore(60 * MIB, 128 * MIB)).isTrue();
        assertThat(HeapGrowth.mayHoldMore(75 * MIB, HeapGrowth.AT_START)).isTrue();
    }
}
