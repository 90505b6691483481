package dev.plumbline.daemon.upstream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.daemon.config.ConfigLoader;
import dev.plumbline.daemon.config.LoadResult;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.EngineResources;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.Value;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server that answers what it is told to, and an engine that has it as its upstream beside a store of the last hours. */
final class StandInCluster implements AutoCloseable {
    private static final String LONG_BODY = "{\"status\":\"success\",";
    final InMemoryStorage store = new InMemoryStorage();
    private final SystemTime clock = new SystemTime();
    private final HttpClients clients = new HttpClients(Map.of());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch end = new CountDownLatch(1);
    private final HttpServer server;
    private final Upstream upstream = new Upstream(clock, clients, () -> this.oldest);
    private final long started = clock.wallMillis();
    volatile long oldest;
    private volatile Reply reply = new Reply(200, "{}", null, false);
    private volatile @Nullable HttpExchange last;
    private volatile String form = "";
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger breaks = new AtomicInteger();

    /** {@code hanging}: counted down when a request has come, which then is not answered, or not to its end. */
    private record Reply(int status, String text, @Nullable CountDownLatch hanging, boolean inTheBody) {}

    StandInCluster() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::serve);
        server.start();
        try (var appender = store.appender()) {
            for (long time = started - 4 * 3_600_000L; time <= started; time += 15_000) {
                appender.append(Labels.of("__name__", "a", "i", "1"), time, 42);
            }
            appender.commit();
        }
    }

    private void serve(HttpExchange exchange) throws IOException {
        Reply now = reply;
        form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        last = exchange;
        requests.incrementAndGet();
        if (breaks.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
            exchange.close();
            return;
        }
        byte[] body = now.text.getBytes(StandardCharsets.UTF_8);
        if (now.hanging != null) {
            if (now.inTheBody) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().write(LONG_BODY.getBytes(StandardCharsets.UTF_8));
                exchange.getResponseBody().flush();
            }
            now.hanging.countDown();
            awaitEnd();
            return;
        }
        exchange.sendResponseHeaders(now.status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void answers(String text) {
        answers(200, text);
    }

    void answers(int status, String text) {
        reply = new Reply(status, text, null, false);
    }

    /** The next connections end without an answer. */
    void breaks(int times) {
        breaks.set(times);
    }

    /** Requests are not answered from now on; the latch says that one has come. */
    CountDownLatch hangs() {
        var arrived = new CountDownLatch(1);
        reply = new Reply(200, "", arrived, false);
        return arrived;
    }

    CountDownLatch hangsInTheBody() {
        var arrived = new CountDownLatch(1);
        reply = new Reply(200, "", arrived, true);
        return arrived;
    }

    /** Makes this the upstream, with these keys of its section. */
    void apply(String keys) {
        try {
            Path file = Files.createTempFile("upstream", ".yml");
            Files.writeString(file, "upstream: {url: 'http://127.0.0.1:" + server.getAddress().getPort() + "/prometheus/', " + keys + "}\n");
            LoadResult result = ConfigLoader.load(file, Map.of());
            Files.delete(file);
            if (result instanceof LoadResult.Loaded loaded) {
                upstream.apply(loaded.config().upstream(), Labels.of("cluster", "here"));
            } else {
                throw new IllegalArgumentException(result.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void remove() {
        upstream.apply(null, Labels.EMPTY);
    }

    Engine engine() {
        return new Engine(EngineOptions.defaults(), clock, EngineResources.alone(), upstream.forQueries());
    }

    Engine background() {
        return new Engine(EngineOptions.defaults(), clock, EngineResources.alone(), upstream.forBackground());
    }

    UpstreamLists lists() {
        return upstream.lists();
    }

    UpstreamCounters counters() {
        return upstream.counters();
    }

    long now() {
        return started;
    }

    /** The value of a query with one. */
    double value(String query, long time) {
        return switch (engine().instant(store, query, time, new QueryControl(0, 0)).value()) {
            case Value.Vector v -> v.elements().getFirst().value();
            case Value.Scalar s -> s.value();
            case Value.Text _, Value.Matrix _ -> throw new IllegalArgumentException(query);
        };
    }

    int requests() {
        return requests.get();
    }

    String lastForm() {
        return form;
    }

    String lastPath() {
        HttpExchange exchange = last;
        return exchange == null ? "" : exchange.getRequestURI().getPath();
    }

    String lastHeader(String name) {
        HttpExchange exchange = last;
        return exchange == null ? "" : String.valueOf(exchange.getRequestHeaders().getFirst(name));
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
        clients.close();
        store.close();
    }
}
