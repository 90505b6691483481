package dev.plumbline.prometheuschunk;

import java.util.Arrays;

/** Bits into a growing byte array, the most significant first. Not thread-safe. */
final class BitWriter {
    private static final int[] CLASSES = {0, 3, 6, 9, 12, 18, 25, 56};
    private byte[] bytes = new byte[128];
    private int length;
    private int free; // unused bits of the last byte, the low ones

    /** The next {@code count} low bits of the value, 1 to 64. */
    void bits(long value, int count) {
        int left = count;
        while (left > 0) {
            if (free == 0) {
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, length * 2);
                }
                bytes[length++] = 0;
                free = 8;
            }
            int taken = Math.min(free, left);
            long part = value >>> (left - taken) & (1L << taken) - 1;
            bytes[length - 1] |= (byte) (part << (free - taken));
            free -= taken;
            left -= taken;
        }
    }

    void bit(boolean one) {
        bits(one ? 1 : 0, 1);
    }

    void float64(double value) {
        bits(Double.doubleToRawLongBits(value), 64);
    }

    /** Groups of seven bits, the lowest first, each in a byte. */
    void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bits(rest & 0x7f | 0x80, 8);
            rest >>>= 7;
        }
        bits(rest, 8);
    }

    /** A signed number: a prefix of ones, as many as its class of size says, a zero, and its low bits; 0 is a zero alone. */
    void varbit(long value) {
        int ones = 0;
        while (ones < CLASSES.length && !fits(value, CLASSES[ones])) {
            ones++;
        }
        classed(value, ones);
    }

    /** The same for a number that is not negative, for which each class reaches a little less far. */
    void unsignedVarbit(long value) {
        int ones = 0;
        while (ones < CLASSES.length && Long.numberOfLeadingZeros(value) < 64 - CLASSES[ones]) {
            ones++;
        }
        classed(value, ones);
    }

    private void classed(long value, int ones) {
        if (ones == CLASSES.length) {
            bits(0xff, 8);
            bits(value, 64);
        } else {
            bits((1L << ones + 1) - 2, ones + 1);
            if (ones > 0) {
                bits(value, CLASSES[ones]);
            }
        }
    }

    /** Whether a signed number can be told from all others by this many bits, of whose patterns the middle one is positive. */
    static boolean fits(long value, int bits) {
        return bits == 0 ? value == 0 : value >= -((1L << bits - 1) - 1) && value <= 1L << bits - 1;
    }

    /** Writes two bytes over the first ones. */
    void count(int samples) {
        bytes[0] = (byte) (samples >>> 8);
        bytes[1] = (byte) samples;
    }

    /** Bytes so far, the last one filled up with zeros. */
    int length() {
        return length;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }
}
