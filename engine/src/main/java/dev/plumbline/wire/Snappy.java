package dev.plumbline.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Snappy's block format, which remote write and remote read use (not the framed format of streams): the uncompressed
 * length as a varint, then literals and copies of what came before. Plain Java: no native code, no unsafe memory access.
 * Source: google/snappy, format_description.txt.
 */
public final class Snappy {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int LITERAL = 0;
    private static final int COPY_1 = 1;
    private static final int COPY_2 = 2;
    private static final int HASH_BITS = 14;
    private static final int BLOCK = 1 << 16;
    /** 64 bytes by a copy of three bytes is the best there is. */
    private static final long MAX_RATIO = 22;
    private static final int HASH_MULTIPLIER = 0x1e35a7bd;

    private Snappy() {}

    /**
     * The number of bytes that a block says it holds; look at it before memory is reserved.
     *
     * @throws WireException when there is no such number, or it is more than a block of this size can hold
     */
    public static long uncompressedLength(byte[] in, int from, int to) {
        long length = 0;
        for (int i = 0; i < 5 && from + i < to; i++) {
            length |= (long) (in[from + i] & 0x7f) << (7 * i);
            if (in[from + i] >= 0) {
                if (length > MAX_RATIO * (to - from)) {
                    throw new WireException("damaged snappy block: " + (to - from) + " bytes cannot hold " + length);
                }
                return length;
            }
        }
        throw new WireException("not snappy's block format: it does not begin with the length of what it holds");
    }

    /**
     * Decodes a block into {@code out}, from its beginning.
     *
     * @return number of bytes written, which is {@link #uncompressedLength}
     * @throws WireException when the block is damaged or does not fit
     */
    public static int decode(byte[] in, int from, int to, byte[] out) {
        long length = uncompressedLength(in, from, to);
        if (length > out.length) {
            throw new WireException("snappy block holds " + length + " bytes; " + out.length + " have a place");
        }
        int header = from;
        while (in[header] < 0) {
            header++;
        }
        return new Block(in, header + 1, to, out, (int) length).run();
    }

    /** A block being decoded. */
    private static final class Block {
        private final byte[] in;
        private final int end;
        private final byte[] out;
        private final int limit;
        private int at;
        private int written;

        Block(byte[] in, int at, int end, byte[] out, int limit) {
            this.in = in;
            this.at = at;
            this.end = end;
            this.out = out;
            this.limit = limit;
        }

        int run() {
            while (at < end) {
                int tag = in[at++] & 0xff;
                switch (tag & 3) {
                    case LITERAL -> literal(tag >>> 2);
                    case COPY_1 -> copy(4 + (tag >>> 2 & 7), (tag >>> 5) << 8 | little(1));
                    case COPY_2 -> copy((tag >>> 2) + 1, little(2));
                    default -> copy((tag >>> 2) + 1, little(4));
                }
            }
            if (written != limit) {
                throw new WireException("damaged snappy block: it holds " + written + " bytes and says " + limit);
            }
            return written;
        }

        private void literal(int code) {
            long length = code < 60 ? code + 1 : Integer.toUnsignedLong(little(code - 59)) + 1;
            if (length > end - at || length > limit - written) {
                throw damaged("a literal of " + length + " bytes");
            }
            System.arraycopy(in, at, out, written, (int) length);
            at += (int) length;
            written += (int) length;
        }

        private void copy(int length, int offset) {
            if (offset <= 0 || offset > written || length > limit - written) {
                throw damaged("a copy of " + length + " bytes from " + Integer.toUnsignedString(offset) + " before");
            }
            int source = written - offset;
            if (offset >= length) {
                System.arraycopy(out, source, out, written, length);
            } else {
                for (int i = 0; i < length; i++) { // what is copied is still being written
                    out[written + i] = out[source + i];
                }
            }
            written += length;
        }

        private int little(int count) {
            if (count > end - at) {
                throw damaged("a tag that is cut short");
            }
            int value = 0;
            for (int i = 0; i < count; i++) {
                value |= (in[at++] & 0xff) << (8 * i);
            }
            return value;
        }

        private WireException damaged(String what) {
            return new WireException("damaged snappy block at byte " + at + ", after " + written + " of " + limit + " bytes: " + what);
        }
    }

    /** Compresses a range into a new array. */
    public static byte[] encode(byte[] in, int from, int to) {
        int n = to - from;
        var out = new byte[32 + n + n / 6];
        int length = 0;
        int rest = n;
        while ((rest & ~0x7f) != 0) {
            out[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[length++] = (byte) rest;
        var table = new int[1 << HASH_BITS];
        for (int block = from; block < to; block += BLOCK) {
            length = encodeBlock(in, block, Math.min(to, block + BLOCK), table, out, length);
        }
        return Arrays.copyOf(out, length);
    }

    /** Greedy: at each place the last one with the same hash of four bytes is tried; the longer nothing fits, the larger the steps. */
    private static int encodeBlock(byte[] in, int from, int to, int[] table, byte[] out, int start) {
        Arrays.fill(table, from);
        int length = start;
        int literal = from;
        int at = from + 1;
        int misses = 32;
        while (at + 8 <= to) {
            int four = (int) INT.get(in, at);
            int slot = (four * HASH_MULTIPLIER) >>> (32 - HASH_BITS);
            int candidate = table[slot];
            table[slot] = at;
            if (candidate >= at || (int) INT.get(in, candidate) != four) {
                at += misses++ >>> 5;
                continue;
            }
            length = putLiteral(in, literal, at, out, length);
            int match = 4 + common(in, candidate + 4, at + 4, to);
            length = putCopy(at - candidate, match, out, length);
            at += match;
            literal = at;
            misses = 32;
        }
        return putLiteral(in, literal, to, out, length);
    }

    private static int common(byte[] in, int a, int b, int to) {
        int n = 0;
        while (b + n + 8 <= to) {
            long difference = (long) LONG.get(in, a + n) ^ (long) LONG.get(in, b + n);
            if (difference != 0) {
                return n + (Long.numberOfTrailingZeros(difference) >>> 3);
            }
            n += 8;
        }
        while (b + n < to && in[a + n] == in[b + n]) {
            n++;
        }
        return n;
    }

    private static int putLiteral(byte[] in, int from, int to, byte[] out, int start) {
        int count = to - from;
        if (count == 0) {
            return start;
        }
        int length = start;
        if (count <= 60) {
            out[length++] = (byte) ((count - 1) << 2);
        } else if (count <= 256) {
            out[length++] = (byte) (60 << 2);
            out[length++] = (byte) (count - 1);
        } else {
            out[length++] = (byte) (61 << 2);
            out[length++] = (byte) (count - 1);
            out[length++] = (byte) ((count - 1) >>> 8);
        }
        System.arraycopy(in, from, out, length, count);
        return length + count;
    }

    private static int putCopy(int offset, int count, byte[] out, int start) {
        int length = start;
        int rest = count;
        while (rest > 0) {
            int part = rest > 64 && rest < 68 ? 60 : Math.min(rest, 64); // never leaves fewer than four
            if (part >= 4 && part < 12 && offset < 2048) {
                out[length++] = (byte) (COPY_1 | (part - 4) << 2 | (offset >>> 8) << 5);
                out[length++] = (byte) offset;
            } else {
                out[length++] = (byte) (COPY_2 | (part - 1) << 2);
                out[length++] = (byte) offset;
                out[length++] = (byte) (offset >>> 8);
            }
            rest -= part;
        }
        return length;
    }
}
