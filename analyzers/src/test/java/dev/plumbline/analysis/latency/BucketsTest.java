package dev.plumbline.analysis.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.analysis.canary.Reading;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @Test
    void interpolatesInsideOfABucket() {
        var buckets = new Buckets(Map.of(0.1, 50.0, 0.5, 90.0, 1.0, 100.0, INF, 100.0));
        assertThat(buckets.count()).isEqualTo(100);
        assertThat(buckets.quantile(0.25)).isEqualTo(new Reading.Number(0.05));
        assertThat(((Reading.Number) buckets.quantile(0.95)).value()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void saysThatThePercentileIsBeyondTheLastBound() {
        assertThat(new Buckets(Map.of(0.1, 50.0, 0.5, 90.0, INF, 100.0)).quantile(0.99)).isEqualTo(new Reading.AtLeast(0.5));
        assertThat(new Buckets(Map.of(INF, 10.0)).quantile(0.5)).isEqualTo(new Reading.AtLeast(0));
    }

    @Test
    void hasNothingToSayWithoutRequests() {
        assertThat(new Buckets(Map.of()).quantile(0.5)).isInstanceOf(Reading.Missing.class);
        assertThat(new Buckets(Map.of(0.1, 3.0)).quantile(0.5)).isInstanceOf(Reading.Missing.class);
        assertThat(new Buckets(Map.of(0.1, 0.0, INF, 0.0)).quantile(0.5)).isInstanceOf(Reading.Missing.class);
        assertThat(new Buckets(Map.of(0.1, Double.NaN, INF, Double.NaN)).quantile(0.5)).isInstanceOf(Reading.Missing.class);
    }

    @Test
    void takesCountsThatGoDownAsEqual() {
        var buckets = new Buckets(Map.of(0.1, 50.0, 0.5, 49.0, 1.0, 100.0, INF, 99.0));
        assertThat(buckets.count()).isEqualTo(100);
        assertThat(((Reading.Number) buckets.quantile(0.75)).value()).isCloseTo(0.75, within(1e-12));
    }

    @Test
    void refusesQuantilesOutsideOfTheRange() {
        for (double q : new double[] {0, 1, -1, Double.NaN}) {
            assertThatThrownBy(() -> new Buckets(Map.of()).quantile(q)).hasMessageContaining("above 0 and below 1");
        }
    }
}
