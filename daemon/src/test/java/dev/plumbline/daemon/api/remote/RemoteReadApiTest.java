package dev.plumbline.daemon.api.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.wire.ProtoReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteReadApiTest {
    private static final byte[] STREAM_OF_A = ReadRequestTest.query(0, "__name__", "a", 1, 0);
    private final InMemoryStorage storage = new InMemoryStorage();
    private final StoreHandle handle = new StoreHandle();
    private final RemoteReadApi api = new RemoteReadApi(handle, () -> Labels.of("site", "here"), new RemoteReadApi.Limits(1, 250, 1 << 20));

    @BeforeEach
    void fill() {
        handle.opened(storage);
        try (var appender = storage.appender()) {
            for (int i = 0; i < 300; i++) {
                appender.append(Labels.of("__name__", "a", "n", "1"), i, i);
            }
            appender.append(Labels.of("__name__", "a", "site", "own"), 5, 1);
            appender.append(Labels.of("__name__", "b"), 5, 1);
            appender.commit();
        }
    }

    private static String refusal(RemoteReadApi.Reply reply, int status) {
        assertThat(reply).isInstanceOf(RemoteReadApi.Reply.Whole.class);
        var answer = ((RemoteReadApi.Reply.Whole) reply).answer();
        assertThat(answer.status()).isEqualTo(status);
        return new String(answer.body(), StandardCharsets.UTF_8);
    }

    private InputStream stream() {
        RemoteReadApi.Reply reply = api.read(STREAM_OF_A);
        assertThat(reply).isInstanceOf(RemoteReadApi.Reply.Streamed.class);
        return ((RemoteReadApi.Reply.Streamed) reply).chunks();
    }

    @Test
    void streamsSeriesInCheckedFrames() throws IOException {
        byte[] all;
        try (var chunks = stream()) {
            all = chunks.readAllBytes();
        }
        List<byte[]> frames = frames(all);
        assertThat(frames).hasSize(2);
        assertThat(chunksOf(frames.getFirst())).as("300 samples by 120").isEqualTo(3);
        assertThat(new String(frames.getFirst(), StandardCharsets.ISO_8859_1)).contains("site", "here");
        assertThat(new String(frames.getLast(), StandardCharsets.ISO_8859_1)).contains("own").doesNotContain("here");
    }

    private static List<byte[]> frames(byte[] all) {
        var frames = new ArrayList<byte[]>();
        int at = 0;
        while (at < all.length) {
            int length = 0;
            for (int shift = 0; ; shift += 7) {
                byte b = all[at++];
                length |= (b & 0x7f) << shift;
                if (b >= 0) {
                    break;
                }
            }
            int sum = ByteBuffer.wrap(all, at, 4).getInt();
            var checksum = new CRC32C();
            checksum.update(all, at + 4, length);
            assertThat(sum).isEqualTo((int) checksum.getValue());
            frames.add(Arrays.copyOfRange(all, at + 4, at + 4 + length));
            at += 4 + length;
        }
        return frames;
    }

    private static int chunksOf(byte[] frame) {
        var in = new ProtoReader().on(frame, 0, frame.length);
        in.next();
        in.enter();
        int chunks = 0;
        while (in.next()) {
            chunks += in.field() == 2 ? 1 : 0;
        }
        return chunks;
    }

    @Test
    void aStreamKeepsItsTurnUntilItIsClosed() throws IOException {
        InputStream first = stream();
        assertThat(first.read()).isPositive();
        first.close();
        first.close();
        assertThat(first.read()).isEqualTo(-1);
        try (var second = stream()) {
            assertThat(second.readAllBytes()).isNotEmpty();
            assertThat(stream().read()).as("read to its end, it gave its turn back").isPositive();
        }
    }

    @Test
    void samplesHaveALimit() {
        assertThat(refusal(api.read(ReadRequestTest.query(0, "n", "1")), 400)).contains("exceeded sample limit (250)");
        assertThat(refusal(api.read(ReadRequestTest.query(0, "__name__", "b")), 200)).contains("here");
        var small = new RemoteReadApi(handle, () -> Labels.EMPTY, new RemoteReadApi.Limits(1, 1000, 100));
        assertThat(refusal(small.read(ReadRequestTest.query(0, "n", "1")), 400)).contains("exceeded 100 bytes");
    }

    @Test
    void refusesWhatCannotBeAnswered() {
        assertThat(refusal(api.read(new byte[] {1, 2, 3}), 400)).contains("snappy");
        handle.unavailable("the store is away");
        assertThat(refusal(api.read(STREAM_OF_A), 503)).contains("the store is away");
    }
}
