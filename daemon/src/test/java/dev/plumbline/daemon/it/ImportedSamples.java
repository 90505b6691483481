package dev.plumbline.daemon.it;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.HistogramBuckets;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.prometheusdata.ImportSink;
import dev.plumbline.storage.Samples;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** All samples up to a time as texts by series and time, from a data directory or from an answer: to be compared. */
final class ImportedSamples implements ImportSink {
    final TreeMap<String, TreeMap<Long, String>> bySeries = new TreeMap<>();
    private final long untilMillis;
    private long min;
    private long max = Long.MIN_VALUE;

    ImportedSamples(long untilMillis) {
        this.untilMillis = untilMillis;
    }

    /** Those of a range vector's answer. */
    static ImportedSamples answered(JsonNode matrix, long untilMillis) {
        var samples = new ImportedSamples(untilMillis);
        for (JsonNode element : matrix) {
            Map<String, String> labels = new HashMap<>();
            element.path("metric").properties().forEach(e -> labels.put(e.getKey(), e.getValue().asText()));
            String series = Labels.of(labels).toString();
            for (JsonNode pair : element.path("values")) {
                samples.put(series, millis(pair), number(pair.path(1).asText()));
            }
            for (JsonNode pair : element.path("histograms")) {
                samples.put(series, millis(pair), histogram(pair.path(1)));
            }
        }
        return samples;
    }

    private static long millis(JsonNode pair) {
        return Math.round(pair.path(0).asDouble() * 1000);
    }

    private static String number(String text) {
        return switch (text) {
            case "NaN" -> "NaN";
            case "+Inf" -> "Infinity";
            case "-Inf" -> "-Infinity";
            default -> String.valueOf(Double.parseDouble(text));
        };
    }

    private static String histogram(JsonNode h) {
        var text = new StringBuilder("count " + number(h.path("count").asText()) + " sum " + number(h.path("sum").asText()));
        for (JsonNode bucket : h.path("buckets")) {
            text.append(' ').append(number(bucket.path(1).asText())).append("..").append(number(bucket.path(2).asText())).append(':')
                    .append(number(bucket.path(3).asText()));
        }
        return text.toString();
    }

    private static String histogram(Histogram h) {
        var text = new StringBuilder("count " + h.count() + " sum " + h.sum());
        var buckets = HistogramBuckets.ascending(h);
        while (buckets.next()) {
            text.append(' ').append(buckets.lower()).append("..").append(buckets.upper()).append(':').append(buckets.count());
        }
        return text.toString();
    }

    private void put(String series, long time, String value) {
        if (time <= untilMillis) {
            bySeries.computeIfAbsent(series, s -> new TreeMap<>()).put(time, value);
        }
    }

    /** Number of samples. */
    int size() {
        return bySeries.values().stream().mapToInt(TreeMap::size).sum();
    }

    @Override
    public void begin(long minMillis, long maxMillis) {
        if (minMillis < max) {
            throw new AssertionError("the range from " + minMillis + " begins before the one before ends, at " + max);
        }
        min = minMillis;
        max = maxMillis;
    }

    @Override
    public void series(Labels labels, Samples samples) {
        if (samples.times()[0] < min || samples.times()[samples.to() - 1] >= max) {
            throw new AssertionError("samples outside of their range");
        }
        for (int i = samples.from(); i < samples.to(); i++) {
            Histogram histogram = samples.histogram(i);
            double value = histogram == null ? samples.values()[i] : histogram.sum();
            if (!StaleMarker.is(value)) {
                put(labels.toString(), samples.times()[i], histogram == null ? String.valueOf(value) : histogram(histogram));
            }
        }
    }

    @Override
    public void end() {
        // Nothing is held back.
    }
}
