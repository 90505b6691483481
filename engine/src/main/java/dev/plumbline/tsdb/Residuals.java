package dev.plumbline.tsdb;

/** Numbers in as many bits each as gives the smallest size; those that need more are patched: their upper bits come behind. */
final class Residuals {
    /** Widths above this one do not fit an unaligned read. */
    private static final int WIDEST_PATCHED = 57;
    private static final int UNPACKED = 64;

    private Residuals() {}

    /**
     * The width with the smallest size.
     *
     * @param lengths how many of the numbers have so many bits, 0 … 64
     * @param widest bits of the longest: more than that are never smaller
     * @return {@code size << 8 | width}; the size in bytes, of what {@link #write} appends but two of them
     */
    static long smallest(int[] lengths, int n, int widest) {
        long smallest = Long.MAX_VALUE;
        for (int width = Math.min(WIDEST_PATCHED, widest); width >= 0; width--) {
            long size = Packing.size(n, width);
            for (int l = width + 1; l <= widest; l++) {
                size += (long) lengths[l] * (1 + (l - width + 6) / 7);
            }
            smallest = Math.min(smallest, size << 8 | width);
        }
        return smallest;
    }

    /** How many of the numbers do not fit the width. */
    static int patches(long[] numbers, int n, int width) {
        int patches = 0;
        for (int i = 0; i < n; i++) {
            patches += width < 64 && numbers[i] >>> width != 0 ? 1 : 0;
        }
        return patches;
    }

    /** Appends the packed numbers, then the patches. */
    static void write(long[] numbers, int n, int width, Bytes out) {
        Packing.write(out, numbers, n, width);
        if (width == 64) {
            return;
        }
        for (int i = 0; i < n; i++) {
            if (numbers[i] >>> width != 0) {
                out.put(i);
                out.varint(numbers[i] >>> width);
            }
        }
    }

    /** Reads {@code n} numbers to {@code out[at …]} and goes on behind them. */
    static void read(Tokens in, int patches, int width, long[] out, int at, int n) {
        byte[] bytes = in.bytes;
        int packed = in.pos;
        in.pos += Packing.size(n, width);
        if (width > WIDEST_PATCHED && width != UNPACKED || in.pos > in.end) {
            throw new MalformedBytes(n + " numbers of " + width + " bits");
        }
        if (width == 0) {
            java.util.Arrays.fill(out, at, at + n, 0);
        } else if (width == UNPACKED) {
            for (int i = 0; i < n; i++) {
                out[at + i] = Packing.read(bytes, packed, i, width);
            }
        } else {
            long mask = -1L >>> 64 - width;
            for (int i = 0, bit = 0; i < n; i++, bit += width) {
                out[at + i] = Bytes.getLong(bytes, packed + (bit >>> 3)) >>> (bit & 7) & mask;
            }
        }
        for (int p = 0; p < patches; p++) {
            int i = in.octet();
            if (i >= n) {
                throw new MalformedBytes("a patch of number " + i + " of " + n);
            }
            out[at + i] |= in.varint() << width;
        }
    }
}
