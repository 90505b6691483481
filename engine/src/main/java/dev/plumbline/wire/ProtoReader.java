package dev.plumbline.wire;

import dev.plumbline.model.Utf8;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A cursor over a protobuf message in a range of a byte array. Use: {@code on(…)}, then {@code while (next())} with a
 * switch over {@link #field}, in which each field is read by the method of its type, or left alone, which skips it. A
 * nested message is read in place: {@code int end = enter(); while (next()) …; leave(end);}. Allocates nothing but the
 * strings that are asked for. Reused; not thread-safe.
 *
 * <p>Every method throws {@link WireException} for bytes that are cut short, lengths that reach outside of their message,
 * field number 0, groups, and a field read by a type that it does not have.
 */
public final class ProtoReader {
    /** Wire types of protobuf. */
    public static final int VARINT = 0;
    public static final int FIXED64 = 1;
    public static final int BYTES = 2;
    public static final int FIXED32 = 5;
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private byte[] bytes = {};
    private int at;
    private int end;
    private int field;
    private int wireType;
    private boolean pending; // a tag was read and its value not yet
    private int start;

    /** Starts at a range of an array, {@code from} inclusive, {@code to} exclusive; the array is read, never written. */
    public ProtoReader on(byte[] array, int from, int to) {
        if (from < 0 || to < from || to > array.length) {
            throw new IllegalArgumentException("range [" + from + ", " + to + ") outside of " + array.length + " bytes");
        }
        bytes = array;
        at = from;
        end = to;
        pending = false;
        return this;
    }

    /** Goes to the next field of the message, over the value of the last one if nobody read it; false at its end. */
    public boolean next() {
        if (pending) {
            skip();
        }
        if (at == end) {
            return false;
        }
        start = at;
        long tag = varint();
        wireType = (int) tag & 7;
        field = (int) (tag >>> 3);
        if (tag >>> 3 == 0 || tag >>> 32 != 0) {
            throw new WireException("malformed protobuf at byte " + start + ": " + tag + " is no tag");
        }
        pending = true;
        return true;
    }

    /** Number of the field that {@link #next} went to. */
    public int field() {
        return field;
    }

    /** Wire type of the field that {@link #next} went to. */
    public int wireType() {
        return wireType;
    }

    /** Where the field that {@link #next} went to begins, its tag included. */
    public int start() {
        return start;
    }

    /** Where the next byte is read. */
    public int position() {
        return at;
    }

    /** Goes back to a position inside of the message that is being read, where a field begins. */
    public void rewind(int position) {
        if (position < 0 || position > at) {
            throw new IllegalArgumentException("position " + position + " is not before " + at);
        }
        at = position;
        pending = false;
    }

    /** Goes on to a position inside of the message that is being read, where a field begins or the message ends. */
    public void skipTo(int position) {
        if (position < at || position > end) {
            throw new IllegalArgumentException("position " + position + " is not in [" + at + ", " + end + "]");
        }
        at = position;
        pending = false;
    }

    /** Where the message that is being read ends, exclusive. */
    public int end() {
        return end;
    }

    /** The array that is read; for those who read a part of it by themselves. */
    public byte[] array() {
        return bytes;
    }

    /** Goes over the value of this field; the position after it. */
    public int skip() {
        pending = false;
        switch (wireType) {
            case VARINT -> varint();
            case FIXED64 -> forward(8);
            case BYTES -> forward(length());
            case FIXED32 -> forward(4);
            default -> throw new WireException("malformed protobuf at byte " + start + ": field " + field + " has wire type "
                    + wireType + ", which is not in use");
        }
        return at;
    }

    /** A varint field: int32, int64, uint32, uint64, bool, enum. */
    public long int64() {
        expect(VARINT, "a varint");
        return varint();
    }

    /** A varint field that must not be larger than 2^32 − 1, as uint32; what is beyond is cut, as protobuf does. */
    public int int32() {
        return (int) int64();
    }

    /** A zigzag-coded varint field: sint32, sint64. */
    public long sint64() {
        long v = int64();
        return (v >>> 1) ^ -(v & 1);
    }

    /** A double. */
    public double float64() {
        expect(FIXED64, "a double");
        return Double.longBitsToDouble(fixed());
    }

    /** Enters a nested message (or a packed field); give what it returns to {@link #leave}. */
    public int enter() {
        expect(BYTES, "a message");
        int length = length();
        int outer = end;
        end = at + length;
        return outer;
    }

    /** Leaves a nested message, over what nobody read of it. */
    public void leave(int outer) {
        pending = false;
        at = end;
        end = outer;
    }

    /** Whether there is more of the packed field that was entered. */
    public boolean more() {
        return at < end;
    }

    /** The next number of a packed field of varints. */
    public long packedVarint() {
        return varint();
    }

    /** The next number of a packed field of zigzag-coded varints. */
    public long packedSigned() {
        long v = varint();
        return (v >>> 1) ^ -(v & 1);
    }

    /** The next number of a packed field of doubles. */
    public double packedDouble() {
        return Double.longBitsToDouble(fixed());
    }

    /** Number of bytes of the field, which are to be found at {@link #position}; goes on behind them. */
    public int bytes() {
        expect(BYTES, "bytes");
        int length = length();
        at += length;
        return length;
    }

    /** A string, which must be valid UTF-8. */
    public String string() {
        int length = bytes();
        if (Utf8.firstInvalid(bytes, at - length, at) >= 0) {
            throw new WireException("malformed protobuf at byte " + start + ": field " + field + " is not valid UTF-8");
        }
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    private void expect(int type, String what) {
        if (wireType != type) {
            throw new WireException("malformed protobuf at byte " + start + ": field " + field + " has wire type " + wireType
                    + "; " + what + " has " + type);
        }
        pending = false;
    }

    private int length() {
        long length = varint();
        if (length < 0 || length > end - at) {
            throw new WireException("malformed protobuf at byte " + start + ": field " + field + " says " + Long.toUnsignedString(length)
                    + " bytes, and " + (end - at) + " are left");
        }
        return (int) length;
    }

    private void forward(int count) {
        if (count > end - at) {
            throw cut();
        }
        at += count;
    }

    private long fixed() {
        int from = at;
        forward(8);
        return (long) LONG.get(bytes, from);
    }

    private long varint() {
        if (at < end && bytes[at] >= 0) {
            return bytes[at++];
        }
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            if (at == end) {
                throw cut();
            }
            byte b = bytes[at++];
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new WireException("malformed protobuf at byte " + start + ": a varint of more than 10 bytes");
    }

    private WireException cut() {
        return new WireException("malformed protobuf at byte " + start + ": the message ends inside of a field");
    }
}
