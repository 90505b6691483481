package dev.plumbline.promql.engine;

import dev.plumbline.model.Labels;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** {@code histogram_quantile} over classic histograms: buckets as series with a label {@code le}. */
final class NaiveHistograms {
    private NaiveHistograms() {}

    static Map<Labels, Double> quantiles(double q, Map<Labels, Double> series) {
        Map<Labels, TreeMap<Double, Double>> histograms = new LinkedHashMap<>();
        series.forEach((labels, count) -> {
            if (labels.has("le")) {
                histograms.computeIfAbsent(labels.withoutMetricName().without("le"), l -> new TreeMap<>())
                        .merge(bound(labels.get("le")), count, Double::sum);
            }
        });
        var out = new LinkedHashMap<Labels, Double>();
        histograms.forEach((labels, buckets) -> out.put(labels, quantile(q, buckets)));
        return out;
    }

    private static double bound(String le) {
        return le.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(le);
    }

    private static double quantile(double q, TreeMap<Double, Double> buckets) {
        if (Double.isNaN(q)) {
            return Double.NaN;
        }
        if (q < 0 || q > 1) {
            return q < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double[] bounds = buckets.keySet().stream().mapToDouble(v -> v).toArray();
        double[] counts = buckets.values().stream().mapToDouble(v -> v).toArray();
        int last = bounds.length - 1;
        if (last < 1 || bounds[last] != Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        neverFalling(counts);
        if (counts[last] == 0 || Double.isNaN(counts[last])) {
            return Double.NaN;
        }
        double rank = q * counts[last];
        int b = 0;
        while (b < last && counts[b] < rank) {
            b++;
        }
        return b == last ? bounds[last - 1] : b == 0 && bounds[0] <= 0 ? bounds[0] : within(bounds, counts, b, rank);
    }

    private static double within(double[] bounds, double[] counts, int b, double rank) {
        double low = b == 0 ? 0 : bounds[b - 1];
        double below = b == 0 ? 0 : counts[b - 1];
        return low + (bounds[b] - low) * ((rank - below) / (counts[b] - below));
    }

    /** A count less than the one before it, or hardly more, is taken for that. */
    private static void neverFalling(double[] counts) {
        for (int i = 1; i < counts.length; i++) {
            double sum = Math.abs(counts[i]) + Math.abs(counts[i - 1]);
            boolean hardly = counts[i] != 0 && counts[i - 1] != 0 && Math.abs(counts[i] - counts[i - 1]) / sum < 1e-12;
            if (counts[i] < counts[i - 1] || hardly) {
                counts[i] = counts[i - 1];
            }
        }
    }
}
