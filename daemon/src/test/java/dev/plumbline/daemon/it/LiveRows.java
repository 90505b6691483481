package dev.plumbline.daemon.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/**
 * An exporter that lives in real time and gives every scraper the same samples: a row every half second, with a fixed
 * timestamp, and each path goes through the rows on its own, none left out, none before its time. A scraper that asks more
 * often than twice a second is at most a moment behind.
 */
final class LiveRows implements AutoCloseable {
    static final long STEP_MILLIS = 500;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, AtomicLong> served = new ConcurrentHashMap<>();
    private final long startMillis = System.currentTimeMillis() / STEP_MILLIS * STEP_MILLIS;
    private final LongFunction<Map<String, Double>> values;

    /** @param values the series and their values by time in ms */
    LiveRows(LongFunction<Map<String, Double>> values) throws IOException {
        this.values = values;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            byte[] body = text(next(exchange.getRequestURI().getPath())).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    private long next(String path) {
        long due = (System.currentTimeMillis() - startMillis) / STEP_MILLIS;
        return served.computeIfAbsent(path, p -> new AtomicLong(-1)).updateAndGet(last -> Math.min(last + 1, due));
    }

    private String text(long row) {
        long time = startMillis + row * STEP_MILLIS;
        var text = new StringBuilder();
        values.apply(time).forEach((series, value) -> text.append(series).append(' ').append(value).append(' ').append(time).append('\n'));
        return text.toString();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** Whether a path has been given every row up to a time. */
    boolean isThrough(String path, long timeMillis) {
        var row = served.get(path);
        return row != null && startMillis + row.get() * STEP_MILLIS >= timeMillis;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
