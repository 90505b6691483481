package dev.plumbline.analysis.stats;

/**
 * What two samples' common ranking gives.
 *
 * @param u number of pairs in which the first sample's value is the higher one, ties counted half
 * @param ties sum of t^3 - t over groups of t equal values, 0 without ties
 */
record RankSum(double u, double ties) {

    /**
     * Merges two sorted samples, the first one moved down by a shift; O(m + n). Values are equal when they compare equal
     * (-0.0 is below 0.0); what is no number after the shift ranks as +Infinity.
     */
    static RankSum of(double[] sortedX, double[] sortedY, double shift) {
        double rankSum = 0;
        double ties = 0;
        int i = 0;
        int j = 0;
        while (i < sortedX.length) {
            double x = shifted(sortedX[i], shift);
            while (j < sortedY.length && Double.compare(sortedY[j], x) < 0) {
                int end = endOfEqual(sortedY, j, 0);
                ties += cubic(end - j);
                j = end;
            }
            int endX = endOfEqual(sortedX, i, shift);
            int endY = j < sortedY.length && Double.compare(sortedY[j], x) == 0 ? endOfEqual(sortedY, j, 0) : j;
            int equal = endX - i + endY - j;
            rankSum += (endX - i) * (i + j + (equal + 1) / 2.0);
            ties += cubic(equal);
            i = endX;
            j = endY;
        }
        while (j < sortedY.length) {
            int end = endOfEqual(sortedY, j, 0);
            ties += cubic(end - j);
            j = end;
        }
        double m = sortedX.length;
        return new RankSum(rankSum - m * (m + 1) / 2, ties);
    }

    private static double shifted(double value, double shift) {
        double moved = value - shift;
        return Double.isNaN(moved) ? Double.POSITIVE_INFINITY : moved;
    }

    private static int endOfEqual(double[] sorted, int from, double shift) {
        double first = shifted(sorted[from], shift);
        int end = from + 1;
        while (end < sorted.length && Double.compare(shifted(sorted[end], shift), first) == 0) {
            end++;
        }
        return end;
    }

    private static double cubic(double t) {
        return t * t * t - t;
    }
}
