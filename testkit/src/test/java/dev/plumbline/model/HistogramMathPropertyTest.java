package dev.plumbline.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.Histogram.CounterReset;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** Sums and differences of random layouts against maps from index to count, the plainest there is. */
class HistogramMathPropertyTest {
    private static final double[] NO_BOUNDS = {};
    private Random random = new Random(0);

    private record Plain(int schema, double threshold, double zero, Map<Integer, Double> positive, Map<Integer, Double> negative) {}

    @RepeatedTest(400)
    void sumsAreThoseOfMaps(RepetitionInfo run) {
        random = new Random(run.getCurrentRepetition());
        Histogram a = exponential();
        Histogram b = exponential();
        check(HistogramMath.add(a, b), sum(plain(a), plain(b), 1));
        check(HistogramMath.sub(a, b), sum(plain(a), plain(b), -1));
        assertThat(HistogramMath.add(a, b).count()).isEqualTo(a.count() + b.count());
    }

    @RepeatedTest(200)
    void customBoundsMeet(RepetitionInfo run) {
        random = new Random(run.getCurrentRepetition());
        Histogram a = custom();
        Histogram b = custom();
        Histogram sum = HistogramMath.add(a, b);
        double[] common = Arrays.stream(a.customBounds()).filter(x -> Arrays.stream(b.customBounds()).anyMatch(y -> x == y)).toArray();
        assertThat(sum.customBounds()).containsExactly(common);
        for (double bound : common) {
            assertThat(upTo(sum, bound)).isCloseTo(upTo(a, bound) + upTo(b, bound), within(1e-6));
        }
        assertThat(upTo(sum, Double.POSITIVE_INFINITY)).isCloseTo(a.count() + b.count(), within(1e-6));
    }

    @RepeatedTest(200)
    void resetsAreWhatADifferenceShows(RepetitionInfo run) {
        random = new Random(run.getCurrentRepetition());
        Histogram before = exponential();
        Histogram grown = HistogramMath.withReset(HistogramMath.add(before, exponential()), CounterReset.UNKNOWN);
        assertThat(CounterResets.isReset(before, grown)).isFalse();
        if (HistogramMath.compact(grown).positive().counts().length > 0) {
            double[] counts = grown.positive().counts().clone();
            Plain past = reduced(plain(before), grown.schema());
            int index = grown.positive().spanOffsets()[0];
            counts[0] = past.positive.getOrDefault(index, 0.0) - 1;
            var fallen = new Histogram(grown.schema(), grown.count(), 0, grown.zeroThreshold(), grown.zeroCount(),
                    new Buckets(grown.positive().spanOffsets(), grown.positive().spanLengths(), counts), grown.negative(), NO_BOUNDS,
                    CounterReset.UNKNOWN);
            boolean counted = past.positive.getOrDefault(index, 0.0) != 0
                    && HistogramMath.upperBound(grown.schema(), index) > grown.zeroThreshold();
            if (counted && before.zeroThreshold() == grown.zeroThreshold()) {
                assertThat(CounterResets.isReset(before, fallen)).isTrue();
            }
        }
    }

    private static double upTo(Histogram h, double bound) {
        double sum = 0;
        for (Map.Entry<Integer, Double> e : map(h.positive()).entrySet()) {
            double upper = e.getKey() < h.customBounds().length ? h.customBounds()[e.getKey()] : Double.POSITIVE_INFINITY;
            sum += upper <= bound ? e.getValue() : 0;
        }
        return sum;
    }

    /** No bucket reaches into the zero bucket. */
    private Histogram exponential() {
        int schema = random.nextInt(4) - 1;
        double threshold = random.nextInt(3) == 0 ? random.nextInt(40) / 16.0 : 0;
        Buckets positive = buckets(-6 + random.nextInt(6), 12, schema, threshold);
        Buckets negative = random.nextInt(3) == 0 ? buckets(-3, 6, schema, threshold) : Buckets.NONE;
        double zero = random.nextInt(5);
        double count = zero + Arrays.stream(positive.counts()).sum() + Arrays.stream(negative.counts()).sum();
        return new Histogram(schema, count, random.nextInt(100), threshold, zero, positive, negative, NO_BOUNDS, CounterReset.UNKNOWN);
    }

    private Histogram custom() {
        double[] bounds = random.doubles(random.nextInt(6), 0, 8).map(Math::floor).distinct().sorted().toArray();
        double[] counts = random.doubles(bounds.length + 1, 0, 9).map(Math::floor).toArray();
        return new Histogram(-53, Arrays.stream(counts).sum(), 1, 0, 0,
                new Buckets(new int[] {0}, new int[] {counts.length}, counts), Buckets.NONE, bounds, CounterReset.UNKNOWN);
    }

    private Buckets buckets(int first, int range, int schema, double threshold) {
        var builder = new BucketBuilder(range);
        for (int i = first; i < first + range; i++) {
            if (random.nextBoolean() && HistogramMath.upperBound(schema, i - 1) >= threshold) {
                builder.add(i, random.nextInt(4) == 0 ? 0 : random.nextInt(50));
            }
        }
        return builder.build();
    }

    private static Map<Integer, Double> map(Buckets b) {
        var map = new TreeMap<Integer, Double>();
        int index = 0;
        int n = 0;
        for (int s = 0; s < b.spanOffsets().length; s++) {
            index += b.spanOffsets()[s];
            for (int i = 0; i < b.spanLengths()[s]; i++) {
                map.merge(index++, b.counts()[n++], Double::sum);
            }
        }
        return map;
    }

    private static Plain plain(Histogram h) {
        return new Plain(h.schema(), h.zeroThreshold(), h.zeroCount(), map(h.positive()), map(h.negative()));
    }

    /** Zero buckets grow until neither cuts a populated bucket of the other and both are equal; then the schemas meet. */
    private static Plain sum(Plain first, Plain second, double sign) {
        Plain a = first;
        Plain b = second;
        while (a.threshold != b.threshold) {
            b = widened(b, a.threshold);
            a = widened(a, b.threshold);
        }
        int schema = Math.min(a.schema, b.schema);
        a = reduced(a, schema);
        b = reduced(b, schema);
        return new Plain(schema, a.threshold, a.zero + sign * b.zero, merged(a.positive, b.positive, sign),
                merged(a.negative, b.negative, sign));
    }

    private static Map<Integer, Double> merged(Map<Integer, Double> a, Map<Integer, Double> b, double sign) {
        var all = new TreeMap<>(a);
        b.forEach((k, c) -> all.merge(k, sign * c, Double::sum));
        return all;
    }

    private static Plain widened(Plain h, double threshold) {
        double limit = threshold;
        for (double before = -1; limit > h.threshold && before != limit; ) {
            before = limit;
            for (Map<Integer, Double> side : java.util.List.of(h.positive, h.negative)) {
                for (Map.Entry<Integer, Double> e : side.entrySet()) {
                    if (e.getValue() != 0 && HistogramMath.upperBound(h.schema, e.getKey() - 1) < limit) {
                        limit = Math.max(limit, HistogramMath.upperBound(h.schema, e.getKey()));
                    }
                }
            }
        }
        if (limit <= h.threshold) {
            return h;
        }
        double end = limit;
        double[] zero = {h.zero};
        var positive = new TreeMap<>(h.positive);
        var negative = new TreeMap<>(h.negative);
        for (TreeMap<Integer, Double> side : java.util.List.of(positive, negative)) {
            side.entrySet().removeIf(e -> {
                boolean inside = HistogramMath.upperBound(h.schema, e.getKey() - 1) < end;
                zero[0] += inside ? e.getValue() : 0;
                return inside;
            });
        }
        return new Plain(h.schema, end, zero[0], positive, negative);
    }

    private static Plain reduced(Plain h, int schema) {
        int shift = h.schema - schema;
        return new Plain(schema, h.threshold, h.zero, reduced(h.positive, shift), reduced(h.negative, shift));
    }

    private static Map<Integer, Double> reduced(Map<Integer, Double> side, int shift) {
        var coarse = new TreeMap<Integer, Double>();
        side.forEach((k, c) -> coarse.merge((k - 1 >> shift) + 1, c, Double::sum));
        return coarse;
    }

    private static void check(Histogram actual, Plain expected) {
        assertThat(actual.schema()).isEqualTo(expected.schema);
        assertThat(actual.zeroThreshold()).isEqualTo(expected.threshold);
        assertThat(actual.zeroCount()).isEqualTo(expected.zero);
        assertThat(populated(map(actual.positive()))).isEqualTo(populated(expected.positive));
        assertThat(populated(map(actual.negative()))).isEqualTo(populated(expected.negative));
    }

    private static Map<Integer, Double> populated(Map<Integer, Double> side) {
        var copy = new TreeMap<>(side);
        copy.values().removeIf(c -> c == 0);
        return copy;
    }
}
