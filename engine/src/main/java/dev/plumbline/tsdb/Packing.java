package dev.plumbline.tsdb;

/** Numbers of a fixed width in bits, least significant bit first. Reads and writes 8 bytes at a time: pad the end. */
final class Packing {
    private Packing() {}

    /** Widths above 57 do not fit an unaligned read of 8 bytes and become 64. */
    static int usable(int width) {
        return width > 57 ? 64 : width;
    }

    static int size(int count, int width) {
        return (int) (((long) count * width + 7) >>> 3);
    }

    /** Writes the low {@code width} bits of each number. */
    static void write(Bytes out, long[] numbers, int count, int width) {
        int bytes = size(count, width);
        out.ensure(bytes + 8);
        int start = out.length;
        if (width == 64) {
            for (int i = 0; i < count; i++) {
                Bytes.setLong(out.array, start + 8 * i, numbers[i]);
            }
        } else if (width > 0) {
            java.util.Arrays.fill(out.array, start, start + bytes + 8, (byte) 0);
            long mask = (1L << width) - 1;
            for (int i = 0, bit = 0; i < count; i++, bit += width) {
                int at = start + (bit >>> 3);
                Bytes.setLong(out.array, at, Bytes.getLong(out.array, at) | (numbers[i] & mask) << (bit & 7));
            }
        }
        out.length = start + bytes;
    }

    /** The i-th number of those that start at {@code start}. */
    static long read(byte[] in, int start, int i, int width) {
        if (width == 64) {
            return Bytes.getLong(in, start + 8 * i);
        }
        int bit = i * width;
        return Bytes.getLong(in, start + (bit >>> 3)) >>> (bit & 7) & ((1L << width) - 1);
    }
}
