package dev.plumbline.analysis.sequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ShareDistributionTest {
    private static final double STEADY = Double.POSITIVE_INFINITY;

    private static double mean(ShareDistribution d) {
        double sum = 0;
        for (int i = 0; i < d.mass.length; i++) {
            sum += d.mass[i] * (d.first + i * (double) d.stride);
        }
        return sum;
    }

    private static double variance(ShareDistribution d) {
        double mean = mean(d);
        double sum = 0;
        for (int i = 0; i < d.mass.length; i++) {
            sum += d.mass[i] * Math.pow(d.first + i * (double) d.stride - mean, 2);
        }
        return sum;
    }

    @Test
    void isBinomialForSteadyRates() {
        ShareDistribution d = ShareDistribution.of(4, 1, 3, STEADY);
        assertThat(d.mass).containsExactly(new double[] {81 / 256.0, 108 / 256.0, 54 / 256.0, 12 / 256.0, 1 / 256.0}, within(1e-13));
        assertThat(ShareDistribution.of(0, 1, 1, STEADY).mass).containsExactly(1.0);
    }

    @Test
    void isBetaBinomialForEqualMeansThatVary() {
        // Uniform for a shape of 1, whatever the means are.
        assertThat(ShareDistribution.of(9, 5, 5, 1).mass).containsOnly(new double[] {0.1}, within(1e-13));
        ShareDistribution d = ShareDistribution.of(40, 20, 20, 4);
        assertThat(mean(d)).isCloseTo(20, within(1e-10));
        assertThat(variance(d)).isCloseTo(40 * 0.25 * (1 + 39.0 / 9), within(1e-9));
    }

    @Test
    void approachesTheBinomialAsTheVariationVanishes() {
        double[] steady = ShareDistribution.of(30, 2, 5, STEADY).mass;
        assertThat(ShareDistribution.of(30, 2, 5, 1e9).mass).containsExactly(steady, within(1e-6));
    }

    @Test
    void keepsMeanAndVarianceOnCoarseNodes() {
        for (long n : new long[] {401, 5_000, 1_000_000, 1_000_000_000L}) {
            ShareDistribution d = ShareDistribution.of(n, 1, 4, STEADY);
            assertThat(d.mass.length).isLessThanOrEqualTo(ShareDistribution.MAX_NODES + 2);
            assertThat(Arrays.stream(d.mass).sum()).isCloseTo(1, within(1e-12));
            assertThat(mean(d)).isCloseTo(0.2 * n, within(1e-5 * n));
            assertThat(variance(d)).isCloseTo(0.16 * n, within(0.01 * n));
        }
    }
}
