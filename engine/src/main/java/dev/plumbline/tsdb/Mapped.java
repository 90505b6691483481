package dev.plumbline.tsdb;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** A file mapped for reading, little-endian. Whatever lies outside of it throws {@link MalformedBytes}. Thread-safe. */
final class Mapped {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MemorySegment bytes;

    Mapped(MemorySegment bytes) {
        this.bytes = bytes;
    }

    long size() {
        return bytes.byteSize();
    }

    int intAt(long at) {
        check(at, Integer.BYTES);
        return bytes.get(INT, at);
    }

    /** A u32; more than an int holds is malformed. */
    int countAt(long at) {
        int count = intAt(at);
        if (count < 0) {
            throw new MalformedBytes("number at " + at + " is too large");
        }
        return count;
    }

    long longAt(long at) {
        check(at, Long.BYTES);
        return bytes.get(LONG, at);
    }

    private void check(long at, long length) {
        if (at < 0 || length < 0 || at > bytes.byteSize() - length) {
            throw new MalformedBytes(length + " bytes at " + at + " are outside of the file");
        }
    }

    /** A copy, with {@code padding} zeros behind it. */
    byte[] copy(long at, long length, int padding) {
        check(at, length);
        if (length > Integer.MAX_VALUE - 64) {
            throw new MalformedBytes(length + " bytes at " + at + " are more than one array holds");
        }
        var copy = new byte[(int) length + padding];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, copy, 0, (int) length);
        return copy;
    }

    String text(long at, long length) {
        return new String(copy(at, length, 0), StandardCharsets.UTF_8);
    }

    int crc(long at, long length) {
        check(at, length);
        var crc = new CRC32C();
        for (long done = 0; done < length; ) {
            int part = (int) Math.min(1 << 30, length - done);
            crc.update(bytes.asSlice(at + done, part).asByteBuffer());
            done += part;
        }
        return (int) crc.getValue();
    }

    /** Reads varints one after the other. */
    final class Cursor {
        long at;

        Cursor(long at) {
            this.at = at;
        }

        /** A number from 0 … Integer.MAX_VALUE. */
        int next() {
            long v = 0;
            for (int shift = 0; shift < 35; shift += 7) {
                check(at, 1);
                int b = bytes.get(ValueLayout.JAVA_BYTE, at++);
                v |= (long) (b & 0x7f) << shift;
                if (b >= 0 && v <= Integer.MAX_VALUE) {
                    return (int) v;
                }
            }
            throw new MalformedBytes("number before " + at + " is too large");
        }
    }
}
