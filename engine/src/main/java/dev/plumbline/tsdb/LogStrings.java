package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Reads label sets of the log. Series have most of their names and values in common: text that was read a moment ago becomes the same
 * string again, without decoding and with its hash known. A table of one string a place; a newer one takes the place of an older.
 */
final class LogStrings {
    private static final int PLACES = 1 << 14;
    private static final int LONGEST = 256;

    private final String[] strings = new String[PLACES];
    private final byte[][] texts = new byte[PLACES][];

    /** How many, then name, value, name, value … as {@code wal.md} has them, any order; a repeated name keeps the last value. */
    Labels labels(Tokens in) {
        var all = new String[2 * pairs(in)];
        boolean ascending = true;
        for (int i = 0; i < all.length; i += 2) {
            all[i] = string(in);
            all[i + 1] = string(in);
            ascending &= !all[i + 1].isEmpty() && (i == 0 || all[i - 2].compareTo(all[i]) < 0);
        }
        return ascending ? Labels.ofSorted(all) : sorted(all);
    }

    /** Goes past what {@link #labels} would read. */
    static void skipLabels(Tokens in) {
        for (int left = 2 * pairs(in); left > 0; left--) {
            skipString(in);
        }
    }

    /** Goes past what {@link #string} would read. */
    static void skipString(Tokens in) {
        int length = length(in);
        in.pos += length;
    }

    private static int pairs(Tokens in) {
        long pairs = in.varint();
        int most = Math.min(Store.MAX_LABEL_CHARS, (in.end - in.pos) / 2);
        if (pairs < 0 || pairs > most) {
            throw new MalformedBytes("number of labels " + pairs + " is above " + most);
        }
        return (int) pairs;
    }

    private static int length(Tokens in) {
        long length = in.varint();
        if (length < 0 || length > in.end - in.pos) {
            throw new MalformedBytes("string length " + length);
        }
        return (int) length;
    }

    private static Labels sorted(String[] pairs) {
        var map = new TreeMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(pairs[i], pairs[i + 1]);
        }
        return Labels.of(map);
    }

    /** A length, then as many bytes of UTF-8. */
    String string(Tokens in) {
        int length = length(in);
        int from = in.pos;
        int to = from + length;
        in.pos = to;
        return length > LONGEST ? new String(in.bytes, from, length, StandardCharsets.UTF_8) : known(in.bytes, from, to);
    }

    private String known(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + bytes[i];
        }
        int place = (hash ^ hash >>> 14) & PLACES - 1;
        byte[] text = texts[place];
        if (text == null || !Arrays.equals(text, 0, text.length, bytes, from, to)) {
            texts[place] = Arrays.copyOfRange(bytes, from, to);
            strings[place] = new String(bytes, from, to - from, StandardCharsets.UTF_8);
        }
        return strings[place];
    }
}
