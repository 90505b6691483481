package dev.plumbline.prometheusdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RefMapTest {

    @Test
    void holdsWhatAMapHolds() {
        var random = new Random(1);
        var map = new RefMap();
        var expected = new HashMap<Long, Integer>();
        for (int i = 0; i < 20_000; i++) {
            long ref = random.nextBoolean() ? random.nextInt(5000) : random.nextLong() >> random.nextInt(64);
            map.put(ref, i);
            expected.put(ref, i);
            long asked = random.nextInt(6000);
            assertThat(map.get(asked)).isEqualTo((int) expected.getOrDefault(asked, -1));
        }
        expected.forEach((ref, number) -> assertThat(map.get(ref)).isEqualTo((int) number));
    }
}
