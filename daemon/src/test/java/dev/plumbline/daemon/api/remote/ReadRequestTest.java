package dev.plumbline.daemon.api.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.wire.ProtoWriter;
import dev.plumbline.wire.Snappy;
import java.io.IOException;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReadRequestTest {

    static byte[] query(int type, String name, String value, int... accepted) {
        var out = new ProtoWriter();
        int query = out.begin(1);
        out.int64(1, -5).int64(2, 1000);
        int matcher = out.begin(3);
        out.int64(1, type).string(2, name).string(3, value).end(matcher);
        out.end(query);
        for (int a : accepted) {
            out.int64(2, a);
        }
        return Snappy.encode(out.array(), 0, out.length());
    }

    @Test
    void readsQueries() {
        ReadRequest request = ReadRequest.of(query(2, "job", "a|b", 1, 0), Labels.EMPTY);
        assertThat(request.streamed()).isTrue();
        assertThat(request.queries()).singleElement().satisfies(q -> {
            assertThat(q.startMillis()).isEqualTo(-5);
            assertThat(q.endMillis()).isEqualTo(1000);
            assertThat(q.matchers()).singleElement().satisfies(m -> {
                assertThat(m.type()).isEqualTo(LabelMatcher.Type.MATCH);
                assertThat(m.matches(Labels.of("job", "b"))).isTrue();
                assertThat(m.matches(Labels.of("job", "c"))).isFalse();
            });
        });
        assertThat(ReadRequest.of(query(0, "a", "b"), Labels.EMPTY).streamed()).isFalse();
        assertThat(ReadRequest.of(query(0, "a", "b", 7, 0), Labels.EMPTY).streamed()).isFalse();
    }

    @Test
    void externalLabelsAreMatchedAway() {
        Labels external = Labels.of("site", "here");
        assertThat(ReadRequest.of(query(0, "site", "here"), external).queries().getFirst().matchers().getFirst().value()).isEmpty();
        assertThat(ReadRequest.of(query(0, "site", "there"), external).queries().getFirst().matchers().getFirst().value()).isEqualTo("there");
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> ReadRequest.of(query(4, "a", "b"), Labels.EMPTY)).hasMessageContaining("matcher type 4");
        assertThatThrownBy(() -> ReadRequest.of(query(2, "a", "("), Labels.EMPTY)).hasMessageContaining("regular expression");
        assertThatThrownBy(() -> ReadRequest.of(query(0, "a", "b", 9), Labels.EMPTY)).hasMessageContaining("response types");
        assertThatThrownBy(() -> ReadRequest.of(new byte[0], Labels.EMPTY)).hasMessageContaining("snappy");
    }

    @Test
    void damagedRequestsAreReadOrRefused() throws IOException {
        byte[] good;
        try (var in = ReadRequestTest.class.getResourceAsStream("/remote-corpus/read.bin")) {
            good = java.util.Objects.requireNonNull(in).readAllBytes();
        }
        var random = new Random(9);
        for (int round = 0; round < 20_000; round++) {
            byte[] damaged = good.clone();
            for (int n = random.nextInt(5); n > 0; n--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            byte[] body = Snappy.encode(damaged, 0, random.nextInt(8) == 0 ? random.nextInt(damaged.length) : damaged.length);
            try {
                ReadRequest.of(body, Labels.EMPTY);
            } catch (PlumblineException e) {
                assertThat(e.kind()).isEqualTo(PlumblineException.Kind.USER);
            }
        }
    }
}
