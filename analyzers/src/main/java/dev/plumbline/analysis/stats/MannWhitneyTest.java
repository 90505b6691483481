package dev.plumbline.analysis.stats;

import java.util.Arrays;

/**
 * The Mann-Whitney U test (Wilcoxon's rank sum test): how probable it is that values from one distribution lie as far
 * apart as these two samples. Exact for small samples, with ties too; else the normal approximation with the variance
 * corrected for ties and half a pair taken off for continuity.
 *
 * @param u number of pairs in which the first sample's value is the higher one, ties counted half
 * @param pLess P(U &lt;= u): small when the first sample lies lower
 * @param pGreater P(U &gt;= u): small when the first sample lies higher
 * @param pTwoSided twice the smaller one, at most 1
 * @param exact whether the probabilities are exact
 */
public record MannWhitneyTest(double u, double pLess, double pGreater, double pTwoSided, boolean exact) {
    /** Up to this size of both samples the distribution without ties is exact. */
    public static final int EXACT_SIZE = 50;

    /** Up to this size of both samples the distribution with ties is exact. */
    public static final int EXACT_SIZE_WITH_TIES = 25;

    /**
     * Compares two samples.
     *
     * @throws IllegalArgumentException when a sample is empty or has NaN
     */
    public static MannWhitneyTest of(double[] first, double[] second) {
        return of(first, second, new RankDistributions());
    }

    /** The same with distributions that were computed before. */
    public static MannWhitneyTest of(double[] first, double[] second, RankDistributions known) {
        double[] x = sorted(first);
        double[] y = sorted(second);
        RankSum ranks = RankSum.of(x, y, 0);
        boolean tied = ranks.ties() > 0;
        int limit = tied ? EXACT_SIZE_WITH_TIES : EXACT_SIZE;
        if (x.length > limit || y.length > limit) {
            return approximate(ranks, x.length, y.length);
        }
        UDistribution distribution = tied ? UDistribution.tied(x.length, groups(x, y)) : known.untied(x.length, y.length);
        double less = distribution.atMost(ranks.u());
        double greater = distribution.atLeast(ranks.u());
        return new MannWhitneyTest(ranks.u(), less, greater, Math.min(1, 2 * Math.min(less, greater)), true);
    }

    private static double[] sorted(double[] values) {
        double[] sorted = Arrays.stream(values).map(v -> v + 0.0).sorted().toArray();
        if (sorted.length == 0 || Double.isNaN(sorted[sorted.length - 1])) {
            throw new IllegalArgumentException("a sample is empty or has a value that is no number");
        }
        return sorted;
    }

    private static int[] groups(double[] x, double[] y) {
        double[] pooled = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, pooled, x.length, y.length);
        Arrays.sort(pooled);
        int[] sizes = new int[pooled.length];
        int groups = 0;
        for (int i = 0; i < pooled.length; i++) {
            groups += i > 0 && pooled[i] == pooled[i - 1] ? 0 : 1;
            sizes[groups - 1]++;
        }
        return Arrays.copyOf(sizes, groups);
    }

    private static MannWhitneyTest approximate(RankSum ranks, double m, double n) {
        double sigma = Math.sqrt(m * n / 12 * (m + n + 1 - ranks.ties() / ((m + n) * (m + n - 1))));
        double distance = ranks.u() - m * n / 2;
        if (!(sigma > 0)) {
            return new MannWhitneyTest(ranks.u(), 1, 1, 1, false);
        }
        double less = NormalDistribution.cdf((distance + 0.5) / sigma);
        double greater = NormalDistribution.survival((distance - 0.5) / sigma);
        double corrected = distance - Math.signum(distance) * 0.5;
        double twoSided = 2 * NormalDistribution.survival(Math.abs(corrected) / sigma);
        return new MannWhitneyTest(ranks.u(), less, greater, Math.min(1, twoSided), false);
    }
}
