package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeapGrowthTest {
    private static final long MIB = 1 << 20;

    @Test
    void oldObjectsMayDoubleAndAlwaysGrowALittle() {
        assertThat(HeapGrowth.allowed(1000 * MIB, 8000 * MIB)).isEqualTo(2000 * MIB);
        assertThat(HeapGrowth.allowed(20 * MIB, 8000 * MIB)).isEqualTo(84 * MIB);
        assertThat(HeapGrowth.allowed(200 * MIB, 240 * MIB)).as("the heap's limit").isEqualTo(240 * MIB);
    }
}
