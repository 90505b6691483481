package dev.plumbline.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ProtoReaderTest {
    private final ProtoWriter w = new ProtoWriter(1);

    private ProtoReader written() {
        return new ProtoReader().on(w.array(), 0, w.length());
    }

    private static ProtoReader of(int... bytes) {
        var array = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            array[i] = (byte) bytes[i];
        }
        return new ProtoReader().on(array, 0, array.length);
    }

    @Test
    void readsWhatWasWritten() {
        w.int64(1, Long.MIN_VALUE).int64(2, 300).sint64(3, -12345678901L).float64(4, -0.0).string(1000, "é");
        ProtoReader in = written();
        assertThat(in.next()).isTrue();
        assertThat(in.field()).isEqualTo(1);
        assertThat(in.int64()).isEqualTo(Long.MIN_VALUE);
        assertThat(in.next()).isTrue();
        assertThat(in.int32()).isEqualTo(300);
        assertThat(in.next()).isTrue();
        assertThat(in.sint64()).isEqualTo(-12345678901L);
        assertThat(in.next()).isTrue();
        assertThat(in.float64()).isEqualTo(-0.0);
        assertThat(in.next()).isTrue();
        assertThat(in.field()).isEqualTo(1000);
        assertThat(in.string()).isEqualTo("é");
        assertThat(in.next()).isFalse();
        assertThat(in.next()).isFalse();
    }

    @Test
    void goesOverWhatNobodyReads() {
        int mark = w.begin(7);
        w.string(1, "inner").end(mark);
        w.int64(1, 1).float64(2, 2).int64(9, 5);
        ProtoReader in = written();
        while (in.next()) {
            if (in.field() == 9) {
                assertThat(in.int64()).isEqualTo(5);
                return;
            }
        }
        throw new AssertionError("field 9 is gone");
    }

    @Test
    void readsNestedMessagesInPlaceAndCanGoBack() {
        int outerMark = w.begin(1);
        int innerMark = w.begin(2);
        w.string(3, "x".repeat(200)).end(innerMark);
        w.int64(4, 4).end(outerMark);
        w.int64(5, 5);
        ProtoReader in = written();
        in.next();
        int outer = in.enter();
        int begin = in.position();
        in.next();
        int inner = in.enter();
        in.next();
        assertThat(in.string()).hasSize(200);
        in.leave(inner);
        in.next();
        assertThat(in.int64()).isEqualTo(4);
        assertThat(in.next()).isFalse();
        in.rewind(begin);
        assertThat(in.next()).isTrue();
        assertThat(in.field()).isEqualTo(2);
        in.leave(outer);
        in.next();
        assertThat(in.field()).isEqualTo(5);
    }

    @Test
    void readsPackedFields() {
        int mark = w.begin(1);
        w.varint(1).varint(300).end(mark);
        mark = w.begin(2);
        w.signed(-1).signed(64).end(mark);
        mark = w.begin(3);
        w.fixed(1.5).fixed(Double.NaN).end(mark);
        ProtoReader in = written();
        in.next();
        int outer = in.enter();
        assertThat(in.packedVarint()).isEqualTo(1);
        assertThat(in.packedVarint()).isEqualTo(300);
        assertThat(in.more()).isFalse();
        in.leave(outer);
        in.next();
        outer = in.enter();
        assertThat(in.packedSigned()).isEqualTo(-1);
        assertThat(in.packedSigned()).isEqualTo(64);
        in.leave(outer);
        in.next();
        in.enter();
        assertThat(in.packedDouble()).isEqualTo(1.5);
        assertThat(in.packedDouble()).isNaN();
    }

    @Test
    void refusesBytesThatAreCutShort() {
        assertThatThrownBy(() -> {
            ProtoReader in = of(0x08);
            in.next();
            in.int64();
        }).isInstanceOf(WireException.class);
        assertThatThrownBy(() -> {
            ProtoReader in = of(0x09, 1, 2, 3);
            in.next();
            in.float64();
        }).isInstanceOf(WireException.class).hasMessageContaining("byte 0").hasMessageContaining("ends inside");
        assertThatThrownBy(() -> {
            ProtoReader in = of(0x0a, 5, 1);
            in.next();
            in.skip();
        }).isInstanceOf(WireException.class).hasMessageContaining("says 5 bytes, and 1 are left");
    }

    @Test
    void refusesLengthsThatReachOutOfTheirMessage() {
        ProtoReader in = of(0x0a, 2, 0x0a, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        in.next();
        in.enter();
        in.next();
        assertThatThrownBy(in::enter).isInstanceOf(WireException.class).hasMessageContaining("says 9 bytes, and 0 are left");
    }

    @Test
    void refusesHugeAndNegativeLengths() {
        ProtoReader in = of(0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
        in.next();
        assertThatThrownBy(in::bytes).isInstanceOf(WireException.class).hasMessageContaining("18446744073709551615 bytes");
    }

    @Test
    void refusesTagsThatAreNone() {
        assertThatThrownBy(of(0x00)::next).isInstanceOf(WireException.class).hasMessageContaining("is no tag");
        assertThatThrownBy(of(0xff, 0xff, 0xff, 0xff, 0xff, 0x01)::next).isInstanceOf(WireException.class);
        ProtoReader group = of(0x0b, 0x0c);
        group.next();
        assertThatThrownBy(group::next).isInstanceOf(WireException.class).hasMessageContaining("not in use");
    }

    @Test
    void refusesVarintsWithoutEnd() {
        ProtoReader in = of(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
        in.next();
        assertThatThrownBy(in::int64).isInstanceOf(WireException.class).hasMessageContaining("more than 10 bytes");
    }

    @Test
    void refusesAFieldOfAnotherType() {
        ProtoReader in = of(0x08, 1);
        in.next();
        assertThatThrownBy(in::float64).isInstanceOf(WireException.class).hasMessageContaining("field 1 has wire type 0");
        assertThatThrownBy(in::enter).isInstanceOf(WireException.class);
    }

    @Test
    void refusesStringsThatAreNotUtf8() {
        ProtoReader in = of(0x0a, 2, 0xc3, 0x28);
        in.next();
        assertThatThrownBy(in::string).isInstanceOf(WireException.class).hasMessageContaining("UTF-8");
    }

    @Test
    void checksItsRange() {
        assertThatThrownBy(() -> new ProtoReader().on(new byte[4], 2, 5)).isInstanceOf(IllegalArgumentException.class);
        ProtoReader in = of(0x08, 1);
        assertThatThrownBy(() -> in.rewind(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
