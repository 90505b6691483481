package dev.plumbline.daemon.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import org.junit.jupiter.api.Test;

class BucketLimitsTest {

    private static Histogram histogram(int schema, int buckets, double... bounds) {
        double[] counts = new double[buckets];
        java.util.Arrays.fill(counts, 1);
        return new Histogram(schema, buckets, 1, 0, 0, new Buckets(new int[] {1}, new int[] {buckets}, counts), Buckets.NONE, bounds,
                CounterReset.UNKNOWN);
    }

    private static BucketLimits limits(long most, double factor) {
        return BucketLimits.of(new ScrapeConfig.Histograms(true, false, false, most, factor));
    }

    @Test
    void withoutLimitsAHistogramStaysAsItIs() {
        Histogram fine = histogram(8, 160);
        assertThat(limits(0, 0).apply(fine)).isSameAs(fine);
    }

    @Test
    void aFactorCoarsensToTheFinestSchemaThatGrowsByIt() {
        assertThat(limits(0, 1.1).apply(histogram(8, 4)).schema()).as("2^(1/4) = 1.19 is the first above 1.1, 2^(1/8) = 1.09 is not").isEqualTo(3);
        assertThat(limits(0, 2).apply(histogram(8, 4)).schema()).isZero();
        assertThat(limits(0, 4).apply(histogram(8, 4)).schema()).isEqualTo(-1);
        assertThat(limits(0, 2).apply(histogram(-1, 4)).schema()).isEqualTo(-1);
    }

    @Test
    void tooManyBucketsAreMergedUntilTheyFit() {
        Histogram reduced = limits(40, 0).apply(histogram(2, 160));
        assertThat(reduced.schema()).isZero();
        assertThat(reduced.positive().counts()).hasSize(40);
        assertThat(reduced.count()).isEqualTo(160);
    }

    @Test
    void whatCannotBeMergedFailsTheScrape() {
        assertThatThrownBy(() -> limits(2, 0).apply(histogram(-4, 5))).isInstanceOf(ScrapeFailure.class)
                .hasMessageContaining("native_histogram_bucket_limit exceeded: 5").hasMessageContaining("limit: 2");
        Histogram custom = new Histogram(Histogram.CUSTOM_SCHEMA, 3, 1, 0, 0, new Buckets(new int[] {0}, new int[] {3}, new double[] {1, 1, 1}),
                Buckets.NONE, new double[] {1, 2, 3}, CounterReset.UNKNOWN);
        assertThatThrownBy(() -> limits(2, 0).apply(custom)).isInstanceOf(ScrapeFailure.class);
    }
}
