package dev.plumbline.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes protobuf into a growing byte array, front to back. A nested message is written in place:
 * {@code int mark = w.begin(field); …; w.end(mark);}. Fields are written as they are given, also those with a default
 * value: leave them out if they should be. Reused; not thread-safe.
 */
public final class ProtoWriter {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private byte[] bytes;
    private int length;

    public ProtoWriter() {
        this(256);
    }

    /** @param capacity bytes that fit before the array grows, at least 1 */
    public ProtoWriter(int capacity) {
        bytes = new byte[Math.max(1, capacity)];
    }

    /** Forgets what was written; keeps the array. */
    public ProtoWriter clear() {
        length = 0;
        return this;
    }

    /** The array with what was written in front; valid until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** Number of bytes written. */
    public int length() {
        return length;
    }

    /** A copy of what was written. */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    /** int32, int64, uint32, uint64, bool, enum. */
    public ProtoWriter int64(int field, long value) {
        return tag(field, ProtoReader.VARINT).varint(value);
    }

    /** sint32, sint64. */
    public ProtoWriter sint64(int field, long value) {
        return tag(field, ProtoReader.VARINT).signed(value);
    }

    public ProtoWriter float64(int field, double value) {
        return tag(field, ProtoReader.FIXED64).fixed(value);
    }

    public ProtoWriter string(int field, String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return bytes(field, utf8, 0, utf8.length);
    }

    public ProtoWriter bytes(int field, byte[] source, int from, int count) {
        return tag(field, ProtoReader.BYTES).varint(count).raw(source, from, count);
    }

    /** Starts a nested message or a packed field; give what it returns to {@link #end}. */
    public int begin(int field) {
        tag(field, ProtoReader.BYTES);
        reserve(1);
        return ++length; // one byte for the length, which does for most
    }

    /** Ends what {@link #begin} started. */
    public ProtoWriter end(int mark) {
        int size = length - mark;
        int extra = varintSize(size) - 1;
        if (extra > 0) {
            reserve(extra);
            System.arraycopy(bytes, mark, bytes, mark + extra, size);
            length += extra;
        }
        putVarint(mark - 1, size);
        return this;
    }

    /** A varint without a tag: an element of a packed field, or a length. */
    public ProtoWriter varint(long value) {
        if ((value & ~0x7fL) == 0 && length < bytes.length) { // tags and nearly all lengths
            bytes[length++] = (byte) value;
            return this;
        }
        reserve(10);
        length = putVarint(length, value);
        return this;
    }

    /** A zigzag-coded varint without a tag. */
    public ProtoWriter signed(long value) {
        return varint((value << 1) ^ (value >> 63));
    }

    /** A double without a tag. */
    public ProtoWriter fixed(double value) {
        reserve(8);
        LONG.set(bytes, length, Double.doubleToRawLongBits(value));
        length += 8;
        return this;
    }

    /** Bytes as they are. */
    public ProtoWriter raw(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    private ProtoWriter tag(int field, int wireType) {
        return varint((long) field << 3 | wireType);
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length + (bytes.length >> 1)));
        }
    }

    private int putVarint(int from, long value) {
        int p = from;
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[p++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[p++] = (byte) rest;
        return p;
    }

    private static int varintSize(long value) {
        return (Math.max(1, 64 - Long.numberOfLeadingZeros(value)) + 6) / 7;
    }
}
