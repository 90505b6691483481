package dev.plumbline.model;

/** Strict UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. Source: Unicode 15, table 3-7. */
public final class Utf8 {
    private Utf8() {}

    /** The index of the first byte that does not belong to a valid sequence, or −1. */
    public static int firstInvalid(byte[] b, int from, int to) {
        int i = from;
        while (i < to) {
            if (b[i] >= 0) {
                i++;
                continue;
            }
            int length = length(b, i, to);
            if (length == 0) {
                return i;
            }
            i += length;
        }
        return -1;
    }

    private static int length(byte[] b, int i, int to) {
        int first = b[i] & 0xff;
        int second = i + 1 < to ? b[i + 1] & 0xff : 0;
        if (first >= 0xc2 && first <= 0xdf) {
            return isTail(b, i + 1, to) ? 2 : 0;
        }
        if (first >= 0xe0 && first <= 0xef) {
            int low = first == 0xe0 ? 0xa0 : 0x80;
            int high = first == 0xed ? 0x9f : 0xbf;
            return second >= low && second <= high && isTail(b, i + 2, to) ? 3 : 0;
        }
        if (first >= 0xf0 && first <= 0xf4) {
            int low = first == 0xf0 ? 0x90 : 0x80;
            int high = first == 0xf4 ? 0x8f : 0xbf;
            return second >= low && second <= high && isTail(b, i + 2, to) && isTail(b, i + 3, to) ? 4 : 0;
        }
        return 0;
    }

    private static boolean isTail(byte[] b, int i, int to) {
        return i < to && (b[i] & 0xc0) == 0x80;
    }
}
