package dev.plumbline.daemon.it;

import dev.plumbline.model.Labels;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

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
