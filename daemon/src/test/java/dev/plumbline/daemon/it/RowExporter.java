package dev.plumbline.daemon.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;

/**
 * An exporter that gives every scraper the same samples: row k has fixed values and a fixed timestamp. A row is given out
 * until the next one is asked for, so that a scrape that ran out of time loses nothing.
 */
final class RowExporter implements AutoCloseable {
    static final int ROWS = 60;
    static final long STEP_MILLIS = 15_000;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final long startMillis;
    private volatile int row;

    /** The first row's time; the others follow every 15 s. */
    RowExporter(long startMillis) throws IOException {
        this.startMillis = startMillis;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            int now = row;
            byte[] body = text(now, timeMillis(now)).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "text/plain; version=0.0.4");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** From now on this row is given out. */
    void show(int next) {
        row = next;
    }

    /** How many series have a sample in a row. */
    static int seriesOf(int row) {
        return (int) text(row, 0).lines().filter(line -> !line.startsWith("#")).count();
    }

    long timeMillis(int row) {
        return startMillis + row * STEP_MILLIS;
    }

    private static String text(int row, long time) {
        var text = new StringBuilder("# TYPE requests_total counter\n");
        for (int s = 0; s < 4; s++) {
            for (String code : new String[] {"200", "404", "500"}) {
                long start = s == 2 && row >= 30 ? 30 : 0; // one service restarts
                long value = (row - start) * (s + 1) * (code.equals("200") ? 50L : code.equals("404") ? 3 : s);
                line(text, "requests_total{service=\"s" + s + "\",code=\"" + code + "\"}", Long.toString(value), time);
            }
            line(text, "temperature{service=\"s" + s + "\"}", Double.toString(20 + s + Math.round(1000 * Math.sin(row * 0.7 + s)) / 1000.0), time);
            buckets(text, s, row, time);
        }
        if (row % 10 < 7) {
            line(text, "intermittent{kind=\"gap\"}", Integer.toString(row), time);
        }
        line(text, "limits{service=\"s1\"}", "22.5", time);
        line(text, "limits{service=\"s3\"}", "NaN", time);
        return text.toString();
    }

    private static void buckets(StringBuilder text, int s, int row, long time) {
        String[] bounds = {"0.1", "0.5", "1", "5", "+Inf"};
        long total = 0;
        for (int b = 0; b < bounds.length; b++) {
            total += (long) row * (b + 1) * (s + 1);
            line(text, "latency_seconds_bucket{service=\"s" + s + "\",le=\"" + bounds[b] + "\"}", Long.toString(total), time);
        }
        line(text, "latency_seconds_sum{service=\"s" + s + "\"}", Double.toString(total * 0.4), time);
        line(text, "latency_seconds_count{service=\"s" + s + "\"}", Long.toString(total), time);
    }

    private static void line(StringBuilder text, String series, String value, long time) {
        text.append(series).append(' ').append(value).append(' ').append(time).append('\n');
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
