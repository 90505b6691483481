package dev.plumbline.daemon.scrape;

import dev.plumbline.daemon.config.ScrapeConfig;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramMath;

/**
 * How fine the native histograms of a job may be. One that is finer is reduced; one that cannot be reduced any more makes
 * the scrape fail, as in Prometheus ({@code scrape/target.go}).
 *
 * @param most most buckets of a histogram, 0: any number
 * @param finestSchema the finest exponential schema
 */
record BucketLimits(long most, int finestSchema) {
    private static final int COARSEST = -4;
    private static final int FINEST = 8;

    static BucketLimits of(ScrapeConfig.Histograms config) {
        return new BucketLimits(config.bucketLimit(), schema(config.minBucketFactor()));
    }

    /** The finest schema whose buckets grow by at least the factor; of a factor up to 1 the finest that there is. */
    private static int schema(double factor) {
        if (factor <= 1) {
            return FINEST;
        }
        double log = Math.floor(Math.log(Math.log(factor) / Math.log(2)) / Math.log(2));
        return (int) Math.clamp(-log, COARSEST, FINEST);
    }

    /** The histogram, reduced as far as it must be. @throws ScrapeFailure when that is not far enough */
    Histogram apply(Histogram histogram) {
        Histogram reduced = histogram;
        if (!HistogramMath.isCustom(histogram) && histogram.schema() > finestSchema) {
            reduced = HistogramMath.reduce(histogram, finestSchema);
        }
        while (most > 0 && size(reduced) > most) {
            if (HistogramMath.isCustom(reduced) || reduced.schema() <= COARSEST) {
                throw new ScrapeFailure("bucket_limit", "native_histogram_bucket_limit exceeded: " + size(reduced)
                        + " buckets at the coarsest resolution, limit: " + most);
            }
            reduced = HistogramMath.reduce(reduced, reduced.schema() - 1);
        }
        return reduced;
    }

    private static int size(Histogram h) {
        return h.positive().counts().length + h.negative().counts().length;
    }
}
