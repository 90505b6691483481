package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is answered before the framework: the same as the framework would, in the order of the requests. */
class DirectAnswersTest {
    private static final List<String> PATHS = List.of("/-/ready", "/-/healthy", "/-/ready?x=1", "/api/v1/query?query=up&time=300",
            "/api/v1/query?query=sum(", "/api/v1/query", "/api/v1/query?query=1&time=300&limit=1&stats=",
            "/api/v1/query_range?query=up&start=0&end=600&step=60", "/api/v1/query_range?query=up&start=0&end=600&step=0",
            "/api/v1/series?match%5B%5D=up", "/api/v1/series", "/api/v1/labels", "/api/v1/labels?match[]=up&limit=1",
            "/api/v1/label/instance/values", "/api/v1/label/in%73tance/values", "/api/v1/label/a/b/values", "/api/v1/label//values",
            "/api/v1/label/values", "/api/v1/nothing", "/v1/gate/checkout?version=1", "/v1/gate/checkout?version=1&answer=status", "/v1/gate/checkout?versoin=1",
            "/v1/gate/check%6fut?version=1", "/v1/gate/checkout/?version=1", "/v1/gate/", "/v1/gate/a/b?version=1", "/api/v1/format_query?query=up");
    /** What is asked so is left to the framework. */
    private static final String BY_FRAMEWORK = "Connection: close, TE";
    private final ServedStore served = ServedStore.start("--config", "none");

    @BeforeEach
    void load() {
        try (var appender = served.storage.appender()) {
            for (int i = 0; i < 40; i++) {
                appender.append(Labels.of("__name__", "up", "instance", "host-" + i), 300_000, i);
            }
            appender.commit();
        }
    }

    @AfterEach
    void stop() {
        served.close();
    }

    /** Status, type and body. */
    private record Seen(String status, String type, String body) {}

    private Socket connect() throws IOException {
        var socket = new Socket("127.0.0.1", served.uri("/").getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static String get(String path, String... headers) {
        var text = new StringBuilder("GET " + path + " HTTP/1.1\r\nHost: x\r\n");
        for (String header : headers) {
            text.append(header).append("\r\n");
        }
        return text.append("\r\n").toString();
    }

    private static String form(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body;
    }

    private static Seen read(InputStream in) throws IOException {
        String status = line(in);
        String type = "";
        int length = 0;
        for (String header = line(in); !header.isEmpty(); header = line(in)) {
            String[] parts = header.split(": ", 2);
            type = parts[0].equalsIgnoreCase("Content-Type") ? parts[1] : type;
            length = parts[0].equalsIgnoreCase("Content-Length") ? Integer.parseInt(parts[1]) : length;
        }
        return new Seen(status.substring(9, 12), type, new String(in.readNBytes(length), StandardCharsets.UTF_8));
    }

    private static String line(InputStream in) throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n' && c >= 0; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().strip();
    }

    private Seen alone(String request) throws IOException {
        try (var socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return read(new BufferedInputStream(socket.getInputStream()));
        }
    }

    @Test
    void saysWhatTheFrameworkSays() throws IOException {
        for (String path : PATHS) {
            Seen ofFramework = alone(get(path, BY_FRAMEWORK));
            for (int i = 0; i < 3; i++) { // on a thread of queries at first, later on the connection's own
                assertThat(alone(get(path))).as(path).isEqualTo(ofFramework);
            }
        }
    }

    @Test
    void answersInTheOrderOfTheRequests() throws IOException {
        var random = new SplittableRandom(7);
        for (int round = 0; round < 20; round++) {
            var requests = new StringBuilder();
            var expected = new ArrayList<String>();
            for (int i = 0; i < 30; i++) {
                String mark = round + "." + i;
                switch (random.nextInt(5)) {
                    case 0 -> requests.append(get("/api/v1/query?time=3&query=" + mark));
                    case 1 -> requests.append(get("/api/v1/query?time=3&query=" + mark, "Origin: http://localhost"));
                    case 2 -> requests.append(form("/api/v1/query", "time=3&query=" + mark));
                    case 3 -> requests.append(get("/api/v1/format_query?query=" + mark));
                    default -> requests.append(get("/api/v1/query_range?start=3&end=3&step=1&query=" + mark));
                }
                expected.add(dev.plumbline.daemon.api.http.GoFloat.format(Double.parseDouble(mark)));
            }
            try (var socket = connect()) {
                socket.getOutputStream().write(requests.toString().getBytes(StandardCharsets.US_ASCII));
                var in = new BufferedInputStream(socket.getInputStream());
                for (String mark : expected) {
                    assertThat(read(in).body()).contains("\"" + mark + "\"");
                }
            }
        }
    }

    @Test
    void takesRequestsThatComeInPieces() throws IOException, InterruptedException {
        String both = form("/api/v1/query?time=3", "query=1%2B1") + get("/-/ready");
        try (var socket = connect()) {
            socket.setTcpNoDelay(true);
            for (byte b : both.getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(b);
            }
            var in = new BufferedInputStream(socket.getInputStream());
            assertThat(read(in).body()).contains("[3,\"2\"]");
            assertThat(read(in).body()).isEqualTo("Plumbline is Ready.\n");
        }
    }

    /** As probes ask, such as the kubelet's. */
    @Test
    void closesTheConnectionAfterTheAnswerWhereThatIsAsked() throws IOException {
        String path = "/api/v1/query?query=up&time=300";
        Seen ofFramework = alone(get(path, BY_FRAMEWORK));
        try (var socket = connect()) {
            socket.getOutputStream().write((get("/-/ready") + get(path, "Connection: close") + get("/-/healthy")).getBytes(StandardCharsets.US_ASCII));
            var in = new BufferedInputStream(socket.getInputStream());
            assertThat(read(in).body()).isEqualTo("Plumbline is Ready.\n");
            assertThat(read(in)).isEqualTo(ofFramework);
            assertThat(in.read()).as("what comes after it").isEqualTo(-1);
        }
    }

    @Test
    void leavesLongFormsToTheFramework() throws IOException {
        String padding = "&x=" + "y".repeat(100_000);
        assertThat(alone(form("/api/v1/query", "query=5&time=3" + padding)).body()).contains("[3,\"5\"]");
    }

    /** The arrays of large answers are taken again once they were sent, by whichever connection comes next. */
    @Test
    void largeAnswersToManyAtATimeAreWhole() throws Exception {
        String path = "/api/v1/query_range?query=last_over_time(up%5B30d%5D)&start=300&step=120&end=";
        var expected = new ArrayList<Seen>();
        for (int i = 0; i < 3; i++) {
            expected.add(alone(get(path + (400_000 + 100_000 * i), BY_FRAMEWORK)));
            assertThat(expected.get(i).body.length()).isGreaterThan(1 << 20);
        }
        var wrong = new java.util.concurrent.ConcurrentLinkedQueue<String>();
        var clients = new ArrayList<Thread>();
        for (int c = 0; c < 3; c++) {
            int first = c;
            clients.add(Thread.ofVirtual().start(() -> {
                try (var socket = connect()) {
                    var in = new BufferedInputStream(socket.getInputStream());
                    for (int round = 0; round < 6; round++) {
                        int i = (first + round) % 3;
                        socket.getOutputStream().write(get(path + (400_000 + 100_000 * i)).getBytes(StandardCharsets.US_ASCII));
                        if (!read(in).equals(expected.get(i))) {
                            wrong.add(first + "." + round);
                        }
                    }
                } catch (IOException e) {
                    wrong.add(e.toString());
                }
            }));
        }
        for (Thread client : clients) {
            client.join();
        }
        assertThat(wrong).isEmpty();
    }
}
