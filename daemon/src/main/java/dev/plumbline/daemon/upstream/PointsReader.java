package dev.plumbline.daemon.upstream;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Elsewhere;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/** Reads the points of one series: {@code [[seconds, "value"] …]}, and histograms likewise. */
final class PointsReader {
    private static final int FIRST_CAPACITY = 16;
    private final JsonParser json;
    private final Elsewhere.Allowance allowance;
    private long[] times = new long[FIRST_CAPACITY];
    private double[] values = new double[FIRST_CAPACITY];
    private int size;
    private final List<Timed> timed = new ArrayList<>();

    private record Timed(long timeMillis, Histogram histogram) {}

    PointsReader(JsonParser json, Elsewhere.Allowance allowance) {
        this.json = json;
        this.allowance = allowance;
    }

    /** All of a list; its beginning is the current token. */
    void points() {
        AnswerReader.expect(json, json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            point();
        }
    }

    /** One; its beginning is the current token. */
    void point() {
        long time = time();
        AnswerReader.expect(json, json.nextToken(), JsonToken.VALUE_STRING);
        if (size == times.length) {
            times = Arrays.copyOf(times, 2 * size);
            values = Arrays.copyOf(values, 2 * size);
        }
        times[size] = time;
        values[size++] = Numbers.parse(json.getString());
        AnswerReader.expect(json, json.nextToken(), JsonToken.END_ARRAY);
    }

    private long time() {
        AnswerReader.expect(json, json.currentToken(), JsonToken.START_ARRAY);
        JsonToken token = json.nextToken();
        if (token == null || !token.isNumeric()) {
            throw new StreamReadException(json, "a time in seconds belongs here");
        }
        return Numbers.millis(json.getString());
    }

    void histograms() {
        AnswerReader.expect(json, json.currentToken(), JsonToken.START_ARRAY);
        while (json.nextToken() != JsonToken.END_ARRAY) {
            histogram();
        }
    }

    void histogram() {
        long time = time();
        AnswerReader.expect(json, json.nextToken(), JsonToken.START_OBJECT);
        Histogram histogram = new HistogramReader(json).read();
        allowance.hold(histogram.bytes());
        timed.add(new Timed(time, histogram));
        AnswerReader.expect(json, json.nextToken(), JsonToken.END_ARRAY);
    }

    /** The series; null when it has no points. */
    Value.@Nullable Points of(Labels labels) {
        int all = size + timed.size();
        if (all == 0) {
            return null;
        }
        if (timed.isEmpty()) {
            return ascending(new Value.Points(labels, Arrays.copyOf(times, size), Arrays.copyOf(values, size), null));
        }
        long[] mergedTimes = new long[all];
        double[] mergedValues = new double[all];
        Histogram[] histograms = new Histogram[all];
        int i = 0;
        int j = 0;
        for (int k = 0; k < all; k++) {
            if (j == timed.size() || (i < size && times[i] < timed.get(j).timeMillis)) {
                mergedTimes[k] = times[i];
                mergedValues[k] = values[i++];
            } else {
                mergedTimes[k] = timed.get(j).timeMillis;
                histograms[k] = timed.get(j++).histogram;
            }
        }
        return ascending(new Value.Points(labels, mergedTimes, mergedValues, histograms));
    }

    private static Value.Points ascending(Value.Points points) {
        long[] times = points.times();
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                throw new UpstreamFailure("the answer's points of " + points.labels() + " are not in ascending order of time", null);
            }
        }
        return points;
    }
}
