package dev.plumbline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class HistogramBoundsTest {

    @Test
    void boundsArePrometheussToTheBit() {
        assertThat(HistogramMath.upperBound(1, 1)).isEqualTo(1.414213562373095);
        assertThat(HistogramMath.upperBound(1, -1)).isEqualTo(0.7071067811865475);
        assertThat(HistogramMath.upperBound(4, 11)).isEqualTo(1.610490331949254);
        assertThat(HistogramMath.upperBound(3, -1)).isEqualTo(0.9170040432046711);
    }

    @Test
    void boundsAscendAndCoarserOnesAreAmongTheFiner() {
        for (int k = -600; k < 600; k++) {
            assertThat(HistogramMath.upperBound(8, k)).isLessThan(HistogramMath.upperBound(8, k + 1))
                    .isCloseTo(Math.pow(2, k / 256.0), within(1e-14));
            for (int schema = 0; schema < 8; schema++) {
                assertThat(HistogramMath.upperBound(schema, k)).isEqualTo(HistogramMath.upperBound(schema + 1, 2 * k));
            }
        }
    }
}
