package dev.plumbline.prometheuschunk;

/** Reads what {@link BitWriter} writes; the plain way, for tests. */
final class BitReader {
    private final byte[] bytes;
    private int at;

    BitReader(byte[] bytes) {
        this.bytes = bytes;
    }

    long bits(int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 1 | (bytes[at / 8] >> (7 - at % 8) & 1);
            at++;
        }
        return value;
    }

    double float64() {
        return Double.longBitsToDouble(bits(64));
    }

    long varint() {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            long b = bits(8);
            value |= (b & 0x7f) << shift;
            if (b < 0x80) {
                return value;
            }
        }
    }

    /** Bits after a prefix; negative numbers are what lies above the middle. */
    long varbit() {
        int size = size();
        long value = size == 0 ? 0 : bits(size);
        return size > 0 && size < 64 && value > 1L << size - 1 ? value - (1L << size) : value;
    }

    long unsignedVarbit() {
        int size = size();
        return size == 0 ? 0 : bits(size);
    }

    private int size() {
        int[] sizes = {0, 3, 6, 9, 12, 18, 25, 56, 64};
        int ones = 0;
        while (ones < 8 && bits(1) == 1) {
            ones++;
        }
        return sizes[ones];
    }

    /** A column of doubles, after its first. */
    final class Column {
        private long last;
        private int leading;
        private int significant;

        Column(double first) {
            last = Double.doubleToRawLongBits(first);
        }

        double next() {
            if (bits(1) == 1) {
                if (bits(1) == 1) {
                    leading = (int) bits(5);
                    significant = (int) bits(6);
                    significant = significant == 0 ? 64 : significant;
                }
                last ^= bits(significant) << (64 - leading - significant);
            }
            return Double.longBitsToDouble(last);
        }
    }
}
