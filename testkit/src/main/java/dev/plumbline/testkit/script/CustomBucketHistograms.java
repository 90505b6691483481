package dev.plumbline.testkit.script;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Histogram.Buckets;
import dev.plumbline.model.BucketBuilder;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.parser.NumberText;
import dev.plumbline.testkit.script.SeriesDescription.Sample;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Folds classic histogram series ({@code _bucket}, {@code _count}, {@code _sum}) into native ones with custom buckets. */
final class CustomBucketHistograms {
    private CustomBucketHistograms() {}

    /** The classic series of one histogram at one time. */
    private static final class Moment {
        final TreeMap<Double, Double> buckets = new TreeMap<>();
        @Nullable Double count;
        @Nullable Double sum;
        boolean stale;
    }

    static List<SeriesDescription> fold(Collection<SeriesDescription> series) {
        Map<Labels, TreeMap<Integer, Moment>> histograms = new TreeMap<>();
        for (SeriesDescription s : series) {
            String name = s.labels().metricName();
            for (String suffix : List.of("_bucket", "_count", "_sum")) {
                if (name.endsWith(suffix)) {
                    collect(histograms, s, suffix);
                }
            }
        }
        var folded = new ArrayList<SeriesDescription>();
        histograms.forEach((labels, moments) -> {
            if (moments.values().stream().anyMatch(m -> !m.buckets.isEmpty())) {
                folded.add(new SeriesDescription(labels, samples(moments)));
            }
        });
        return folded;
    }

    private static void collect(Map<Labels, TreeMap<Integer, Moment>> histograms, SeriesDescription s, String suffix) {
        String name = s.labels().metricName();
        Labels labels = s.labels().builder().remove("le")
                .set(Labels.METRIC_NAME, name.substring(0, name.length() - suffix.length())).build();
        double bound;
        try {
            bound = suffix.equals("_bucket") ? NumberText.parse(s.labels().get("le")) : 0;
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            return; // not a bucket
        }
        if (Double.isNaN(bound)) {
            return;
        }
        var moments = histograms.computeIfAbsent(labels, l -> new TreeMap<>());
        for (int i = 0; i < s.samples().size(); i++) {
            Sample sample = s.samples().get(i);
            if (!sample.omitted() && sample.histogram() == null) {
                collect(moments.computeIfAbsent(i, k -> new Moment()), suffix, bound, sample.value());
            }
        }
    }

    private static void collect(Moment m, String suffix, double bound, double value) {
        m.stale |= StaleMarker.is(value);
        switch (suffix) {
            case "_bucket" -> m.buckets.putIfAbsent(bound, value);
            case "_count" -> m.count = value;
            default -> m.sum = value;
        }
    }

    private static List<Sample> samples(TreeMap<Integer, Moment> moments) {
        var samples = new ArrayList<Sample>();
        for (int i = 0; i <= moments.lastKey(); i++) {
            Moment m = moments.get(i);
            samples.add(m == null || m.buckets.isEmpty() && !m.stale ? Sample.OMITTED
                    : m.stale ? Sample.of(StaleMarker.VALUE) : new Sample(false, 0, histogram(m), false));
        }
        return samples;
    }

    private static Histogram histogram(Moment m) {
        double count = m.count != null ? m.count : m.buckets.lastEntry().getValue();
        m.buckets.putIfAbsent(Double.POSITIVE_INFINITY, count);
        var counts = new BucketBuilder(m.buckets.size());
        double[] bounds = m.buckets.headMap(Double.POSITIVE_INFINITY).keySet().stream().mapToDouble(Double::doubleValue).toArray();
        double before = 0;
        int i = 0;
        for (double cumulative : m.buckets.values()) {
            if (cumulative < before) {
                throw new IllegalArgumentException("buckets are not cumulative: " + m.buckets);
            }
            if (cumulative > before) {
                counts.add(i, cumulative - before);
            }
            before = cumulative;
            i++;
        }
        return new Histogram(Histogram.CUSTOM_SCHEMA, count, m.sum == null ? 0 : m.sum, 0, 0, counts.build(),
                Buckets.NONE, bounds, Histogram.CounterReset.UNKNOWN);
    }
}
