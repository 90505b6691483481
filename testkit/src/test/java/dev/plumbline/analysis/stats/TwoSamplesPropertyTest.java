package dev.plumbline.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

/** Against definitions computed the slow way, and what must hold for any two samples; a failure names its seed. */
class TwoSamplesPropertyTest {
    private static final int CASES = 500;

    private record Case(double[] x, double[] y) {}

    /** Small samples, every second one with ties, of very different magnitudes. */
    private static Case random(long seed, int size) {
        var random = new SplittableRandom(seed);
        double scale = Math.pow(10, random.nextInt(-9, 10));
        boolean tied = random.nextBoolean();
        DoubleSupplier value = () -> scale * (tied ? random.nextInt(4) : random.nextGaussian());
        return new Case(sample(random, size, value), sample(random, size, value));
    }

    private static double[] sample(SplittableRandom random, int size, DoubleSupplier value) {
        double[] values = new double[random.nextInt(1, size + 1)];
        Arrays.setAll(values, i -> value.getAsDouble());
        return values;
    }

    private static double[] differences(Case c) {
        return Arrays.stream(c.x).flatMap(a -> Arrays.stream(c.y).map(b -> a - b)).sorted().toArray();
    }

    private static double median(double[] sorted) {
        int n = sorted.length;
        return n % 2 == 1 ? sorted[n / 2] : sorted[n / 2 - 1] / 2 + sorted[n / 2] / 2;
    }

    @Test
    void theEstimateIsTheMedianOfAllDifferences() {
        for (long seed = 0; seed < CASES; seed++) {
            Case c = random(seed, 20);
            double[] sorted = differences(c);
            ShiftInterval interval = HodgesLehmann.of(c.x, c.y, 0.9);
            assertThat(interval.estimate()).as("seed %d", seed).isCloseTo(median(sorted), within(Math.ulp(median(sorted))));
            long k = new RankDistributions().criticalRank(c.x.length, c.y.length, (1 - 0.9) / 2);
            if (k > 0) {
                assertThat(interval.lower()).as("seed %d", seed).isEqualTo(sorted[(int) k - 1]);
                assertThat(interval.upper()).as("seed %d", seed).isEqualTo(sorted[sorted.length - (int) k]);
            } else {
                assertThat(interval.bounded()).as("seed %d", seed).isFalse();
            }
        }
    }

    @Test
    void exactProbabilitiesCountAllArrangements() {
        for (long seed = 0; seed < CASES / 5; seed++) {
            Case c = random(seed, 5);
            double[] pooled = Arrays.copyOf(c.x, c.x.length + c.y.length);
            System.arraycopy(c.y, 0, pooled, c.x.length, c.y.length);
            double[] counts = new double[3];
            double u = u(c.x, c.y);
            arrangements(pooled, c.x.length, u, counts);
            MannWhitneyTest test = MannWhitneyTest.of(c.x, c.y);
            assertThat(test.u()).as("seed %d", seed).isEqualTo(u);
            assertThat(test.exact()).isTrue();
            assertThat(test.pLess()).as("seed %d", seed).isCloseTo(counts[0] / counts[2], within(1e-14));
            assertThat(test.pGreater()).as("seed %d", seed).isCloseTo(counts[1] / counts[2], within(1e-14));
        }
    }

    private static double u(double[] x, double[] y) {
        double u = 0;
        for (double a : x) {
            for (double b : y) {
                u += a > b ? 1 : a == b ? 0.5 : 0;
            }
        }
        return u;
    }

    /** Counts choices of m of the pooled values as the first sample: with at most u, with at least u, all. */
    private static void arrangements(double[] pooled, int m, double u, double[] counts) {
        for (int mask = 0; mask < 1 << pooled.length; mask++) {
            if (Integer.bitCount(mask) == m) {
                int chosen = mask;
                double[] x = pick(pooled, i -> (chosen >> i & 1) == 1);
                double[] y = pick(pooled, i -> (chosen >> i & 1) == 0);
                double here = u(x, y);
                counts[0] += here <= u ? 1 : 0;
                counts[1] += here >= u ? 1 : 0;
                counts[2]++;
            }
        }
    }

    private static double[] pick(double[] values, java.util.function.IntPredicate which) {
        return java.util.stream.IntStream.range(0, values.length).filter(which).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void scaleAndShiftMoveTheIntervalAlong() {
        for (long seed = 0; seed < CASES; seed++) {
            var random = new SplittableRandom(seed);
            double[] x = sample(random, 30, random::nextGaussian);
            double[] y = sample(random, 30, random::nextGaussian);
            ShiftInterval plain = HodgesLehmann.of(x, y, 0.98);
            ShiftInterval small = HodgesLehmann.of(times(x, 0x1p-30), times(y, 0x1p-30), 0.98);
            assertThat(small).as("seed %d", seed)
                    .isEqualTo(new ShiftInterval(plain.lower() * 0x1p-30, plain.estimate() * 0x1p-30, plain.upper() * 0x1p-30));
            ShiftInterval turned = HodgesLehmann.of(y, x, 0.98);
            assertThat(turned).as("seed %d", seed).isEqualTo(new ShiftInterval(-plain.upper() + 0.0, -plain.estimate() + 0.0, -plain.lower() + 0.0));
            assertThat(plain.lower()).isLessThanOrEqualTo(plain.estimate());
            assertThat(plain.estimate()).isLessThanOrEqualTo(plain.upper());
        }
    }

    private static double[] times(double[] values, double factor) {
        return Arrays.stream(values).map(v -> v * factor).toArray();
    }

    /** Both ways agree where the approximation is good: no ties, many values, shifts far above the root finder's tolerance. */
    @Test
    void theApproximationComesCloseToTheExactInterval() {
        for (long seed = 0; seed < 50; seed++) {
            var random = new SplittableRandom(seed);
            double[] x = new double[60];
            double[] y = new double[60];
            Arrays.setAll(x, i -> 101 + 5 * random.nextGaussian());
            Arrays.setAll(y, i -> 100 + 5 * random.nextGaussian());
            ShiftInterval exact = HodgesLehmann.of(x, y, 0.98);
            ShiftInterval approximate = NormalShift.of(x, y, 0.98);
            assertThat(approximate.lower()).as("seed %d", seed).isCloseTo(exact.lower(), within(0.05));
            assertThat(approximate.upper()).as("seed %d", seed).isCloseTo(exact.upper(), within(0.05));
            assertThat(approximate.estimate()).as("seed %d", seed).isCloseTo(exact.estimate(), within(0.05));
        }
    }

    /** The interval misses the true shift at most as often as it says: 4,000 runs, three standard errors. */
    @Test
    void theIntervalCoversAsOftenAsItSays() {
        int runs = 4000;
        int missed = 0;
        var random = new SplittableRandom(7);
        for (int run = 0; run < runs; run++) {
            double[] x = new double[12];
            double[] y = new double[15];
            Arrays.setAll(x, i -> 3 + Math.exp(random.nextGaussian()));
            Arrays.setAll(y, i -> Math.exp(random.nextGaussian()));
            ShiftInterval interval = HodgesLehmann.of(x, y, 0.9);
            missed += interval.lower() > 3 || interval.upper() < 3 ? 1 : 0;
        }
        assertThat(missed / (double) runs).isBetween(0.05, 0.1 + 3 * Math.sqrt(0.09 / runs));
    }
}
