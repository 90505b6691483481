package dev.plumbline.daemon.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.HistogramBuckets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read back shows the same buckets as what was shown. */
class HistogramFitTest {
    private static List<HistogramFit.Bucket> shown(Histogram h) {
        var buckets = new ArrayList<HistogramFit.Bucket>();
        for (var b = HistogramBuckets.ascending(h); b.next(); ) {
            int bounds = b.lowerInclusive() ? b.upperInclusive() ? 3 : 1 : b.upperInclusive() ? 0 : 2;
            buckets.add(new HistogramFit.Bucket(bounds, b.lower(), b.upper(), b.count()));
        }
        return buckets;
    }

    private static Histogram readBack(Histogram h) {
        Histogram read = HistogramFit.histogram(h.count(), h.sum(), shown(h));
        assertThat(shown(read)).usingRecursiveComparison().withEqualsForType((a, b) -> Math.abs(a - b) <= 1e-9 * Math.abs(b) || a.equals(b), Double.class)
                .isEqualTo(shown(h));
        return read;
    }

    private static Histogram exponential(int schema, double threshold, double zeros) {
        return new Histogram(schema, 20, 5, threshold, zeros, new Buckets(new int[] {-3, 2, 5}, new int[] {2, 1, 1}, new double[] {1, 2, 3, 4}),
                new Buckets(new int[] {1}, new int[] {3}, new double[] {2, 0, 1}), new double[0], Histogram.CounterReset.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {-4, -1, 0, 1, 3, 5, 8})
    void exponentialBuckets(int schema) {
        Histogram read = readBack(exponential(schema, 0, 0));
        assertThat(read.schema()).isEqualTo(schema);
        assertThat(read.positive()).isEqualTo(exponential(schema, 0, 0).positive());
        readBack(exponential(schema, 1e-9, 3));
    }

    @Test
    void aZeroBucketThatReachesIntoOthers() {
        Histogram clipped = new Histogram(0, 9, 1, 0.3, 2, new Buckets(new int[] {-1}, new int[] {3}, new double[] {1, 2, 4}), Buckets.NONE, new double[0],
                Histogram.CounterReset.UNKNOWN);
        assertThat(readBack(clipped).zeroThreshold()).isEqualTo(0.3);
        Histogram only = new Histogram(0, 9, 1, 0.3, 2, new Buckets(new int[] {-1}, new int[] {1}, new double[] {1}), Buckets.NONE, new double[0],
                Histogram.CounterReset.UNKNOWN);
        readBack(only);
    }

    @Test
    void customBounds() {
        Histogram custom = new Histogram(Histogram.CUSTOM_SCHEMA, 10, 4, 0, 0, new Buckets(new int[] {0, 1}, new int[] {2, 2}, new double[] {1, 2, 3, 4}),
                Buckets.NONE, new double[] {0.1, 0.7, 5, 9}, Histogram.CounterReset.UNKNOWN);
        Histogram read = readBack(custom);
        assertThat(read.schema()).isEqualTo(Histogram.CUSTOM_SCHEMA);
        assertThat(read.customBounds()).containsExactly(0.1, 0.7, 5, 9);
        readBack(new Histogram(Histogram.CUSTOM_SCHEMA, 1, 4, 0, 0, new Buckets(new int[] {0}, new int[] {1}, new double[] {1}), Buckets.NONE, new double[0],
                Histogram.CounterReset.UNKNOWN));
    }

    @Test
    void anEmptyOne() {
        assertThat(HistogramFit.histogram(0, 0, List.of()).positive()).isEqualTo(Buckets.NONE);
    }
}
