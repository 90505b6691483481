package dev.plumbline.analysis.stats;

/**
 * How often each value of U comes about when both samples come from one distribution: counts of the arrangements of the
 * pooled values. Only additions of positive numbers, so that counts are exact up to 2^53 arrangements and have a relative
 * error of at most (m + n) · 2^-53 beyond.
 */
final class UDistribution {
    /** By 2·U, from 0 to 2·m·n. */
    private final double[] counts;
    private final double total;

    private UDistribution(double[] countsByTwiceU) {
        counts = countsByTwiceU;
        total = sum(0, counts.length - 1);
    }

    private double sum(int first, int last) {
        double sum = 0;
        for (int i = Math.max(0, first); i <= Math.min(last, counts.length - 1); i++) {
            sum += counts[i];
        }
        return sum;
    }

    /**
     * Without ties: the last of i + j ordered values is one of the first sample, above all j of the other, or one of the
     * other (Mann and Whitney 1947). O(m² n²) time, O(m n²) memory: for small samples.
     */
    static UDistribution untied(int m, int n) {
        double[][] byOthers = new double[n + 1][];
        for (int j = 0; j <= n; j++) {
            byOthers[j] = new double[] {1};
        }
        for (int i = 1; i <= m; i++) {
            byOthers[0] = new double[] {1};
            for (int j = 1; j <= n; j++) {
                double[] counts = new double[i * j + 1];
                System.arraycopy(byOthers[j], 0, counts, j, byOthers[j].length);
                double[] lastIsOther = byOthers[j - 1];
                for (int u = 0; u < lastIsOther.length; u++) {
                    counts[u] += lastIsOther[u];
                }
                byOthers[j] = counts;
            }
        }
        double[] doubled = new double[2 * m * n + 1];
        for (int u = 0; u <= m * n; u++) {
            doubled[2 * u] = byOthers[n][u];
        }
        return new UDistribution(doubled);
    }

    /**
     * Given the ties: goes through the groups of equal values from below and chooses how many of each belong to the first
     * sample. O(m² n (m + n)) time, O(m² n) memory.
     *
     * @param m size of the first sample
     * @param groups sizes of the groups of equal values, ascending by value
     */
    static UDistribution tied(int m, int[] groups) {
        int total = 0;
        for (int size : groups) {
            total += size;
        }
        double[][] ways = new double[m + 1][2 * m * (total - m) + 1];
        ways[0][0] = 1;
        int below = 0;
        for (int size : groups) {
            ways = withGroup(ways, size, below, total - m);
            below += size;
        }
        return new UDistribution(ways[m]);
    }

    private static double[][] withGroup(double[][] ways, int size, int below, int n) {
        double[][] next = new double[ways.length][ways[0].length];
        for (int used = 0; used < ways.length && used <= below; used++) {
            int others = below - used;
            for (int taken = 0; others <= n && taken <= size && used + taken < ways.length; taken++) {
                int othersHere = size - taken;
                if (others + othersHere <= n) {
                    add(ways[used], next[used + taken], taken * (2 * others + othersHere), binomial(size, taken));
                }
            }
        }
        return next;
    }

    private static void add(double[] from, double[] to, int twiceU, double factor) {
        for (int i = 0; i + twiceU < to.length; i++) {
            if (from[i] != 0) {
                to[i + twiceU] += from[i] * factor;
            }
        }
    }

    private static double binomial(int n, int k) {
        double result = 1;
        for (int i = 1; i <= k; i++) {
            result = result * (n - k + i) / i;
        }
        return result;
    }

    /** P(U &lt;= u), u a multiple of a half. */
    double atMost(double u) {
        return sum(0, (int) Math.round(2 * u)) / total;
    }

    /** P(U &gt;= u), u a multiple of a half. */
    double atLeast(double u) {
        return sum((int) Math.round(2 * u), counts.length - 1) / total;
    }

    /** The largest k, at most half of all pairs, with P(U &lt;= k - 1) &lt;= tail; 0 when there is none. */
    int criticalRank(double tail) {
        double sum = 0;
        int k = 0;
        while (4 * k < counts.length) {
            sum += counts[2 * k];
            if (sum > tail * total) {
                return k;
            }
            k++;
        }
        return k;
    }
}
