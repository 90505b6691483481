package dev.plumbline.daemon.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

class TracingTest {
    @Test
    void offRunsTheWorkAndNothingElse() {
        try (var tracing = Tracing.off()) {
            assertThat(tracing.isOn()).isFalse();
            assertThat(tracing.inSpan("x", () -> 7)).isEqualTo(7);
        }
    }

    @Test
    void sendsSpansByOtlpToTheEndpoint() throws Exception {
        var bodies = new LinkedBlockingQueue<String>();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            bodies.add(exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            var tracing = Tracing.to("http://127.0.0.1:" + server.getAddress().getPort() + "/", "1.2.3");
            assertThatThrownBy(() -> tracing.inSpan("/api/v1/query", () -> {
                throw new IllegalStateException("boom");
            })).hasMessage("boom");
            tracing.close();
            assertThat(bodies.take()).startsWith("application/x-protobuf").contains("/api/v1/query", "plumbline", "1.2.3", "boom");
        } finally {
            server.stop(0);
        }
    }
}
