package dev.plumbline.daemon.collectors.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.Labels;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.VirtualTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteWriteV2Test {
    private static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
    private final InMemoryStorage storage = new InMemoryStorage();
    private final RecordedExemplars exemplars = new RecordedExemplars();
    private final RemoteWriteReceiver receiver = new RemoteWriteReceiver(RemoteWriteLimits.DEFAULTS, new VirtualTime(1_000_000), 42);

    @BeforeEach
    void start() {
        receiver.start(storage, exemplars);
    }

    private WriteAnswer send(RequestsV2 request) {
        return receiver.receive(V2, "snappy", request.body());
    }

    private Samples stored(Labels labels) {
        try (var querier = storage.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            return querier.select(List.of()).stream().filter(s -> s.labels().equals(labels)).findFirst()
                    .map(s -> s.samples(Long.MIN_VALUE, Long.MAX_VALUE)).orElse(Samples.NONE);
        }
    }

    @Test
    void keepsSamplesWithTheirStarts() {
        for (int round = 0; round < 3; round++) {
            long time = 1000L * round + 1000;
            var request = new RequestsV2().series(out -> {
                int mark = out.begin(2);
                out.float64(1, 7).int64(2, time).int64(3, 500).end(mark);
            }, "__name__", "a_total", "job", "x").series(out -> {
                out.int64(6, 300);
                RequestsV2.sample(out, time, 8);
            }, "job", "x", "__name__", "b_total");
            assertThat(send(request)).isEqualTo(new WriteAnswer(204, "", new WriteAnswer.Written(2, 0, 0), 0));
        }
        Samples a = stored(Labels.of("__name__", "a_total", "job", "x"));
        assertThat(a.times()).containsExactly(1000, 2000, 3000);
        assertThat(a.startTimes()).containsExactly(500, 500, 500);
        assertThat(stored(Labels.of("__name__", "b_total", "job", "x")).startTimes()).containsExactly(300, 300, 300);
    }

    @Test
    void keepsTheGoodAndTellsTheBad() {
        send(new RequestsV2().sample(5000, 1, "__name__", "late"));
        WriteAnswer answer = send(new RequestsV2().sample(4000, 1, "__name__", "late").sample(5000, 2, "__name__", "late")
                .sample(9_000_000, 1, "__name__", "early").sample(1, 1, "job", "nameless").sample(1, 1, "__name__", "x", "a", "1", "a", "2")
                .series(out -> { }, "__name__", "empty").sample(1, 1, "__name__", "good", "none", ""));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.written()).isEqualTo(new WriteAnswer.Written(1, 0, 0));
        assertThat(answer.text().lines()).satisfiesExactly(
                l -> assertThat(l).startsWith("out of order sample"), l -> assertThat(l).startsWith("duplicate sample for timestamp"),
                l -> assertThat(l).startsWith("out of bounds"), l -> assertThat(l).startsWith("invalid metric name or labels"),
                l -> assertThat(l).contains("duplicated label a"),
                l -> assertThat(l).startsWith("TimeSeries must contain at least one sample or histogram"));
        assertThat(stored(Labels.of("__name__", "good")).times()).containsExactly(1);
    }

    @Test
    void referencesMustBeInTheTable() {
        var request = new RequestsV2().sample(1, 1, "__name__", "good");
        int odd = request.out.begin(5);
        request.out.int64(1, 1);
        RequestsV2.sample(request.out, 1, 1);
        request.out.end(odd);
        int outside = request.out.begin(5);
        request.out.int64(1, 1).int64(1, 4_000_000_000L);
        RequestsV2.sample(request.out, 1, 1);
        request.out.end(outside);
        request.series(out -> {
            int mark = out.begin(5);
            out.int64(1, 1).int64(3, 99).end(mark);
            RequestsV2.sample(out, 1, 1);
        }, "__name__", "m");
        WriteAnswer answer = send(request);
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.written().samples()).isEqualTo(1);
        assertThat(answer.text()).contains("invalid labelRefs length 1", "labelRefs 4000000000 is outside of symbols table (size 4)",
                "help_ref 99");
    }

    @Test
    void keepsMetadataByFamily() {
        send(new RequestsV2().series(out -> RequestsV2.sample(out, 1, 1), "__name__", "plain"));
        var request = new RequestsV2();
        request.series(out -> {
            request.metadata(3, "Times.", "seconds");
            RequestsV2.sample(out, 1, 1);
        }, "__name__", "t_seconds_bucket", "le", "1");
        request.series(out -> {
            request.metadata(1, "Things.", "");
            RequestsV2.sample(out, 1, 1);
        }, "__name__", "a_total");
        assertThat(send(request).status()).isEqualTo(204);
        assertThat(receiver.metadata()).containsOnly(java.util.Map.entry("t_seconds", new MetricMetadata("histogram", "seconds", "Times.")),
                java.util.Map.entry("a_total", new MetricMetadata("counter", "", "Things.")));
    }

    @Test
    void keepsExemplarsOfWhatIsKept() {
        var request = new RequestsV2();
        request.series(out -> {
            RequestsV2.sample(out, 1, 1);
            request.exemplar(10, 0.5, "trace_id", "abc");
            request.exemplar(20, 0.7, "trace_id", "def");
            request.exemplar(15, 0.7, "trace_id", "old");
        }, "__name__", "a");
        WriteAnswer answer = send(request);
        assertThat(exemplars.kept).containsExactly(new Exemplar(Labels.of("trace_id", "abc"), 0.5, 10),
                new Exemplar(Labels.of("trace_id", "def"), 0.7, 20));
        assertThat(answer.written()).isEqualTo(new WriteAnswer.Written(1, 0, 2));
        assertThat(answer.status()).as("one is out of order").isEqualTo(400);
    }

    @Test
    void whatTheStoreHasNoRoomForComesAgain() {
        receiver.start(new Full(Optional.of(new Rejection.LimitReached(Labels.EMPTY, "the limit of 1 series"))), exemplars);
        WriteAnswer limit = send(new RequestsV2().sample(1, 1, "__name__", "a"));
        assertThat(limit.status()).isEqualTo(503);
        assertThat(limit.retryAfterSeconds()).isPositive();
        assertThat(limit.written()).isEqualTo(WriteAnswer.Written.NOTHING);
        receiver.start(new Full(Optional.empty()), exemplars);
        WriteAnswer disk = receiver.receive("", "", new Requests().sample(1, 1, "__name__", "a").body());
        assertThat(disk.status()).isEqualTo(503);
        assertThat(disk.text()).contains("no space left");
    }

    @Test
    void requestsThatStandForMoreThanTheyWeighAreRefused() {
        var request = new RequestsV2();
        int mark = request.out.begin(5);
        int references = request.out.begin(1);
        for (int i = 0; i < 3 * RequestBounds.LABELS; i++) {
            request.out.varint(0);
        }
        request.out.end(references).end(mark);
        assertThat(send(request).text()).contains("label references");
        var symbols = new RequestsV2();
        for (int i = 0; i <= RequestBounds.SYMBOLS; i++) {
            symbols.out.string(4, "");
        }
        assertThat(send(symbols).text()).contains("symbols");
    }

    /** Takes no sample, or takes all and cannot write them. */
    private record Full(Optional<Rejection> rejection) implements Storage {
        @Override
        public Appender appender() {
            return new Appender() {
                @Override
                public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, double value) {
                    return rejection;
                }

                @Override
                public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, dev.plumbline.model.Histogram histogram) {
                    return rejection;
                }

                @Override
                public void commit() {
                    throw PlumblineException.resource("cannot write the log: no space left", null);
                }

                @Override
                public void rollback() {}

                @Override
                public void close() {}
            };
        }

        @Override
        public RowAppender rows(String source) {
            throw new UnsupportedOperationException("rows are for scrapes");
        }

        @Override
        public Querier querier(long minMillis, long maxMillis) {
            throw new UnsupportedOperationException("nobody asks here");
        }

        @Override
        public long oldestMillis() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
