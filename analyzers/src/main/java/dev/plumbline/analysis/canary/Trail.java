package dev.plumbline.analysis.canary;

import java.util.List;

/**
 * How a metric came about, interval by interval: what a judge needs that looks again and again. Intervals are in order of time, do not
 * overlap, are about equally long, and are the same each time they are asked for; {@code before} are those of the stable version before the release,
 * as long as the others, the canary's counts in them 0.
 */
public sealed interface Trail {

    /** Events among requests: errors. */
    record Events(List<EventInterval> before, List<EventInterval> since) implements Trail {
        public Events {
            before = List.copyOf(before);
            since = List.copyOf(since);
        }
    }

    /**
     * Histograms of latency.
     *
     * @param quantile that is judged, above 0 and below 1
     * @param bounds upper bounds of the buckets in seconds, ascending, the last one infinite
     */
    record Latencies(double quantile, List<Double> bounds, List<LatencyInterval> before, List<LatencyInterval> since) implements Trail {
        public Latencies {
            bounds = List.copyOf(bounds);
            before = List.copyOf(before);
            since = List.copyOf(since);
            if (bounds.isEmpty() || bounds.getLast() != Double.POSITIVE_INFINITY) {
                throw new IllegalArgumentException("the last bound of a histogram is infinite, got " + bounds);
            }
        }
    }

    /**
     * Every series of a query at every evaluation, the first one at the window's start: for a judge that compares the values of both arms as samples.
     *
     * @param stepMillis how far apart evaluations are, above 0
     */
    record Samples(long startMillis, long stepMillis, List<SampledSeries> canary, List<SampledSeries> baseline) implements Trail {
        public Samples {
            canary = List.copyOf(canary);
            baseline = List.copyOf(baseline);
            if (stepMillis <= 0) {
                throw new IllegalArgumentException("evaluations are some time apart, got " + stepMillis + " ms");
            }
        }
    }

    /** Values of a gauge. */
    record Points(List<PointInterval> since) implements Trail {
        public Points {
            since = List.copyOf(since);
        }
    }
}
