package dev.plumbline.daemon.collectors.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.NoExemplars;
import dev.plumbline.storage.Samples;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteWriteReceiverTest {
    private static final String PROTOBUF = "application/x-protobuf";
    private final VirtualTime clock = new VirtualTime(1_000_000);
    private final InMemoryStorage storage = new InMemoryStorage();
    private final RemoteWriteReceiver receiver = new RemoteWriteReceiver(RemoteWriteLimits.DEFAULTS, clock, 42);

    @BeforeEach
    void start() {
        receiver.start(storage, new NoExemplars());
    }

    private WriteAnswer send(Requests request) {
        return receiver.receive(PROTOBUF, "snappy", request.body());
    }

    private Samples stored(String name) {
        try (var querier = storage.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            var series = querier.select(List.of(LabelMatcher.equal("__name__", name)));
            return series.isEmpty() ? Samples.NONE : series.getFirst().samples(Long.MIN_VALUE, Long.MAX_VALUE);
        }
    }

    private List<Labels> series() {
        try (var querier = storage.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            return querier.select(List.of()).stream().map(s -> s.labels()).toList();
        }
    }

    @Test
    void keepsSamplesAndSaysHowMany() {
        WriteAnswer answer = send(new Requests().series(out -> {
            Requests.sample(out, 0, 1);
            Requests.sample(out, 60_000, 2.5);
        }, "__name__", "a", "job", "x").sample(0, Double.NaN, "__name__", "b"));
        assertThat(answer).isEqualTo(new WriteAnswer(204, "", new WriteAnswer.Written(3, 0, 0), 0));
        assertThat(stored("a").times()).containsExactly(0, 60_000);
        assertThat(stored("a").values()).containsExactly(1, 2.5);
        assertThat(series()).containsExactly(Labels.of("__name__", "a", "job", "x"), Labels.of("__name__", "b"));
    }

    @Test
    void knowsASeriesAgainWhereverItsLabelsStand() {
        for (int i = 0; i < 3; i++) {
            int time = i * 1000;
            send(new Requests().series(out -> Requests.sample(out, time, 1), "job", "x", "__name__", "a"));
            int mark;
            var scattered = new Requests();
            mark = scattered.out.begin(1);
            Requests.labels(scattered.out, "__name__", "a");
            Requests.sample(scattered.out, time + 500, 2);
            Requests.labels(scattered.out, "job", "x");
            scattered.out.end(mark);
            assertThat(send(scattered).status()).isEqualTo(204);
        }
        assertThat(series()).hasSize(1);
        assertThat(stored("a").times()).containsExactly(0, 500, 1000, 1500, 2000, 2500);
    }

    @Test
    void leavesOutSeriesWithBadLabelsOnly() {
        var request = new Requests().sample(0, 1, "job", "x").sample(0, 1, "__name__", "").sample(0, 1, "__name__", "a", "", "x")
                .sample(0, 1, "__name__", "a", "b", "1", "b", "2").sample(0, 1, "__name__", "good", "empty", "");
        int mark = request.out.begin(1);
        int label = request.out.begin(1);
        request.out.string(1, "__name__").bytes(2, new byte[] {(byte) 0xc3, 0x28}, 0, 2).end(label);
        Requests.sample(request.out, 0, 1);
        request.out.end(mark);
        assertThat(send(request)).isEqualTo(new WriteAnswer(204, "", new WriteAnswer.Written(1, 0, 0), 0));
        assertThat(series()).containsExactly(Labels.of("__name__", "good"));
        assertThat(receiver.counters().badSeries()).isEqualTo(5);
    }

    @Test
    void aSampleThatCannotBeTakenRollsAllBack() {
        send(new Requests().sample(5000, 1, "__name__", "a"));
        WriteAnswer older = send(new Requests().sample(6000, 1, "__name__", "b").sample(4000, 1, "__name__", "a"));
        assertThat(older.status()).isEqualTo(400);
        assertThat(older.text()).startsWith("out of order sample");
        assertThat(older.written()).isEqualTo(WriteAnswer.Written.NOTHING);
        WriteAnswer other = send(new Requests().sample(6000, 1, "__name__", "b").sample(5000, 2, "__name__", "a"));
        assertThat(other.status()).isEqualTo(400);
        assertThat(other.text()).startsWith("duplicate sample for timestamp");
        assertThat(stored("b").isEmpty()).isTrue();
        assertThat(send(new Requests().sample(5000, 1, "__name__", "a")).status()).as("the same again").isEqualTo(204);
    }

    @Test
    void aSampleFarAheadIsOutOfBounds() {
        assertThat(send(new Requests().sample(1_600_000, 1, "__name__", "a")).status()).isEqualTo(204);
        WriteAnswer answer = send(new Requests().sample(1_600_001, 1, "__name__", "a"));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.text()).startsWith("out of bounds");
    }

    @Test
    void keepsMetadata() {
        send(new Requests().metadata(1, "a_total", "Things.", "").metadata(3, "b", "Sizes.", "bytes").metadata(99, "c", "", "")
                .metadata(2, "", "nobody's", ""));
        assertThat(receiver.metadata()).containsOnlyKeys("a_total", "b", "c")
                .containsEntry("a_total", new MetricMetadata("counter", "", "Things."))
                .containsEntry("b", new MetricMetadata("histogram", "bytes", "Sizes."))
                .containsEntry("c", new MetricMetadata("unknown", "", ""));
    }

    @Test
    void readsOnlyWhatItKnows() {
        byte[] body = new Requests().sample(0, 1, "__name__", "a").body();
        assertThat(receiver.receive("", "", body).status()).isEqualTo(204);
        assertThat(receiver.receive(PROTOBUF + "; proto=prometheus.WriteRequest", "Snappy", body).status()).isEqualTo(204);
        assertThat(receiver.receive("text/plain", "snappy", body).status()).isEqualTo(415);
        assertThat(receiver.receive(PROTOBUF + ";proto", "snappy", body).status()).isEqualTo(415);
        assertThat(receiver.receive(PROTOBUF + ";proto=other.Message", "snappy", body).text()).contains("other.Message", "prometheus.WriteRequest");
        assertThat(receiver.receive(PROTOBUF, "gzip", body).status()).isEqualTo(415);
    }

    @Test
    void refusesDamagedBodies() {
        assertThat(receiver.receive(PROTOBUF, "snappy", new byte[0]).status()).isEqualTo(400);
        assertThat(receiver.receive(PROTOBUF, "snappy", "hello, world".getBytes(StandardCharsets.UTF_8)).status()).isEqualTo(400);
        byte[] noise = {0x0b, 1, 2, 3};
        assertThat(receiver.receive(PROTOBUF, "snappy", Snappy.encode(noise, 0, 4)).text()).contains("malformed protobuf");
        var cut = new Requests().sample(0, 1, "__name__", "a");
        assertThat(receiver.receive(PROTOBUF, "snappy", Snappy.encode(cut.out.array(), 0, cut.out.length() - 1)).status()).isEqualTo(400);
        assertThat(stored("a").isEmpty()).isTrue();
    }

    @Test
    void refusesWhatIsTooLarge() {
        var small = new RemoteWriteReceiver(new RemoteWriteLimits(100, 300, 1, 0, 4, 2, 1), clock, 1);
        small.start(storage, new NoExemplars());
        assertThat(small.receive(PROTOBUF, "snappy", new byte[101]).status()).isEqualTo(413);
        var repeated = new byte[400];
        byte[] bomb = Snappy.encode(repeated, 0, 400);
        assertThat(bomb).hasSizeLessThan(100);
        assertThat(small.receive(PROTOBUF, "snappy", bomb).text()).contains("400 bytes uncompressed; at most 300");
    }

    @Test
    void beforeTheStoreIsOpenSendersComeAgain() {
        var early = new RemoteWriteReceiver(RemoteWriteLimits.DEFAULTS, clock, 1);
        byte[] body = new Requests().sample(0, 1, "__name__", "a").body();
        assertThat(early.receive(PROTOBUF, "snappy", body).status()).isEqualTo(503);
        assertThat(early.receive(PROTOBUF, "snappy", body).retryAfterSeconds()).isPositive();
        receiver.stop();
        assertThat(receiver.receive(PROTOBUF, "snappy", body).status()).isEqualTo(503);
    }

    @Test
    void fewCachesOnlyCostTime() {
        var forgetful = new RemoteWriteReceiver(new RemoteWriteLimits(1 << 20, 1 << 20, 1, 0, 4, 2, 1), clock, 3);
        forgetful.start(storage, new NoExemplars());
        for (int round = 0; round < 3; round++) {
            var request = new Requests();
            for (int i = 0; i < 200; i++) {
                request.sample(round * 1000, i, "__name__", "m" + i, "job", "long enough to have a hash of its own " + i);
            }
            assertThat(forgetful.receive(PROTOBUF, "snappy", request.body()).status()).isEqualTo(204);
        }
        assertThat(series()).hasSize(200);
        assertThat(stored("m7").values()).containsExactly(7, 7, 7);
    }

    @Test
    void manyLabelsInDisorderAreSorted() {
        var names = new String[2 * 301];
        for (int i = 0; i < 300; i++) {
            names[2 * i] = "l" + (997 * i % 1000);
            names[2 * i + 1] = "v";
        }
        names[600] = "__name__";
        names[601] = "a";
        assertThat(send(new Requests().sample(0, 1, names)).status()).isEqualTo(204);
        assertThat(series().getFirst().size()).isEqualTo(301);
    }

    @Test
    void unknownFieldsAreSkipped() {
        var request = new Requests();
        request.out.int64(77, 1);
        request.series((ProtoWriter out) -> out.string(99, "new").float64(98, 2), "__name__", "a");
        assertThat(send(request).status()).isEqualTo(204);
    }
}
