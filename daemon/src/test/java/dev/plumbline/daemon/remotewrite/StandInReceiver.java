package dev.plumbline.daemon.remotewrite;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plumbline.daemon.collectors.remotewrite.RemoteWriteLimits;
import dev.plumbline.daemon.collectors.remotewrite.RemoteWriteReceiver;
import dev.plumbline.model.Histogram;
import dev.plumbline.storage.ExemplarRing;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A receiver on loopback that keeps what it is sent, or does as it is told. */
final class StandInReceiver implements AutoCloseable {
    final InMemoryStorage store = new InMemoryStorage();
    final ExemplarRing exemplars = new ExemplarRing(100);
    final ConcurrentLinkedQueue<String> heads = new ConcurrentLinkedQueue<>();
    final AtomicInteger requests = new AtomicInteger();
    private final RemoteWriteReceiver receiver;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile @Nullable Behaviour behaviour;

    /** What is done before a request is taken; true: it has been answered. */
    interface Behaviour {
        boolean answers(HttpExchange exchange) throws IOException;
    }

    StandInReceiver(Clock clock, int port) throws IOException {
        receiver = new RemoteWriteReceiver(RemoteWriteLimits.DEFAULTS, clock, 1);
        receiver.start(store, exemplars);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::take);
        server.start();
    }

    /** From now on; null: everything is taken. */
    void behave(@Nullable Behaviour next) {
        behaviour = next;
    }

    static Behaviour status(int status) {
        return exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
            return true;
        };
    }

    private void take(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        requests.incrementAndGet();
        var in = exchange.getRequestHeaders();
        heads.add(in.getFirst("Content-Type") + " " + in.getFirst("X-Prometheus-Remote-Write-Version") + " " + in.getFirst("X-Team"));
        Behaviour now = behaviour;
        if (now != null && now.answers(exchange)) {
            return;
        }
        var answer = receiver.receive(in.getFirst("Content-Type"), in.getFirst("Content-Encoding"), body);
        exchange.getResponseHeaders().set("X-Prometheus-Remote-Write-Samples-Written", "" + answer.written().samples());
        exchange.getResponseHeaders().set("X-Prometheus-Remote-Write-Histograms-Written", "" + answer.written().histograms());
        exchange.getResponseHeaders().set("X-Prometheus-Remote-Write-Exemplars-Written", "" + answer.written().exemplars());
        exchange.sendResponseHeaders(answer.status(), -1);
        exchange.close();
    }

    int port() {
        return server.getAddress().getPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port() + "/write");
    }

    /** All samples, a line each, by series and time. */
    static List<String> lines(InMemoryStorage store) {
        var lines = new ArrayList<String>();
        try (Querier querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            for (Series series : querier.select(List.of())) {
                Samples samples = series.samples(Long.MIN_VALUE, Long.MAX_VALUE);
                for (int i = samples.from(); i < samples.to(); i++) {
                    Histogram histogram = samples.histogram(i);
                    lines.add(series.labels() + "@" + samples.times()[i] + "=" + Double.doubleToRawLongBits(samples.values()[i])
                            + " " + (histogram == null ? "" : histogram.count()));
                }
            }
        }
        return lines;
    }

    List<String> lines() {
        return lines(store);
    }

    RemoteWriteReceiver receiver() {
        return receiver;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
