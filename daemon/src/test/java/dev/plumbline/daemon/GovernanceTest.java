package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.queries.QueryStatus;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Series;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** Queries that take long, over real sockets: seen, ended by hand, ended by their client, bounded in number. */
class GovernanceTest {
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    /** Lets every selection wait until the gate opens. */
    private static final class SlowStore implements Queryable {
        private final InMemoryStorage storage = new InMemoryStorage();
        private final CountDownLatch gate = new CountDownLatch(1);

        SlowStore() {
            try (var appender = storage.appender()) {
                for (int i = 0; i < 10; i++) {
                    appender.append(Labels.of("__name__", "up", "n", "" + i), 300_000, 1);
                }
                appender.commit();
            }
        }

        @Override
        public Querier querier(long minMillis, long maxMillis) {
            Querier inner = storage.querier(minMillis, maxMillis);
            return new Querier() {
                @Override
                public List<Series> select(List<LabelMatcher> matchers) {
                    await(gate);
                    return inner.select(matchers);
                }

                @Override
                public List<String> labelNames(Collection<LabelMatcher> matchers) {
                    return inner.labelNames(matchers);
                }

                @Override
                public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
                    return inner.labelValues(name, matchers);
                }

                @Override
                public void close() {
                    inner.close();
                }
            };
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited in vain: " + what).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static CompletableFuture<HttpResponse<String>> ask(ServedStore served, String path) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return served.get(path, "User-Agent", "dashboard/1");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }, task -> Thread.ofVirtual().start(task));
    }

    @Test
    void listsAndEndsThem() throws Exception {
        var store = new SlowStore();
        try (var served = new ServedStore(store, "--config", "none", "--query.max-concurrency", "1", "--query.max-waiting", "1")) {
            var first = ask(served, "/api/v1/query?query=up&time=300");
            until("one runs", () -> served.governed().running() == 1);
            var second = ask(served, "/api/v1/query_range?query=up&start=0&end=300&step=15");
            until("one waits", () -> served.governed().waiting() == 1);
            var refused = served.get("/api/v1/labels");
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("\"errorType\":\"unavailable\"").contains("--query.max-waiting");
            String listed = served.get("/v1/queries").body();
            assertThat(listed).contains("\"state\":\"running\"").contains("\"state\":\"waiting\"").contains("\"kind\":\"range\"")
                    .contains("\"userAgent\":\"dashboard/1\"").contains("\"client\":\"127.0.0.1\"").contains("\"query\":\"up\"");
            String waiting = served.governed().present().getLast().id();
            var ended = served.send(HttpRequest.newBuilder(served.uri("/v1/queries/" + waiting)).DELETE());
            assertThat(ended.statusCode()).isEqualTo(202);
            assertThat(second.join().statusCode()).isEqualTo(499);
            assertThat(second.join().body()).contains("\"errorType\":\"canceled\"");
            var nothing = served.send(HttpRequest.newBuilder(served.uri("/v1/queries/" + waiting)).DELETE());
            assertThat(nothing.statusCode()).isEqualTo(404);
            assertThat(nothing.body()).contains("no query");
            var running = served.governed().present().getFirst().id();
            assertThat(served.send(HttpRequest.newBuilder(served.uri("/v1/queries/" + running)).DELETE()).statusCode()).isEqualTo(202);
            store.gate.countDown();
            assertThat(first.join().statusCode()).isEqualTo(499);
            assertThat(served.get("/api/v1/query?query=up&time=300").statusCode()).isEqualTo(200);
            assertThat(served.get("/metrics").body()).contains("prometheus_engine_queries_concurrent_max 1")
                    .contains("plumbline_queries_refused_total 1.0").contains("prometheus_engine_query_duration_seconds_count{slice=\"inner_eval\"}");
        }
    }

    @Test
    void endThoseWhoseClientHasGone() throws Exception {
        var store = new SlowStore();
        try (var served = new ServedStore(store, "--config", "none", "--query.max-concurrency", "1")) {
            String get = "GET /api/v1/query?query=up&time=300 HTTP/1.1\r\nHost: x\r\n\r\n";
            String form = "query=up&time=300";
            String post = "POST /api/v1/query HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: "
                    + form.length() + "\r\n\r\n" + form;
            try (Socket running = send(served, get)) {
                until("one runs", () -> served.governed().running() == 1);
                try (Socket _ = send(served, post)) {
                    until("one waits", () -> served.governed().waiting() == 1);
                }
                until("the one that waits has gone", () -> served.governed().present().size() == 1);
                assertThat(served.governed().present().getFirst().state()).isEqualTo(QueryStatus.State.RUNNING);
                assertThat(running.isClosed()).isFalse();
            }
            until("the daemon has seen that it went", () -> served.governed().present().getFirst().state() == QueryStatus.State.CANCELING);
            store.gate.countDown();
            until("the other has ended", () -> served.governed().present().isEmpty());
            until("it is counted as canceled", () -> metrics(served).contains(
                    "plumbline_queries_total{kind=\"instant\",outcome=\"canceled\"} 2.0"));
        }
    }

    private static String metrics(ServedStore served) {
        try {
            return served.get("/metrics").body();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Socket send(ServedStore served, String request) throws IOException {
        var socket = new Socket(served.uri("/").getHost(), served.uri("/").getPort());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return socket;
    }
}
