package dev.plumbline.daemon.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.RemoteWriteConfig;
import dev.plumbline.daemon.config.RemoteWriteConfig.Message;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.daemon.relabel.NameValidation;
import dev.plumbline.daemon.relabel.RelabelAction;
import dev.plumbline.daemon.relabel.RelabelRegex;
import dev.plumbline.daemon.relabel.RelabelRule;
import dev.plumbline.daemon.remotewrite.SendCounters.Kind;
import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.ExemplarRing;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.SystemTime;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real sockets, real files, real threads; the store and the receiver are in this process. */
class RemoteWritesTest {
    private static final long PATIENCE_NANOS = 30_000_000_000L;
    private static final int SERIES = 20;
    private final SystemTime clock = new SystemTime();
    private final HttpClients clients = new HttpClients(Map.of());
    private final InMemoryStorage store = new InMemoryStorage();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final StandInReceiver receiver = new StandInReceiver(clock, 0);
    private long time = clock.wallMillis() - 100_000;

    @TempDir
    private Path folder;

    RemoteWritesTest() throws IOException {}

    @AfterEach
    void close() {
        receiver.close();
        clients.close();
        clock.close();
    }

    private RemoteWrites open() {
        return RemoteWrites.open(new RemoteWrites.Parts(folder, 64 << 20, store, clock, clients,
                () -> Map.of("m", new MetricMetadata("counter", "bytes", "Some help.")), log::add));
    }

    private static RemoteWriteConfig config(URI url, Message message) {
        var queue = new RemoteWriteConfig.Queue(200, 1, 4, 50, 20, 5, 50, false, 0);
        return new RemoteWriteConfig("r", url, 2_000, Map.of("X-Team", Secret.of("a")), List.of(), true, true, message,
                HttpClientConfig.DEFAULT, queue, new RemoteWriteConfig.Metadata(true, 100, 10));
    }

    private void apply(RemoteWrites writes, Message message) {
        writes.apply(List.of(config(receiver.url(), message)), Labels.EMPTY);
    }

    private static Labels labels(int i) {
        return Labels.of("__name__", "m", "i", "" + i);
    }

    /** Stores some rows of all series. */
    private void rows(Storage to, int count) {
        try (RowAppender rows = to.rows("x")) {
            for (int n = 0; n < count; n++) {
                time += 10;
                rows.begin(time);
                for (int i = 0; i < SERIES; i++) {
                    rows.set(rows.column(labels(i)).index(), n % 7 == 6 && i == 3 ? StaleMarker.VALUE : time + i / 3.0);
                }
                rows.commit();
            }
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(deadline);
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private void awaitAll() {
        await("everything has come; " + log, () -> receiver.lines().size() == StandInReceiver.lines(store).size());
        assertThat(receiver.lines()).isEqualTo(StandInReceiver.lines(store));
    }

    @Test
    void everythingArrivesByVersionOne() {
        try (var writes = open()) {
            apply(writes, Message.V1);
            rows(writes.tap(store), 100);
            awaitAll();
            assertThat(receiver.heads.peek()).isEqualTo("application/x-protobuf 0.1.0 a");
            await("metadata", () -> receiver.receiver().metadata().containsKey("m"));
            Destination destination = writes.destinations().getFirst();
            await("counted", () -> destination.counters().sent().get(Kind.SAMPLES) == 100 * SERIES);
            assertThat(destination.counters().pending(Kind.SAMPLES)).isZero();
            assertThat(destination.counters().highestSentMillis()).isEqualTo(time);
        }
    }

    @Test
    void everythingArrivesByVersionTwoWithItsKind() {
        var histogram = new Histogram(0, 3, 4.5, 0.001, 0, new Histogram.Buckets(new int[] {0}, new int[] {2}, new double[] {1, 2}),
                Histogram.Buckets.NONE, new double[0], Histogram.CounterReset.UNKNOWN);
        try (var writes = open()) {
            RemoteWriteConfig c = config(receiver.url(), Message.V2);
            var patient = new RemoteWriteConfig.Queue(200, 1, 1, 50, 500, 5, 50, false, 0); // so that the exemplar finds its sample's request
            writes.apply(List.of(new RemoteWriteConfig("r", c.url(), 2_000, c.headers(), List.of(), true, true, Message.V2, c.http(), patient,
                    c.metadata())), Labels.EMPTY);
            Storage tapped = writes.tap(store);
            rows(tapped, 8);
            try (Appender appender = tapped.appender()) {
                appender.append(Labels.of("__name__", "h"), time - 500, time, histogram);
                appender.commit();
            }
            var exemplars = writes.tap(new ExemplarRing(10));
            var exemplar = new Exemplar(Labels.of("trace_id", "abc"), 1, time);
            exemplars.append(labels(15), exemplar);
            exemplars.append(labels(15), exemplar);
            awaitAll();
            await("the exemplar", () -> receiver.exemplars.size() == 1);
            assertThat(receiver.heads.peek()).isEqualTo("application/x-protobuf;proto=io.prometheus.write.v2.Request 2.0.0 a");
            assertThat(receiver.receiver().metadata().get("m")).isEqualTo(new MetricMetadata("counter", "bytes", "Some help."));
            assertThat(writes.queued().exemplars()).isEqualTo(1);
        }
    }

    @Test
    void externalLabelsAndRelabelling() {
        try (var writes = open()) {
            var keep = new RelabelRule(List.of("i"), ";", new RelabelRegex("1|2"), 0, "", "", RelabelAction.KEEP, NameValidation.UTF8);
            RemoteWriteConfig plain = config(receiver.url(), Message.V1);
            var config = new RemoteWriteConfig("r", plain.url(), 2_000, Map.of(), List.of(keep), false, false, Message.V1,
                    HttpClientConfig.DEFAULT, plain.queue(), RemoteWriteConfig.Metadata.DEFAULT);
            writes.apply(List.of(config), Labels.of("cluster", "c", "i", "outside"));
            rows(writes.tap(store), 1);
            await("two series", () -> receiver.lines().size() == 2);
            assertThat(receiver.lines().getFirst()).startsWith("{__name__=\"m\", cluster=\"c\", i=\"1\"}");
            assertThat(writes.destinations().getFirst().counters().dropped("dropped_series").get(Kind.SAMPLES)).isEqualTo(SERIES - 2);
        }
    }

    @Test
    void aReceiverThatFailsSlowlyOrIsSilentGetsEverythingInTheEnd() {
        try (var writes = open()) {
            writes.apply(List.of(with(config(receiver.url(), Message.V1), 300)), Labels.EMPTY);
            Storage tapped = writes.tap(store);
            receiver.behave(StandInReceiver.status(503));
            rows(tapped, 30);
            await("tries", () -> receiver.requests.get() > 3);
            receiver.behave(exchange -> {
                await("the sender gave up waiting", () -> log.toString().contains("no answer within 300 ms"));
                return StandInReceiver.status(500).answers(exchange);
            });
            rows(tapped, 30);
            await("a time-out", () -> log.toString().contains("no answer within 300 ms"));
            receiver.behave(null);
            awaitAll();
            assertThat(writes.destinations().getFirst().counters().failed().get(Kind.SAMPLES)).isZero();
            assertThat(writes.destinations().getFirst().counters().retried().get(Kind.SAMPLES)).isPositive();
        }
    }

    private static RemoteWriteConfig with(RemoteWriteConfig c, long timeoutMillis) {
        return new RemoteWriteConfig(c.name(), c.url(), timeoutMillis, c.headers(), c.relabel(), c.sendExemplars(), c.sendNativeHistograms(),
                c.message(), c.http(), c.queue(), c.metadata());
    }

    @Test
    void nobodyListensAndThenSomebodyDoes() throws IOException {
        int port = receiver.port();
        receiver.close();
        try (var writes = open()) {
            apply(writes, Message.V1);
            rows(writes.tap(store), 50);
            await("refused connections", () -> log.toString().contains("no connection"));
            try (var late = new StandInReceiver(clock, port)) {
                await("all", () -> late.lines().size() == 50 * SERIES);
                assertThat(late.lines()).isEqualTo(StandInReceiver.lines(store));
            }
        }
    }

    @Test
    void whatIsRefusedIsNotTriedAgain() {
        receiver.behave(StandInReceiver.status(400));
        try (var writes = open()) {
            apply(writes, Message.V1);
            rows(writes.tap(store), 5);
            SendCounters counters = writes.destinations().getFirst().counters();
            await("given up", () -> counters.failed().get(Kind.SAMPLES) == 5 * SERIES);
            receiver.behave(null);
            rows(writes.tap(store), 5);
            await("the next ones", () -> receiver.lines().size() == 5 * SERIES);
        }
    }

    @Test
    void aRestartGoesOnWhereItWas() {
        for (Message message : Message.values()) {
            try (var writes = open()) {
                apply(writes, message);
                rows(writes.tap(store), 20);
                receiver.behave(StandInReceiver.status(500));
                rows(writes.tap(store), 20);
            }
            receiver.behave(null);
            try (var writes = open()) {
                apply(writes, message);
                awaitAll();
            }
        }
    }

    @Test
    void reloadsLoseNothing() {
        try (var writes = open()) {
            apply(writes, Message.V1);
            Storage tapped = writes.tap(store);
            for (int n = 0; n < 6; n++) {
                rows(tapped, 15);
                long timeout = 1_000 + n;
                Message message = n % 2 == 0 ? Message.V2 : Message.V1;
                writes.apply(List.of(with(config(receiver.url(), message), timeout)), Labels.EMPTY);
            }
            rows(tapped, 5);
            awaitAll();
            writes.apply(List.of(), Labels.EMPTY);
            assertThat(writes.isOpen()).isFalse();
            int before = receiver.requests.get();
            rows(tapped, 5);
            assertThat(receiver.requests.get()).isEqualTo(before);
            assertThat(folder.resolve("r.position")).doesNotExist();
        }
    }

    @Test
    void oneThatIsAwayDoesNotHoldUpTheOther() throws IOException {
        int port;
        try (var gone = new StandInReceiver(clock, 0)) {
            port = gone.port();
        }
        UnaryOperator<RemoteWriteConfig> named = c -> new RemoteWriteConfig("gone", URI.create("http://127.0.0.1:" + port + "/"), 2_000, c.headers(),
                c.relabel(), true, true, c.message(), c.http(), c.queue(), c.metadata());
        try (var writes = open()) {
            RemoteWriteConfig here = config(receiver.url(), Message.V1);
            writes.apply(List.of(named.apply(here), here), Labels.EMPTY);
            rows(writes.tap(store), 100);
            awaitAll();
        }
    }
}
