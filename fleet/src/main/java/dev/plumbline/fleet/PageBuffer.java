package dev.plumbline.fleet;

import java.util.Arrays;

/** Bytes of a page being written; grows, is reused from scrape to scrape. One owner; not thread-safe. */
final class PageBuffer {
    private static final int LONGEST_NUMBER = 28;
    private byte[] bytes = new byte[16 << 10];
    private int size;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    PageBuffer append(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
        return this;
    }

    PageBuffer append(char ascii) {
        reserve(1);
        bytes[size++] = (byte) ascii;
        return this;
    }

    /** Appends {@code value} / 10^{@code decimals} without trailing zeros; {@code value} is not negative. */
    PageBuffer appendDecimal(long value, int decimals) {
        reserve(LONGEST_NUMBER);
        long whole = value;
        int places = decimals;
        while (places > 0 && whole % 10 == 0) {
            whole /= 10;
            places--;
        }
        int end = size + digits(whole, places);
        for (int i = end - 1; i >= size; i--) {
            if (places > 0 && i == end - 1 - places) {
                bytes[i] = '.';
            } else {
                bytes[i] = (byte) ('0' + whole % 10);
                whole /= 10;
            }
        }
        size = end;
        return this;
    }

    /** Characters of a number: at least one before the point. */
    private static int digits(long whole, int places) {
        int digits = 1;
        for (long rest = whole / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return places == 0 ? digits : Math.max(digits, places + 1) + 1;
    }

    byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    private void reserve(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
