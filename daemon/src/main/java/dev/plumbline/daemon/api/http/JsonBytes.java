package dev.plumbline.daemon.api.http;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON into one growing byte array: no tree, no strings in between. The caller keeps the grammar; commas between
 * members and elements are put by {@link #next}. Not thread-safe.
 */
public final class JsonBytes {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    /**
     * Strings that need no escape: labels come again and again as the same objects, and copying their bytes at once costs a tenth. Threads
     * may overwrite each other's entries; strings cannot change, so whatever is found is right. At most 512 KiB are held.
     */
    private static final @Nullable String[] PLAIN = new @Nullable String[2048];
    private static final int PLAIN_SLOTS = PLAIN.length;
    private static final int PLAIN_LENGTH = 256;
    private byte[] bytes;
    private int length;

    public JsonBytes() {
        this(1024);
    }

    public JsonBytes(int capacity) {
        bytes = new byte[capacity];
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            byte[] longer = SpareBytes.take((int) Math.min(Integer.MAX_VALUE - 64, Math.max((long) length + more, bytes.length * 2L)));
            System.arraycopy(bytes, 0, longer, 0, length);
            SpareBytes.giveBack(bytes);
            bytes = longer;
        }
    }

    /** One byte as it is, such as a bracket or a comma. */
    public JsonBytes raw(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
        return this;
    }

    /** ASCII text as it is, without quotes or escapes. */
    @SuppressWarnings("deprecation") // the one way to copy an ASCII string's bytes without an array in between
    public JsonBytes ascii(String text) {
        int n = text.length();
        reserve(n);
        text.getBytes(0, n, bytes, length);
        length += n;
        return this;
    }

    /** Bytes of another text as they are. */
    public JsonBytes raw(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
        return this;
    }

    /** Makes room at once for what is known to come. */
    public JsonBytes expect(long more) {
        reserve((int) Math.min(more, Integer.MAX_VALUE - 64 - length));
        return this;
    }

    /** A number of thousandths, as few decimals as it needs: {@code -0.25} for -250. */
    public JsonBytes thousandths(long value) {
        if (value < 0) {
            raw('-');
        }
        long magnitude = Math.abs(value);
        number(magnitude / 1000);
        fraction((int) (magnitude % 1000));
        return this;
    }

    private void fraction(int rest) {
        if (rest == 0) {
            return;
        }
        raw('.').raw((char) ('0' + rest / 100));
        if (rest % 100 != 0) {
            raw((char) ('0' + rest / 10 % 10));
        }
        if (rest % 10 != 0) {
            raw((char) ('0' + rest % 10));
        }
    }

    /** A comma unless the last byte opens an array or an object or follows a colon. */
    public JsonBytes next() {
        byte last = length == 0 ? (byte) '[' : bytes[length - 1];
        return last == '[' || last == '{' || last == ':' ? this : raw(',');
    }

    /** {@code "name":} with the comma before it where one is needed. */
    public JsonBytes key(String name) {
        return next().string(name).raw(':');
    }

    /** A member with a string for a value. */
    public JsonBytes member(String name, String value) {
        return key(name).string(value);
    }

    /** A member with a number for a value. */
    public JsonBytes member(String name, long value) {
        return key(name).number(value);
    }

    /** A decimal integer. */
    public JsonBytes number(long value) {
        if (value == Long.MIN_VALUE) {
            return ascii("-9223372036854775808");
        }
        reserve(20);
        long rest = Math.abs(value);
        if (value < 0) {
            bytes[length++] = '-';
        }
        int digits = 1;
        for (long limit = 10; digits < 19 && rest >= limit; limit *= 10) {
            digits++;
        }
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
        return this;
    }

    /** A number with so many decimals, at least one, given as the whole number of its digits: {@code 0.0125} for 125 and 4. */
    public JsonBytes decimal(long digits, int decimals) {
        int count = 1;
        for (long limit = 10; count < 19 && digits >= limit; limit *= 10) {
            count++;
        }
        int size = Math.max(count, decimals + 1) + 1;
        reserve(size);
        int point = length + size - 1 - decimals;
        long rest = digits;
        for (int i = length + size - 1; i >= length; i--) {
            if (i == point) {
                bytes[i] = '.';
            } else {
                long next = rest / 10;
                bytes[i] = (byte) ('0' + (int) (rest - 10 * next));
                rest = next;
            }
        }
        length += size;
        return this;
    }

    /** Milliseconds as seconds with up to three decimals: {@code 300}, {@code 300.5}. */
    public JsonBytes seconds(long millis) {
        return thousandths(millis);
    }

    /** A quoted, escaped string. */
    @SuppressWarnings({"deprecation", "StringEquality"}) // as in ascii(); the same object is asked for
    public JsonBytes string(String text) {
        int n = text.length();
        reserve(n + 2);
        bytes[length++] = '"';
        int slot = text.hashCode() & PLAIN_SLOTS - 1;
        if (PLAIN[slot] == text) {
            text.getBytes(0, n, bytes, length);
            length += n;
            bytes[length++] = '"';
            return this;
        }
        int before = length;
        escaped(text);
        if (length - before == n && n <= PLAIN_LENGTH) { // one byte for each char: nothing was escaped
            PLAIN[slot] = text;
        }
        return raw('"');
    }

    private void escaped(String text) {
        int n = text.length();
        for (int i = 0; i < n; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                i += nonAscii(text, i);
            } else if (c >= 0x20 && c != '"' && c != '\\') {
                reserve(1);
                bytes[length++] = (byte) c;
            } else {
                escape(c);
            }
        }
    }

    private void escape(char c) {
        switch (c) {
            case '"' -> ascii("\\\"");
            case '\\' -> ascii("\\\\");
            case '\n' -> ascii("\\n");
            case '\r' -> ascii("\\r");
            case '\t' -> ascii("\\t");
            default -> ascii("\\u00").raw((char) HEX[c >> 4]).raw((char) HEX[c & 15]);
        }
    }

    /** Appends the code point at {@code i} as UTF-8; returns how many further chars it took. */
    private int nonAscii(String text, int i) {
        int codePoint = text.codePointAt(i);
        boolean lone = codePoint >= 0xd800 && codePoint <= 0xdfff;
        byte[] encoded = (lone ? "\ufffd" : Character.toString(codePoint)).getBytes(StandardCharsets.UTF_8);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
        return Character.charCount(codePoint) - 1;
    }

    /** Takes back the closing brace that was written last, so that an object gets one more member. */
    public JsonBytes reopen() {
        if (length == 0 || bytes[length - 1] != '}') {
            throw new IllegalStateException("the last byte closes no object");
        }
        length--;
        return this;
    }

    /** Number of bytes written. */
    public int length() {
        return length;
    }

    /** What was written; nothing may be written after it. */
    public byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** The array that was written to, as far as {@link #length}; nothing can be written or read any more after this. */
    byte[] end() {
        byte[] written = bytes;
        bytes = new byte[0];
        length = 0;
        return written;
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
