package dev.plumbline.daemon.scrape.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.time.SystemTime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpFetcherTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4\r\n";
    private final SystemTime time = new SystemTime();
    private final Body body = new Body();

    @AfterEach
    void stop() {
        time.close();
    }

    private HttpFetcher fetcher(URI uri, HttpSettings settings) {
        return new HttpFetcher(uri, settings, time);
    }

    private FetchException failure(RudeServer server) throws IOException {
        try (server) {
            return failure(server.uri(), HttpSettings.plain("*/*"), 5_000);
        }
    }

    private FetchException failure(URI uri, HttpSettings settings, long timeoutMillis) {
        try (var fetcher = fetcher(uri, settings)) {
            return catchThrowableOfType(FetchException.class, () -> fetcher.fetch(body, timeoutMillis));
        }
    }

    private String text() {
        return new String(body.bytes(), 0, body.length(), StandardCharsets.UTF_8);
    }

    private static HttpSettings limited(long bytes) {
        return new HttpSettings("*/*", HttpClientConfig.DEFAULT, true, bytes);
    }

    @Test
    void keepsOneConnectionAndSendsWhatPrometheusSends() throws IOException {
        try (var server = new RudeServer((out, n) -> write(out, OK + "Content-Length: 4\r\n\r\na 1\n", true));
                var fetcher = fetcher(server.uri(), HttpSettings.plain("text/plain;q=0.3"))) {
            assertThat(fetcher.fetch(body, 900).contentType()).isEqualTo("text/plain; version=0.0.4");
            assertThat(fetcher.fetch(body, 900).wireBytes()).isEqualTo(4);
            assertThat(text()).isEqualTo("a 1\n");
            assertThat(server.connections.get()).isEqualTo(1);
            assertThat(server.requests.get(1)).startsWith("GET /metrics HTTP/1.1\r\n").contains("Accept: text/plain;q=0.3\r\n",
                    "X-Prometheus-Scrape-Timeout-Seconds: 0.9\r\n", "Accept-Encoding: identity\r\n", "Host: 127.0.0.1:" + server.port());
        }
    }

    private static boolean write(OutputStream out, String text, boolean again) throws IOException {
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        return again;
    }

    @Test
    void replacesAKeptConnectionThatTheServerClosed() throws IOException {
        try (var server = RudeServer.saying(OK + "Content-Length: 4\r\n\r\na 1\n");
                var fetcher = fetcher(server.uri(), HttpSettings.plain("*/*"))) {
            fetcher.fetch(body, 5_000);
            fetcher.fetch(body, 5_000);
            assertThat(server.connections.get()).isEqualTo(2);
        }
    }

    @Test
    void readsChunkedAndCloseDelimitedAndGzip() throws IOException {
        try (var server = new RudeServer((out, n) -> switch (n) {
            case 1 -> write(out, OK + "Transfer-Encoding: chunked\r\n\r\n2;x=y\r\na \r\n2\r\n1\n\r\n0\r\nTrailer: x\r\n\r\n", true);
            case 2 -> gzip(out, "b 2\n".getBytes(StandardCharsets.UTF_8), 0);
            default -> write(out, OK + "\r\nc 3\n", false);
        }); var fetcher = fetcher(server.uri(), HttpSettings.plain("*/*"))) {
            fetcher.fetch(body, 5_000);
            assertThat(text()).isEqualTo("a 1\n");
            fetcher.fetch(body, 5_000);
            assertThat(text()).isEqualTo("b 2\n");
            fetcher.fetch(body, 5_000);
            assertThat(text()).isEqualTo("c 3\n");
        }
    }

    private static boolean gzip(OutputStream out, byte[] plain, int cut) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(plain);
        }
        int length = packed.size() - cut;
        write(out, OK + "Content-Encoding: gzip\r\nContent-Length: " + length + "\r\n\r\n", true);
        out.write(packed.toByteArray(), 0, length);
        return true;
    }

    @Test
    void namesAPortThatRefuses() throws IOException {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        var e = failure(URI.create("http://127.0.0.1:" + port), HttpSettings.plain("*/*"), 2_000);
        assertThat(e).hasMessageContaining("connection to 127.0.0.1:" + port).hasMessageContaining("refused");
        assertThat(e.reason()).isEqualTo(FetchException.Reason.CONNECT);
    }

    @Test
    void namesAHostThatDoesNotExist() {
        var e = failure(URI.create("http://no-such-host.invalid:1/"), HttpSettings.plain("*/*"), 5_000);
        assertThat(e).hasMessage("lookup no-such-host.invalid: no such host");
    }

    @Test
    void refusesGarbageStatusesAndCutHeaders() throws IOException {
        assertThat(failure(RudeServer.saying("SSH-2.0-OpenSSH\r\n"))).hasMessageContaining("malformed HTTP response \"SSH-2.0-OpenSSH\"");
        assertThat(failure(RudeServer.saying("HTTP/1.1 500 Internal Server Error\r\n\r\n")))
                .hasMessage("server returned HTTP status 500 Internal Server Error");
        assertThat(failure(RudeServer.saying("HTTP/1.1 401 Unauthorized\r\n\r\n"))).hasMessage("server returned HTTP status 401 Unauthorized");
        assertThat(failure(RudeServer.saying("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"))).hasMessageContaining("malformed HTTP header \"no colon\"");
        assertThat(failure(RudeServer.saying("HTTP/1.1 200 OK\r\nA: b"))).hasMessageContaining("closed in the middle of the headers");
    }

    @Test
    void refusesTruncatedBodies() throws IOException {
        assertThat(failure(RudeServer.saying(OK + "Content-Length: 10\r\n\r\na 1\n"))).hasMessageContaining("before all of 10 bytes, after 4 bytes");
        assertThat(failure(RudeServer.saying(OK + "Transfer-Encoding: chunked\r\n\r\n8\r\na 1\n"))).hasMessageContaining("in the middle of a chunk");
        assertThat(failure(RudeServer.saying(OK + "Transfer-Encoding: chunked\r\n\r\n4\r\na 1\n\r\n"))).hasMessageContaining("between chunks");
        assertThat(failure(RudeServer.saying(OK + "Transfer-Encoding: chunked\r\n\r\nzz\r\n"))).hasMessageContaining("expected a chunk size, got \"zz\"");
        assertThat(failure(RudeServer.saying(OK + "Content-Length: -5\r\n\r\n"))).hasMessageContaining("malformed Content-Length \"-5\"");
        assertThat(failure(new RudeServer((out, n) -> gzip(out, new byte[1000], 9)))).hasMessageContaining("damaged gzip body");
    }

    @Test
    void endlessHeadersEndAtTheirBound() throws IOException {
        assertThat(failure(new RudeServer((out, n) -> {
            write(out, "HTTP/1.1 200 OK\r\n", true);
            for (int i = 0; i < 1_000_000; i++) {
                write(out, "X-" + i + ": more\r\n", true);
            }
            return false;
        }))).hasMessageContaining("headers are larger than 65536 bytes");
    }

    @Test
    void bodiesEndAtTheirLimitHoweverTheyCome() throws IOException {
        try (var endless = new RudeServer((out, n) -> endless(out));
                var bomb = new RudeServer((out, n) -> gzip(out, new byte[20 << 20], 0))) {
            assertThat(failure(endless.uri(), limited(1_000_000), 10_000))
                    .hasMessage("body size limit exceeded: more than 1000000 bytes after decompression");
            assertThat(failure(bomb.uri(), limited(1 << 20), 10_000).reason()).isEqualTo(FetchException.Reason.BODY_SIZE_LIMIT);
            assertThat(body.capacity()).isLessThanOrEqualTo(2 << 20);
        }
        assertThat(limited(0).bodyLimit()).isEqualTo(Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 8));
    }

    private static boolean endless(OutputStream out) throws IOException {
        write(out, OK + "\r\n", true);
        byte[] some = "some_metric 1\n".repeat(1000).getBytes(StandardCharsets.UTF_8);
        while (true) {
            out.write(some);
        }
    }

    @Test
    void aSlowDripMeetsTheTotalDeadline() throws IOException {
        try (var server = new RudeServer((out, n) -> {
            write(out, OK + "\r\n", true);
            try {
                for (int i = 0; i < 200; i++) {
                    write(out, "a", true);
                    out.flush();
                    time.sleep(20);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return false;
        })) {
            var e = failure(server.uri(), HttpSettings.plain("*/*"), 300);
            assertThat(e).hasMessageContaining("context deadline exceeded").hasMessageContaining("300 ms");
        }
    }

    @Test
    void redirectsAreFollowedBoundedAndOptional() throws IOException {
        try (var loop = RudeServer.saying("HTTP/1.1 302 Found\r\nLocation: /again\r\nContent-Length: 0\r\n\r\n");
                var good = RudeServer.saying(OK + "\r\na 1\n")) {
            assertThat(failure(loop.uri(), HttpSettings.plain("*/*"), 10_000)).hasMessage("stopped after 10 redirects");
            try (var away = RudeServer.saying("HTTP/1.1 307 Go\r\nLocation: " + good.uri() + "\r\n\r\n");
                    var fetcher = fetcher(away.uri(), basic())) {
                fetcher.fetch(body, 5_000);
                assertThat(text()).isEqualTo("a 1\n");
                assertThat(away.requests.getFirst()).contains("Authorization: Basic bWU6cHc=\r\n", "X-Scope: t1\r\n");
                assertThat(good.requests.getFirst()).doesNotContain("Authorization", "X-Scope");
            }
            assertThat(failure(RudeServer.saying("HTTP/1.1 302 Found\r\nLocation: ftp://x/\r\n\r\n"))).hasMessageContaining("expected an http or https URL");
        }
    }

    private static HttpSettings basic() {
        var d = HttpClientConfig.DEFAULT;
        return new HttpSettings("*/*", new HttpClientConfig(new HttpClientConfig.BasicAuth(Secret.of("me"), Secret.of("pw")), null, null,
                d.tls(), d.proxy(), true, true, Map.of("X-Scope", new HttpClientConfig.Header(List.of(Secret.of("t1"))))), true, 0);
    }
}
