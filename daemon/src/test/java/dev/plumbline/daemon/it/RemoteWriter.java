package dev.plumbline.daemon.it;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.stream.DoubleStream;

/** One request of remote write 1.0, to be sent to any number of receivers. */
final class RemoteWriter {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private final ProtoWriter request = new ProtoWriter();

    /** Adds samples of one series, times ascending. */
    RemoteWriter series(Labels labels, long[] timesMillis, double[] values) {
        int series = request.begin(1);
        labels.forEach((name, value) -> {
            int label = request.begin(1);
            request.string(1, name).string(2, value).end(label);
        });
        for (int i = 0; i < timesMillis.length; i++) {
            int sample = request.begin(2);
            request.float64(1, values[i]).int64(2, timesMillis[i]).end(sample);
        }
        request.end(series);
        return this;
    }

    /** Adds native histograms of one series, with integer counts when all are whole. */
    RemoteWriter histograms(Labels labels, long[] timesMillis, Histogram[] histograms) {
        boolean whole = Arrays.stream(histograms).flatMapToDouble(h -> DoubleStream.concat(DoubleStream.of(h.count(), h.zeroCount()),
                DoubleStream.concat(Arrays.stream(h.positive().counts()), Arrays.stream(h.negative().counts())))).allMatch(c -> c == Math.rint(c));
        int series = request.begin(1);
        labels.forEach((name, value) -> {
            int label = request.begin(1);
            request.string(1, name).string(2, value).end(label);
        });
        for (int i = 0; i < timesMillis.length; i++) {
            int histogram = request.begin(4);
            histogram(histograms[i], whole);
            request.int64(15, timesMillis[i]).end(histogram);
        }
        request.end(series);
        return this;
    }

    private void histogram(Histogram h, boolean whole) {
        if (whole) {
            request.int64(1, (long) h.count()).int64(6, (long) h.zeroCount());
        } else {
            request.float64(2, h.count()).float64(7, h.zeroCount());
        }
        request.float64(3, h.sum()).sint64(4, h.schema()).float64(5, h.zeroThreshold());
        spans(8, h.negative());
        spans(11, h.positive());
        if (whole) {
            deltas(9, h.negative().counts());
            deltas(12, h.positive().counts());
        } else {
            packed(10, h.negative().counts());
            packed(13, h.positive().counts());
        }
        request.int64(14, h.reset() == Histogram.CounterReset.GAUGE ? 3 : 0);
        packed(16, h.customBounds());
    }

    private void spans(int field, Histogram.Buckets buckets) {
        for (int i = 0; i < buckets.spanOffsets().length; i++) {
            int span = request.begin(field);
            request.sint64(1, buckets.spanOffsets()[i]).int64(2, buckets.spanLengths()[i]).end(span);
        }
    }

    private void packed(int field, double[] values) {
        int list = request.begin(field);
        for (double value : values) {
            request.fixed(value);
        }
        request.end(list);
    }

    /** Each count as the difference to the one before. */
    private void deltas(int field, double[] counts) {
        int list = request.begin(field);
        long before = 0;
        for (double count : counts) {
            request.signed((long) count - before);
            before = (long) count;
        }
        request.end(list);
    }

    /** Sends it; the answer's status and text. */
    String sendTo(String url) throws Exception {
        var answer = HTTP.send(HttpRequest.newBuilder(URI.create(url + "/api/v1/write"))
                .header("Content-Type", "application/x-protobuf").header("Content-Encoding", "snappy")
                .header("X-Prometheus-Remote-Write-Version", "0.1.0")
                .POST(HttpRequest.BodyPublishers.ofByteArray(Snappy.encode(request.array(), 0, request.length()))).build(),
                HttpResponse.BodyHandlers.ofString());
        return answer.statusCode() + " " + answer.body();
    }
}
