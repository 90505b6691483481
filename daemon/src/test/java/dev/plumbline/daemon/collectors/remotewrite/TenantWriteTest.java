package dev.plumbline.daemon.collectors.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.storage.NoExemplars;
import dev.plumbline.storage.TenantLimits;
import dev.plumbline.storage.TenantRules;
import dev.plumbline.testkit.fault.FaultyDisk;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.tsdb.Tsdb;
import dev.plumbline.tsdb.TsdbOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What senders hear of their tenants' limits; what of their requests is kept. */
class TenantWriteTest {
    private static final String V2 = "application/x-protobuf;proto=io.prometheus.write.v2.Request";
    private final VirtualTime clock = new VirtualTime(1_000_000);
    private final Tsdb store = Tsdb.open(TsdbOptions.defaults(Path.of("/data")), clock, new FaultyDisk(1), e -> {});
    private final RemoteWriteReceiver receiver = new RemoteWriteReceiver(RemoteWriteLimits.DEFAULTS, clock, 42);

    @BeforeEach
    void start() {
        store.tenants(new TenantRules(TenantRules.USUAL, "unknown", TenantLimits.NONE, TenantLimits.NONE,
                Map.of("small", new TenantLimits(2, 0, 0, 0, 0), "slow", new TenantLimits(0, 1, 0, 0, 0))));
        receiver.start(store, new NoExemplars());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Requests requests(String tenant, int from, int to, Requests into) {
        for (int i = from; i < to; i++) {
            into.sample(i + 1, 1000 + i, "__name__", "m", "i", "" + i, "tenant", tenant);
        }
        return into;
    }

    private int series() {
        try (var querier = store.querier(Long.MIN_VALUE, Long.MAX_VALUE)) {
            return querier.select(List.of()).size();
        }
    }

    @Test
    void aFullTenantIsToldAndTheOthersOfTheRequestAreKept() {
        Requests mixed = requests("small", 0, 5, requests("big", 0, 3, new Requests()));
        WriteAnswer answer = receiver.receive("", "", mixed.body());
        assertThat(answer.status()).as("of no use to send again").isEqualTo(400);
        assertThat(answer.text()).contains("tenant \"small\" is over the limit of 2 series").contains("tenants.limits.small.series");
        assertThat(answer.written().samples()).isEqualTo(5);
        assertThat(answer.retryAfterSeconds()).isZero();
        assertThat(series()).isEqualTo(5);
        assertThat(receiver.receive("", "", requests("big", 3, 6, new Requests()).body()).status()).isEqualTo(204);
    }

    @Test
    void whoIsTooFastIsToComeAgainLater() {
        Requests mixed = requests("slow", 0, 100, requests("big", 0, 3, new Requests()));
        WriteAnswer answer = receiver.receive("", "", mixed.body());
        assertThat(answer.status()).isEqualTo(429);
        assertThat(answer.retryAfterSeconds()).isPositive();
        assertThat(answer.text()).contains("tenant \"slow\" is over the limit of 1 samples_per_second").contains("and 20 more");
        assertThat(answer.written().samples()).isEqualTo(63);
        assertThat(series()).isEqualTo(63);
        clock.advance(60_000);
        assertThat(receiver.receive("", "", mixed.body()).status()).as("the same again: what is kept already costs nothing").isEqualTo(204);
        assertThat(series()).isEqualTo(103);
    }

    @Test
    void versionTwoIsToldTheSame() {
        var request = new RequestsV2();
        for (int i = 0; i < 4; i++) {
            request.sample(1, 1000, "__name__", "m", "i", "" + i, "tenant", "small");
        }
        WriteAnswer answer = receiver.receive(V2, "snappy", request.body());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.written()).isEqualTo(new WriteAnswer.Written(2, 0, 0));
    }

    @Test
    void aBadSampleStillRefusesTheWholeOfAFirstVersion() {
        receiver.receive("", "", requests("big", 0, 1, new Requests()).body());
        Requests request = requests("small", 0, 3, new Requests());
        request.sample(1, 77, "__name__", "m", "i", "0", "tenant", "big"); // another value for the same time
        WriteAnswer answer = receiver.receive("", "", request.body());
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.written()).isEqualTo(WriteAnswer.Written.NOTHING);
        assertThat(series()).isEqualTo(1);
    }
}
