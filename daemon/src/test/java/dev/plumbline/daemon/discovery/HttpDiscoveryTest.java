package dev.plumbline.daemon.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.plumbline.daemon.config.DiscoveryConfig;
import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.time.VirtualTime;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpDiscoveryTest {
    private final VirtualTime time = new VirtualTime(0);
    private final List<List<TargetGroup>> seen = new ArrayList<>();
    private volatile int status = 200;
    private volatile String type = "application/json; charset=utf-8";
    private volatile String body = "[{\"targets\": [\"h:1\"]}]";
    private volatile String refreshHeader = "";
    private HttpServer server;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            refreshHeader = exchange.getRequestHeaders().getFirst("X-Prometheus-Refresh-Interval-Seconds");
            exchange.getResponseHeaders().set("Content-Type", type);
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void shut() {
        server.stop(0);
    }

    @Test
    void keepsTheLastGoodGroupsOnEveryKindOfError() {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sd");
        try (var discovery = new HttpDiscovery(time, new DiscoveryConfig.Http(url, 60_000, HttpClientConfig.DEFAULT), HttpDiscoveryTest::get)) {
            discovery.start(seen::add);
            time.advance(0);
            assertThat(seen).hasSize(1);
            assertThat(seen.getFirst().getFirst().labels().get("__meta_url")).isEqualTo(url.toString());
            assertThat(refreshHeader).isEqualTo("60");
            status = 404;
            time.advance(60_000);
            assertThat(discovery.status().lastError()).contains("HTTP status 404");
            status = 200;
            type = "text/html";
            time.advance(60_000);
            assertThat(discovery.status().lastError()).contains("\"text/html\", application/json is needed");
            type = "application/json";
            body = "[{]";
            time.advance(60_000);
            assertThat(discovery.status().lastError()).contains(url + ":1:").contains("not valid JSON");
            assertThat(seen).hasSize(1);
            body = "[]";
            time.advance(60_000);
            assertThat(seen).hasSize(2);
            assertThat(discovery.status()).isEqualTo(new Discovery.Status(5, 3, null));
        }
        assertThat(time.waiting()).isZero();
    }

    private static HttpFetcher.Response get(URI url, Map<String, String> headers, long timeoutMillis, long maxBytes) throws IOException {
        var connection = (HttpURLConnection) url.toURL().openConnection();
        headers.forEach(connection::setRequestProperty);
        int status = connection.getResponseCode();
        try (var in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return new HttpFetcher.Response(status, connection.getContentType(), in.readNBytes((int) maxBytes));
        }
    }
}
