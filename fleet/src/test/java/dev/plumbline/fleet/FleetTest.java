package dev.plumbline.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final long SECOND = 1_000_000_000L;
    private final AtomicLong nanos = new AtomicLong(-5);

    private Fleet start(long seed) {
        return Fleet.start(FleetOptions.withSeed(seed), nanos::get);
    }

    private static String ask(Pod pod, String request) throws IOException {
        int colon = pod.address().indexOf(':');
        try (var socket = new Socket(InetAddress.ofLiteral(pod.address().substring(0, colon)),
                Integer.parseInt(pod.address().substring(colon + 1)))) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String get(String accept) {
        return "GET /metrics HTTP/1.1\r\nHost: pod\r\nConnection: close\r\nAccept: " + accept + "\r\n\r\n";
    }

    private static String body(String answer) {
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    private static PageReader scrape(Pod pod) throws IOException {
        return new PageReader(body(ask(pod, get("text/plain"))));
    }

    private static Pod pod(Fleet fleet, String name) {
        return fleet.pods().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    }

    @Test
    void everyPodServesAWellFormedPageFromTheFirstSecond() throws IOException {
        try (Fleet fleet = start(1)) {
            assertThat(fleet.pods()).hasSize(24).extracting(Pod::address).doesNotHaveDuplicates();
            for (Pod pod : fleet.pods()) {
                var page = scrape(pod);
                assertThat(page.samples()).hasSizeGreaterThan(20).containsKey("process_cpu_seconds_total")
                        .containsEntry("app_build_info{service=\"%s\",version=\"%s\",tenant=\"%s\",runtime=\"simulated\"}"
                                .formatted(pod.service(), pod.version(), pod.tenant()), 1.0);
            }
        }
    }

    @Test
    void openMetricsIsServedToWhoAsksForIt() throws IOException {
        try (Fleet fleet = start(1)) {
            nanos.addAndGet(20 * SECOND);
            Pod pod = fleet.pods().getFirst();
            String open = ask(pod, get("application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5"));
            String text = ask(pod, get("*/*"));
            assertThat(open).contains("Content-Type: application/openmetrics-text; version=1.0.0; charset=utf-8")
                    .contains("# TYPE http_requests counter\n").contains("# TYPE app_build info\n").endsWith("\n# EOF\n");
            assertThat(text).contains("Content-Type: text/plain; version=0.0.4; charset=utf-8")
                    .contains("# TYPE http_requests_total counter\n").contains("# TYPE app_build_info gauge\n").doesNotContain("EOF");
            assertThat(new PageReader(body(open)).samples()).isEqualTo(new PageReader(body(text)).samples());
        }
    }

    @Test
    void countersNeverGoDownEvenWhenTheClockDoes() throws IOException {
        try (Fleet fleet = start(2)) {
            Pod pod = pod(fleet, "payments-3.1.0-acme-0");
            var before = scrape(pod).samples();
            for (int step : List.of(1, 7, -3, 60, 0, 600, -100, 200)) {
                nanos.addAndGet(step * SECOND);
                var after = scrape(pod).samples();
                assertThat(after.keySet()).containsExactlyElementsOf(before.keySet());
                for (var series : after.entrySet()) {
                    if (series.getKey().matches(".*(_total|_bucket|_sum|_count)(\\{.*)?")) {
                        assertThat(series.getValue()).as(series.getKey()).isGreaterThanOrEqualTo(before.get(series.getKey()));
                    }
                }
                before = after;
            }
            assertThat(before.values()).anyMatch(v -> v > 1_000);
        }
    }

    @Test
    void whatAPodShowsDependsOnSeedAndTimeAndNotOnWhoLooks() throws IOException {
        try (Fleet often = start(7); Fleet once = start(7); Fleet other = start(8)) {
            String name = "web-5.12.0-globex-0";
            for (int i = 0; i < 30; i++) {
                nanos.addAndGet(SECOND);
                ask(pod(often, name), get("*/*"));
            }
            String page = ask(pod(often, name), get("*/*"));
            assertThat(ask(pod(once, name), get("*/*"))).isEqualTo(page);
            assertThat(ask(pod(other, name), get("*/*"))).isNotEqualTo(page);
        }
    }

    @Test
    void theGoodCanaryIsGoodAndTheBadOneBad() throws IOException {
        try (Fleet fleet = start(42)) {
            nanos.addAndGet(10 * SECOND);
            for (Pod pod : fleet.pods()) {
                assertThat(scrape(pod).sum(count())).as(pod.name()).isGreaterThan(200);
            }
            nanos.addAndGet(590 * SECOND);
            assertThat(errorRatio(fleet, "checkout-2.4.0")).isBetween(0.002, 0.004);
            assertThat(errorRatio(fleet, "checkout-2.4.1")).isBetween(0.002, 0.004);
            assertThat(errorRatio(fleet, "payments-3.0.2")).isBetween(0.003, 0.005);
            assertThat(errorRatio(fleet, "payments-3.1.0")).isBetween(0.11, 0.13);
            assertThat(slowerThan(fleet, "checkout-2.4.1", "1.0")).isLessThan(0.001);
            assertThat(slowerThan(fleet, "payments-3.0.2", "1.0")).isLessThan(0.001);
            // p99 = 1.8 s: more than 1 % above 1.5 s, less than 1 % above 2 s
            assertThat(slowerThan(fleet, "payments-3.1.0", "1.5")).isGreaterThan(0.01);
            assertThat(slowerThan(fleet, "payments-3.1.0", "2.0")).isLessThan(0.01);
        }
    }

    private static Predicate<String> count() {
        return series -> series.startsWith("http_request_duration_seconds_count{");
    }

    private static double errorRatio(Fleet fleet, String release) throws IOException {
        return ratio(fleet, release, s -> s.startsWith("http_requests_total{") && s.contains("status_code=\"5"));
    }

    private static double slowerThan(Fleet fleet, String release, String bound) throws IOException {
        return 1 - ratio(fleet, release, s -> s.contains("_bucket{") && s.contains(",le=\"" + bound + "\""));
    }

    private static double ratio(Fleet fleet, String release, Predicate<String> numerator) throws IOException {
        double some = 0;
        double all = 0;
        for (Pod pod : fleet.pods()) {
            if (pod.name().startsWith(release)) {
                var page = scrape(pod);
                some += page.sum(numerator);
                all += page.sum(count());
            }
        }
        return some / all;
    }

    @Test
    void aConnectionServesManyRequests() throws IOException {
        try (Fleet fleet = start(1)) {
            String answer = ask(fleet.pods().getFirst(), "GET /metrics HTTP/1.1\r\nHost: a\r\n\r\nHEAD /metrics?x=1 HTTP/1.1\r\n\r\n"
                    + "GET / HTTP/1.1\r\n\r\n" + "POST /metrics HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(answer.split("HTTP/1.1 ")).hasSize(5);
            assertThat(answer).contains("HTTP/1.1 404 Not Found").contains("this pod serves /metrics").contains("HTTP/1.1 405 ");
        }
    }

    @Test
    void nonsenseIsAnsweredAndTheConnectionEnded() throws IOException {
        try (Fleet fleet = start(1)) {
            Pod pod = fleet.pods().getFirst();
            assertThat(ask(pod, "hello\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(pod, "GET /metrics HTTP/1.1\r\nno colon\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(pod, "GET /metrics HTTP/2.0\r\n\r\n")).startsWith("HTTP/1.1 400 ");
            assertThat(ask(pod, "GET /" + "a".repeat((16 << 10) - 4))).startsWith("HTTP/1.1 431 ");
            assertThat(scrape(pod).samples()).isNotEmpty();
        }
    }

    @Test
    void closingEndsOpenConnectionsAndPorts() throws IOException {
        Fleet fleet = start(1);
        Pod pod = fleet.pods().getFirst();
        int port = Integer.parseInt(pod.address().substring(pod.address().indexOf(':') + 1));
        try (var idle = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            idle.setSoTimeout(20_000);
            fleet.close();
            fleet.close();
            assertThat(readEnd(idle)).isTrue();
        }
        assertThatThrownBy(() -> ask(pod, get("*/*"))).isInstanceOf(IOException.class);
    }

    private static boolean readEnd(Socket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (IOException reset) {
            return true;
        }
    }
}
