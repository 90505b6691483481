package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.SampledSeries;
import dev.plumbline.analysis.canary.Trail;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Every series of a query at every evaluation so far, at most {@link #MAX_VALUES} values. Immutable.
 *
 * @param startMillis the first evaluation, ms since the epoch
 * @param stepMillis how far apart evaluations are, above 0
 */
record Sampled(long startMillis, long stepMillis, List<SampledSeries> series) {
    static final int MAX_VALUES = 5_000;
    static final Sampled NONE = new Sampled(0, 1, List.of());

    Sampled {
        series = List.copyOf(series);
    }

    /**
     * With what one more evaluation gave.
     *
     * @throws IllegalArgumentException when it gave something else than numbers, or too many of them
     */
    Sampled with(long timeMillis, Value value) {
        return switch (value) {
            case Value.Scalar s -> adding(timeMillis, List.of(new TreeMap<>()), List.of(s.value()));
            case Value.Vector v -> vector(timeMillis, v);
            case Value.Text t -> throw new IllegalArgumentException("the query yields a string, must yield numbers");
            case Value.Matrix m -> throw new IllegalArgumentException("the query yields a range vector, must yield numbers");
        };
    }

    private Sampled vector(long timeMillis, Value.Vector vector) {
        var labels = new ArrayList<SortedMap<String, String>>();
        var values = new ArrayList<Double>();
        for (Value.Element e : vector.elements()) {
            if (e.histogram() != null) {
                throw new IllegalArgumentException("the query yields native histograms, of " + e.labels() + "; numbers are compared, such as histogram_quantile(...) gives");
            }
            labels.add(new TreeMap<>(e.labels().toMap()));
            values.add(e.value());
        }
        return adding(timeMillis, labels, values);
    }

    private Sampled adding(long timeMillis, List<SortedMap<String, String>> labels, List<Double> values) {
        if (series.stream().mapToInt(s -> s.values().size()).sum() + values.size() > MAX_VALUES) {
            throw new IllegalArgumentException("the query yields " + values.size() + " series, which is more than " + MAX_VALUES
                    + " values over the window; aggregate them, or make interval longer");
        }
        var next = new TreeMap<String, SampledSeries>();
        series.forEach(s -> next.put(s.labels().toString(), s));
        for (int i = 0; i < values.size(); i++) {
            SortedMap<String, String> of = labels.get(i);
            SampledSeries before = next.getOrDefault(of.toString(), new SampledSeries(of, new TreeMap<>()));
            next.put(of.toString(), before.with(timeMillis, values.get(i)));
        }
        return new Sampled(startMillis, stepMillis, List.copyOf(next.values()));
    }

    /** Both arms', which were measured at the same times. */
    static Trail.Samples trail(Sampled canary, Sampled baseline) {
        Sampled times = canary.equals(NONE) ? baseline : canary;
        return new Trail.Samples(times.startMillis, times.stepMillis, canary.series, baseline.series);
    }
}
