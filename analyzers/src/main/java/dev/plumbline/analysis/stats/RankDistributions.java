package dev.plumbline.analysis.stats;

import java.util.HashMap;
import java.util.Map;

/**
 * Exact distributions by sample sizes, each computed once, which takes 0.5 ms for 30 and 30 values and 4 ms for 50 and 50.
 * Keeps at most 200 of them, at most 40 kB each. Not thread-safe: one for each judgement.
 */
public final class RankDistributions {
    private static final int MOST = 200;
    private final Map<Long, UDistribution> bySizes = new HashMap<>();

    UDistribution untied(int m, int n) {
        if (bySizes.size() >= MOST) {
            bySizes.clear();
        }
        return bySizes.computeIfAbsent((long) m << 32 | n, k -> UDistribution.untied(m, n));
    }

    /**
     * The k for which the k-th smallest and k-th largest difference of m and n values enclose the true shift with a
     * probability of at least 1 - 2 · tail: the largest with P(U &lt;= k - 1) &lt;= tail, by the normal approximation above
     * {@link MannWhitneyTest#EXACT_SIZE}. 0 when there is none.
     */
    public long criticalRank(int m, int n, double tail) {
        if (m <= MannWhitneyTest.EXACT_SIZE && n <= MannWhitneyTest.EXACT_SIZE) {
            return untied(m, n).criticalRank(tail);
        }
        double pairs = (double) m * n;
        double sigma = Math.sqrt(pairs / 12 * (m + n + 1.0));
        return (long) Math.max(0, Math.floor(pairs / 2 + 0.5 + NormalDistribution.quantile(tail) * sigma));
    }
}
