package dev.plumbline.prometheuschunk;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bits of a range of a byte array, the most significant first: what {@link BitWriter} writes. Not thread-safe. */
final class BitSource {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Bits of a signed or unsigned number by the ones in front of it; eight ones: 64. */
    private static final int[] SIZES = {0, 3, 6, 9, 12, 18, 25, 56, 64};
    /** The most bits that one read of eight bytes is sure to hold, wherever in a byte they begin. */
    private static final int AT_ONCE = 57;
    private final byte[] bytes;
    private final long end;
    private long at;

    /** Of {@code bytes[from, to)}. */
    BitSource(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = 8L * from;
        this.end = 8L * to;
    }

    /** Bits that are left. */
    long left() {
        return end - at;
    }

    /** The next {@code count} bits, 0 to 64, as an unsigned number. */
    long bits(int count) {
        if (count > end - at) {
            throw new MalformedChunk("it ends inside of a sample");
        }
        if (count > AT_ONCE) {
            long high = peek(count - 32);
            at += count - 32;
            long low = peek(32);
            at += 32;
            return high << 32 | low;
        }
        long value = count == 0 ? 0 : peek(count);
        at += count;
        return value;
    }

    private long peek(int count) {
        int index = (int) (at >>> 3);
        return index + 8 <= bytes.length ? (long) LONG.get(bytes, index) << (at & 7) >>> (64 - count) : peekAtEnd(index, count);
    }

    private long peekAtEnd(int index, int count) {
        long word = 0;
        for (int i = 0; i < 8; i++) {
            word = word << 8 | (index + i < bytes.length ? bytes[index + i] & 0xff : 0);
        }
        return word << (at & 7) >>> (64 - count);
    }

    boolean bit() {
        return bits(1) != 0;
    }

    double float64() {
        return Double.longBitsToDouble(bits(64));
    }

    /** How many ones there are up to the first zero, which is read too, or {@code most}, after which none is. */
    int ones(int most) {
        int ones = 0;
        while (ones < most && bit()) {
            ones++;
        }
        return ones;
    }

    /** A signed number of {@code count} bits, of whose patterns the middle one is positive. */
    long signed(int count) {
        long value = bits(count);
        return count < 64 && count > 0 && value > 1L << count - 1 ? value - (1L << count) : value;
    }

    long varbit() {
        return signed(SIZES[ones(8)]);
    }

    long unsignedVarbit() {
        return bits(SIZES[ones(8)]);
    }

    /** Groups of seven bits, the lowest first, each in a byte. */
    long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            long group = bits(8);
            value |= (group & 0x7f) << shift;
            if (group < 0x80) {
                return value;
            }
        }
        throw new MalformedChunk("a number of more than ten bytes");
    }

    long zigzag() {
        long value = varint();
        return value >>> 1 ^ -(value & 1);
    }
}
