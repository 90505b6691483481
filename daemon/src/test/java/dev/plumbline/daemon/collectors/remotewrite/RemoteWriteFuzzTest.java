package dev.plumbline.daemon.collectors.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.time.VirtualTime;
import dev.plumbline.wire.Snappy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Seeded: requests that were good once and are damaged are taken or refused, and cost no more memory than good ones. */
class RemoteWriteFuzzTest {
    private static final int ROUNDS = 4_000;
    private static final long MAX_BYTES_PER_REQUEST = 1 << 20;

    @ParameterizedTest
    @CsvSource({"v1-floats, prometheus.WriteRequest", "v1-histograms, prometheus.WriteRequest",
        "v1-metadata, prometheus.WriteRequest", "v2-mixed, io.prometheus.write.v2.Request"})
    void damagedRequestsAreTakenOrRefused(String name, String message) throws IOException {
        byte[] good = resource(name);
        var random = new Random(name.hashCode());
        String contentType = "application/x-protobuf;proto=" + message;
        assertThat(receiver().receive(contentType, "snappy", Snappy.encode(good, 0, good.length)).status()).isEqualTo(204);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        RemoteWriteReceiver receiver = receiver();
        for (int round = 0; round < ROUNDS; round++) {
            if (round % 500 == 0) {
                receiver = receiver(); // or the store would fill with what damage names series
            }
            byte[] damaged = damage(good, random);
            byte[] body = random.nextInt(4) == 0 ? damaged : Snappy.encode(damaged, 0, damaged.length);
            WriteAnswer answer = receiver.receive(contentType, "snappy", body);
            assertThat(answer.status()).as("round %d of %s: %s", round, name, answer.text()).isIn(204, 400, 413);
            assertThat(answer.text().isEmpty()).isEqualTo(answer.status() == 204);
        }
        assertThat((threads.getCurrentThreadAllocatedBytes() - before) / ROUNDS).isLessThan(MAX_BYTES_PER_REQUEST);
    }

    private static RemoteWriteReceiver receiver() {
        var receiver = new RemoteWriteReceiver(new RemoteWriteLimits(1 << 20, 1 << 20, 1, 0, 64, 64, 10), new VirtualTime(1L << 41), 1);
        receiver.start(new InMemoryStorage(), new RecordedExemplars());
        return receiver;
    }

    private static byte[] damage(byte[] good, Random random) {
        byte[] damaged = Arrays.copyOf(good, random.nextInt(6) == 0 ? random.nextInt(good.length + 1) : good.length);
        for (int n = random.nextInt(5); n > 0 && damaged.length > 0; n--) {
            int at = random.nextInt(damaged.length);
            switch (random.nextInt(4)) {
                case 0 -> damaged[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> damaged[at] = (byte) 0xff;
                case 2 -> damaged[at] = (byte) random.nextInt(256);
                default -> {
                    int from = random.nextInt(damaged.length);
                    int length = Math.min(random.nextInt(40), damaged.length - Math.max(at, from));
                    System.arraycopy(damaged, from, damaged, at, length);
                }
            }
        }
        return damaged;
    }

    static byte[] resource(String name) throws IOException {
        try (var in = RemoteWriteFuzzTest.class.getResourceAsStream("/remote-corpus/" + name + ".bin")) {
            if (in == null) {
                throw new IOException("no " + name + " in the corpus");
            }
            return in.readAllBytes();
        }
    }
}
