package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Remote write is taken before the framework: the same answers as by its way, and every sample once. */
class DirectWritesTest {
    private static final String PROTO = "Content-Type: application/x-protobuf\r\nContent-Encoding: snappy\r\n";
    private final ServedStore served = ServedStore.start("--config", "none");

    @AfterEach
    void stop() {
        served.close();
    }

    private record Seen(String status, TreeMap<String, String> headers, String body) {}

    private Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", served.uri("/").getPort());
        socket.setSoTimeout(20_000);
        socket.setTcpNoDelay(true);
        return socket;
    }

    /** A message with one sample for each of so many series; {@code time} in ms. */
    private static byte[] message(int series, long time) {
        var out = new ProtoWriter();
        var noise = new SplittableRandom(series);
        for (int i = 0; i < series; i++) {
            int one = out.begin(1);
            label(out, "__name__", "sent");
            label(out, "i", i + "-" + Long.toHexString(noise.nextLong())); // so that it stays long when it is compressed
            int sample = out.begin(2);
            out.float64(1, i).int64(2, time).end(sample);
            out.end(one);
        }
        return Snappy.encode(out.array(), 0, out.length());
    }

    private static void label(ProtoWriter out, String name, String value) {
        int label = out.begin(1);
        out.string(1, name).string(2, value).end(label);
    }

    private static byte[] post(String headers, byte[] body) {
        var out = new ByteArrayOutputStream();
        out.writeBytes(("POST /api/v1/write HTTP/1.1\r\nHost: x\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static Seen read(InputStream in) throws IOException {
        String status = line(in);
        var headers = new TreeMap<String, String>();
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] parts = header.toLowerCase(java.util.Locale.ROOT).split(": ", 2);
            headers.put(parts[0], parts[1]);
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        headers.keySet().retainAll(List.of("content-type", "retry-after", "x-prometheus-remote-write-samples-written",
                "x-prometheus-remote-write-histograms-written", "x-prometheus-remote-write-exemplars-written"));
        return new Seen(status, headers, new String(body, StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private Seen alone(byte[] request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request);
            return read(new BufferedInputStream(socket.getInputStream()));
        }
    }

    private long stored(long time) {
        long found = 0;
        try (var querier = served.storage.querier(time, time)) {
            for (Series series : querier.select(List.of(LabelMatcher.equal(Labels.METRIC_NAME, "sent")))) {
                Samples samples = series.samples(time, time);
                found += samples.size();
            }
        }
        return found;
    }

    @Test
    void saysWhatTheFrameworkSays() throws IOException {
        byte[] good = message(3, 1_000);
        byte[] old = message(3, 500);
        byte[] garbage = HexFormat.of().parseHex("03ffffff");
        var requests = new ArrayList<List<Object>>();
        for (byte[] body : List.of(good, good, old, garbage, new byte[0], message(4_000, 2_000))) {
            requests.add(List.of(PROTO, body));
        }
        requests.add(List.of("", good));
        requests.add(List.of("Content-Type: application/json\r\nContent-Encoding: snappy\r\n", good));
        requests.add(List.of("Content-Type: application/x-protobuf\r\nContent-Encoding: gzip\r\n", good));
        requests.add(List.of("Content-Type: application/x-protobuf;proto=io.prometheus.write.v2.Request\r\nContent-Encoding: snappy\r\n", good));
        assertThat(alone(post(PROTO, good)).status).startsWith("HTTP/1.1 204");
        for (List<Object> request : requests) {
            Seen ofFramework = alone(post(request.get(0) + "Connection: close, TE\r\n", (byte[]) request.get(1)));
            assertThat(alone(post((String) request.get(0), (byte[]) request.get(1)))).as("%s, %d bytes", request.get(0), ((byte[]) request.get(1)).length).isEqualTo(ofFramework);
        }
    }

    @Test
    void takesBodiesOfAnyLengthInPieces() throws IOException {
        var random = new SplittableRandom(5);
        long time = 10_000;
        try (var socket = connect()) {
            var in = new BufferedInputStream(socket.getInputStream());
            for (int series : new int[] {1, 100, 3_000, 12_000, 30_000, 2}) { // from less than a piece to more than is made room for at first
                byte[] request = post(PROTO, message(series, time));
                for (int at = 0; at < request.length; ) {
                    int piece = Math.min(request.length - at, 1 + random.nextInt(Math.max(2, request.length / 7)));
                    socket.getOutputStream().write(request, at, piece);
                    at += piece;
                }
                Seen seen = read(in);
                assertThat(seen.headers).as(seen.body).containsEntry("x-prometheus-remote-write-samples-written", Integer.toString(series));
                assertThat(stored(time)).isEqualTo(series);
                time += 1_000;
            }
        }
    }

    @Test
    void answersInOrderWhatIsSentWithoutWaiting() throws IOException {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < 40; i++) {
            all.writeBytes(post(i % 5 == 3 ? PROTO + "Origin: http://localhost\r\n" : PROTO, message(i + 1, 100_000 + i)));
        }
        try (var socket = connect()) {
            Thread.ofVirtual().start(() -> {
                try {
                    socket.getOutputStream().write(all.toByteArray());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            var in = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < 40; i++) {
                assertThat(read(in).headers).containsEntry("x-prometheus-remote-write-samples-written", Integer.toString(i + 1));
            }
        }
    }

    @Test
    void leavesWhatIsLongerThanItTakesToTheFramework() throws IOException {
        assertThat(alone(post(PROTO, new byte[17 << 20])).status).startsWith("HTTP/1.1 400"); // taken, but no snappy
        try (var socket = connect()) {
            socket.getOutputStream().write(("POST /api/v1/write HTTP/1.1\r\nHost: x\r\n" + PROTO + "Content-Length: 99999999999\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(read(new BufferedInputStream(socket.getInputStream())).status).startsWith("HTTP/1.1 413");
        }
    }
}
