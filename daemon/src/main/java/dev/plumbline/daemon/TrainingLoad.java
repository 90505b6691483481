package dev.plumbline.daemon;

import dev.plumbline.model.Labels;
import dev.plumbline.time.Clock;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;

/**
 * What a busy daemon is asked, for {@code plumbline train}: a day of a fleet's history by remote write, then the queries of dashboards,
 * rules and gates over it, as fast as they are answered, on one connection that stays.
 */
final class TrainingLoad implements AutoCloseable {
    private static final long STEP = 60_000;
    private static final int HOURS = 26;
    private static final int PER_REQUEST = 30;
    /** Asked so often even when the time is up: on a busy machine little would be trained otherwise. */
    private static final int FEWEST_ROUNDS = 150;
    private static final long MOST_NANOS = 90_000_000_000L;
    private static final int[] LISTS_HOURS_AGO = {0, 6, 20};
    private static final String[] CODES = {"200", "404", "500"};
    private static final String[] BOUNDS = {"0.1", "0.3", "1", "+Inf"};
    private static final List<String> INSTANT = List.of("trained_requests_total{service=\"svc-3\"}", "count(trained_requests_total)",
            "trained_cost", "1", "sum by (service) (rate(trained_requests_total[5m]))", "sum by (code) (increase(trained_requests_total[1h]))",
            "sum(rate(trained_requests_total{code=~\"5..\"}[5m])) / sum(rate(trained_requests_total[5m])) < bool 0.01",
            "histogram_quantile(0.99, sum by (le, service) (rate(trained_seconds_bucket[5m])))", "histogram_quantile(0.9, sum by (le) (trained_seconds_bucket))",
            "sum by (service) (rate(trained_seconds_bucket{le=\"1\"}[5m])) / sum by (service) (rate(trained_seconds_bucket{le=\"+Inf\"}[5m]))",
            "histogram_quantile(0.95, sum by (le) (rate(trained_seconds_bucket{service=\"svc-3\"}[5m]))) < bool 0.5",
            "count(trained_seconds_bucket{le=~\"0\\\\.(1|3)\",service=~\"(svc-1|svc-2|svc-.)\"})",
            "topk(5, sum by (service, pod) (rate(trained_requests_total[5m])))", "topk(5, trained_bytes)", "bottomk(5, max_over_time(trained_bytes[1h]))",
            "count by (__name__) ({__name__=~\"trained_.*\",service=~\"svc-[0-4]\",pod=~\".+-[01]\"})",
            "sum by (code) (trained_requests_total{service!~\"svc-.*7\",pod=~\"pod-.*\"})",
            "sum by (team) (trained_bytes * on (service, pod) group_left (team) trained_info)",
            "sum by (service) (trained_bytes) / on (service) sum by (service) (trained_cost)",
            "sum by (service, pod) (rate(trained_requests_total[5m])) > 0.05 unless on (service, pod) trained_cost < 1",
            "max_over_time(sum by (service) (rate(trained_requests_total[5m]))[3h:5m])", "avg_over_time(sum(trained_bytes)[1h:1m])",
            "sum by (service) (rate(trained_requests_total{code=~\"5..\"}[6h])) / sum by (service) (rate(trained_requests_total[6h]))",
            "1 - sum(increase(trained_requests_total{service=\"svc-3\",code=~\"5..\"}[1d])) / sum(increase(trained_requests_total{service=\"svc-3\"}[1d])) / 0.001",
            "sum(count_over_time(trained_requests_total[1d]))", "absent(trained_requests_total{service=\"no-such-service\"})",
            "min(changes(trained_info{service=\"svc-3\"}[15m])) == bool 0",
            "sum by (service) (changes(trained_info[1h])) + on (service) sum by (service) (avg_over_time(trained_bytes[6h]))",
            "predict_linear(trained_bytes[1h], 3600) < 0 or delta(trained_bytes[1h]) > 0 and deriv(trained_bytes[30m]) != 0",
            "label_replace(quantile_over_time(0.9, trained_bytes[1h]), \"to\", \"$1\", \"pod\", \"pod-(.*)\")");
    private static final List<String> DAY = List.of("sum by (service) (rate(trained_requests_total[5m]))", "max by (service) (trained_bytes)",
            "histogram_quantile(0.95, sum by (le) (rate(trained_seconds_bucket{service=\"svc-3\"}[5m])))",
            "sum(rate(trained_requests_total{code=~\"5..\"}[5m])) / sum(rate(trained_requests_total[5m]))");
    private final Socket socket;
    private final InputStream in;
    private final List<Labels> series = new ArrayList<>();
    private final Clock clock;
    private final long endMillis;
    private final long latestNanos;

    TrainingLoad(String url, Clock clock) throws IOException {
        URI uri = URI.create(url);
        socket = new Socket(uri.getHost(), uri.getPort());
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        this.clock = clock;
        latestNanos = clock.monotonicNanos() + MOST_NANOS;
        endMillis = clock.wallMillis() / STEP * STEP;
        for (int i = 0; i < 20; i++) {
            addPod("svc-" + i / 2, "pod-" + i / 2 + "-" + i % 2, "team-" + i % 3);
        }
    }

    private void addPod(String service, String pod, String team) {
        for (String code : CODES) {
            series.add(Labels.of("__name__", "trained_requests_total", "service", service, "pod", pod, "code", code));
        }
        for (String bound : BOUNDS) {
            series.add(Labels.of("__name__", "trained_seconds_bucket", "service", service, "pod", pod, "le", bound));
        }
        series.add(Labels.of("__name__", "trained_bytes", "service", service, "pod", pod));
        series.add(Labels.of("__name__", "trained_cost", "service", service, "pod", pod));
        series.add(Labels.of("__name__", "trained_info", "service", service, "pod", pod, "team", team));
    }

    /** Writes the history, old samples many at a time and the last hour as it would come, then asks until told to end and it is enough. */
    void run(BooleanSupplier goesOn) throws IOException {
        long time = endMillis - HOURS * 60 * STEP;
        while (time < endMillis && isEarly()) {
            int samples = time < endMillis - 60 * STEP ? PER_REQUEST : 1;
            write(time, samples);
            time += samples * STEP;
        }
        for (int round = 0; goesOn.getAsBoolean() || round < FEWEST_ROUNDS && isEarly(); round++) {
            ask(endMillis / 1000 - round % 60 * 60L, round);
        }
    }

    private boolean isEarly() {
        return clock.monotonicNanos() - latestNanos < 0;
    }

    private void write(long from, int samples) throws IOException {
        var request = new ProtoWriter();
        for (int s = 0; s < series.size(); s++) {
            int mark = request.begin(1);
            series.get(s).forEach((name, value) -> {
                int label = request.begin(1);
                request.string(1, name).string(2, value).end(label);
            });
            for (int i = 0; i < samples; i++) {
                long time = from + i * STEP;
                int sample = request.begin(2);
                request.float64(1, time / STEP % 1000 * (s % 7) + s % 3 * 0.25).int64(2, time).end(sample);
            }
            request.end(mark);
        }
        byte[] body = Snappy.encode(request.array(), 0, request.length());
        send("POST /api/v1/write HTTP/1.1\r\nHost: train\r\nContent-Type: application/x-protobuf\r\nContent-Encoding: snappy\r\n"
                + "Content-Length: " + body.length + "\r\n\r\n", body);
    }

    private void ask(long at, int round) throws IOException {
        for (String query : INSTANT) {
            get("/api/v1/query?query=" + encode(query) + "&time=" + at);
        }
        for (String query : DAY) {
            long back = round % 5 == 0 ? 86_400 : 3_600;
            get("/api/v1/query_range?query=" + encode(query) + "&start=" + (at - back) + "&end=" + at + "&step=60");
        }
        for (int hoursAgo : LISTS_HOURS_AGO) {
            lists("start=" + (at - (hoursAgo + 1) * 3600L) + "&end=" + (at - hoursAgo * 3600L));
        }
        get("/-/ready");
        get("/-/healthy");
    }

    /** Lists of what there is, from memory and from blocks. */
    private void lists(String span) throws IOException {
        get("/api/v1/series?match[]=" + encode("trained_requests_total{service=\"svc-3\"}") + "&" + span);
        get("/api/v1/labels?match[]=" + encode("{__name__=~\"trained_.*\"}") + "&" + span);
        get("/api/v1/label/service/values?" + span);
        get("/api/v1/label/pod/values?match[]=trained_bytes&" + span);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private void get(String path) throws IOException {
        send("GET " + path + " HTTP/1.1\r\nHost: train\r\nUser-Agent: train\r\n\r\n", new byte[0]);
    }

    private void send(String head, byte[] body) throws IOException {
        byte[] first = head.getBytes(StandardCharsets.US_ASCII);
        byte[] request = Arrays.copyOf(first, first.length + body.length);
        System.arraycopy(body, 0, request, first.length, body.length);
        socket.getOutputStream().write(request);
        long length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            length = header.toLowerCase(Locale.ROOT).startsWith("content-length:") ? Long.parseLong(header.substring(15).strip()) : length;
        }
        in.skipNBytes(length);
    }

    private String line() throws IOException {
        var line = new StringBuilder(64);
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("the daemon closed the connection");
            }
            line.append((char) c);
        }
        return line.toString().strip();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
