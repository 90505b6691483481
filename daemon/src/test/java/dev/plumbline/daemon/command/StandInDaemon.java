package dev.plumbline.daemon.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Answers commands as a daemon would, on loopback; remembers what it was asked. */
public final class StandInDaemon implements AutoCloseable {
    /** Every request: method, path with query, body. */
    public final List<Request> requests = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    /** What was asked. */
    public record Request(String method, String target, String body) {}

    /** Answers a request. */
    public interface Script {
        DaemonClient.Reply answer(Request request);
    }

    public StandInDaemon(Script script) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> serve(exchange, script));
        server.start();
    }

    private void serve(HttpExchange exchange, Script script) throws IOException {
        var request = new Request(exchange.getRequestMethod(), exchange.getRequestURI().toString(),
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        requests.add(request);
        DaemonClient.Reply reply = script.answer(request);
        byte[] body = reply.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
