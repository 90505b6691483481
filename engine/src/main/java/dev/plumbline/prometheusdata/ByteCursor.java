package dev.plumbline.prometheusdata;

import dev.plumbline.model.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Numbers and strings of a range of a byte array, as Go's encoding/binary writes them. Reused; not thread-safe. */
final class ByteCursor {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private final StringCache strings;
    private byte[] bytes = {};
    private int at;
    private int end;

    ByteCursor(StringCache strings) {
        this.strings = strings;
    }

    /** Goes to the beginning of {@code bytes[from, to)}. */
    ByteCursor over(byte[] array, int from, int to) {
        bytes = array;
        at = from;
        end = to;
        return this;
    }

    int left() {
        return end - at;
    }

    private int take(int count) {
        if (count < 0 || count > end - at) {
            throw new Damage("an entry that is cut short");
        }
        int from = at;
        at += count;
        return from;
    }

    int u8() {
        return bytes[take(1)] & 0xff;
    }

    int be32() {
        return (int) INT.get(bytes, take(4));
    }

    long be64() {
        return (long) LONG.get(bytes, take(8));
    }

    double float64() {
        return Double.longBitsToDouble(be64());
    }

    long uvarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int group = u8();
            value |= (long) (group & 0x7f) << shift;
            if (group < 0x80) {
                return value;
            }
        }
        throw new Damage("a number of more than ten bytes");
    }

    /** A zigzag-coded signed number. */
    long varint() {
        long value = uvarint();
        return value >>> 1 ^ -(value & 1);
    }

    /** A number of things that take at least {@code bytesEach} bytes each, so that no more are there than fit. */
    int count(int bytesEach) {
        long count = uvarint();
        if (count < 0 || count > left() / bytesEach) {
            throw new Damage(Long.toUnsignedString(count) + " elements in an entry that has " + left() + " bytes left");
        }
        return (int) count;
    }

    /** A string behind its length in bytes. */
    String string() {
        int length = count(1);
        int from = take(length);
        if (Utf8.firstInvalid(bytes, from, from + length) >= 0) {
            throw new Damage("a string that is not valid UTF-8");
        }
        return strings.get(bytes, from, length);
    }

    /** Passes over a string. */
    void skipString() {
        take(count(1));
    }
}
