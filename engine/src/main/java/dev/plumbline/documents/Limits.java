package dev.plumbline.documents;

import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What every adapter refuses or mends in the same way before it looks at what is stored. */
public final class Limits {
    /** How many kinds a store may have. */
    public static final int MAX_KINDS = 64;
    /** How long a body may be in UTF-8, and all values of a document's fields together. */
    public static final int MAX_TEXT_BYTES = 16 << 20;
    /** Characters in a value of a keyword field, at most. */
    public static final int MAX_KEYWORD = 8_191;
    /** Values of one keyword field in one document, at most. */
    public static final int MAX_VALUES = 1_000;
    /** Buckets of a histogram and of counts by term, at most. */
    public static final int MAX_BUCKETS = 10_000;

    private Limits() {}

    /**
     * The writes as they are to be kept. Half a surrogate pair, which no encoding can carry, becomes U+FFFD in bodies and values,
     * so that a stray one costs no page; in an id, which it could make equal to another, it is a USER error, like all that is too large.
     */
    public static List<Write> accepted(List<Write> writes) {
        if (writes.size() > Documents.MAX_WRITES) {
            throw PlumblineException.user(writes.size() + " writes in one call; at most " + Documents.MAX_WRITES
                    + " are possible; divide them");
        }
        List<Write> accepted = new ArrayList<>(writes.size());
        for (Write write : writes) {
            accepted.add(switch (write) {
                case Write.Put(Document document, long expected) -> new Write.Put(accepted(document), expected);
                case Write.Delete delete -> delete;
            });
        }
        return accepted;
    }

    private static Document accepted(Document d) {
        if (!wellFormed(d.id())) {
            throw PlumblineException.user("the id of a " + d.kind() + " has half a surrogate pair in it; ids are whole Unicode characters");
        }
        checkBytes(d, "body", bytes(d.body()));
        checkBytes(d, "fields", d.fields().values().stream().mapToLong(Limits::bytes).sum());
        Map<String, FieldValue> fields = new HashMap<>();
        d.fields().forEach((name, value) -> fields.put(name, accepted(d, name, value)));
        return new Document(d.kind(), d.id(), d.timeMillis(), fields, mended(d.body()), d.version());
    }

    private static FieldValue accepted(Document d, String name, FieldValue value) {
        return switch (value) {
            case FieldValue.Keyword(List<String> values) -> accepted(d, name, values);
            case FieldValue.Text(String text) -> new FieldValue.Text(mended(text));
            case FieldValue.Whole whole -> whole;
            case FieldValue.Decimal decimal -> decimal;
        };
    }

    private static FieldValue accepted(Document d, String name, List<String> values) {
        if (values.size() > MAX_VALUES) {
            throw PlumblineException.user("the " + at(d, "field \"" + name + "\"") + " has " + values.size() + " values; at most "
                    + MAX_VALUES + " are possible");
        }
        for (String value : values) {
            if (value.length() > MAX_KEYWORD) {
                throw PlumblineException.user("the " + at(d, "field \"" + name + "\"") + " has a value of " + value.length()
                        + " characters; a keyword has at most " + MAX_KEYWORD + "; a text field takes more");
            }
        }
        return new FieldValue.Keyword(values.stream().map(Limits::mended).toList());
    }

    private static long bytes(FieldValue value) {
        return switch (value) {
            case FieldValue.Keyword(List<String> values) -> values.stream().mapToLong(Limits::bytes).sum();
            case FieldValue.Text(String text) -> bytes(text);
            case FieldValue.Whole _, FieldValue.Decimal _ -> Long.BYTES;
        };
    }

    /** Bytes in UTF-8; exact only where it can matter. */
    private static long bytes(String text) {
        return text.length() > MAX_TEXT_BYTES / 3 ? text.getBytes(StandardCharsets.UTF_8).length : text.length();
    }

    private static void checkBytes(Document d, String part, long bytes) {
        if (bytes > MAX_TEXT_BYTES) {
            throw PlumblineException.user("the " + at(d, part) + " has more than " + (MAX_TEXT_BYTES >> 20) + " MiB in UTF-8, the most that is kept");
        }
    }

    private static String at(Document d, String part) {
        return part + " of " + d.kind() + " \"" + d.id() + "\"";
    }

    private static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (Character.charCount(text.codePointAt(i)) == 1) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    private static String mended(String text) {
        if (wellFormed(text)) {
            return text;
        }
        var mended = new StringBuilder(text.length());
        text.codePoints().forEach(c -> mended.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return mended.toString();
    }

    /** USER error for an interval that is no interval. */
    public static void checkInterval(long intervalMillis) {
        if (intervalMillis < 1) {
            throw PlumblineException.user("an interval of " + intervalMillis + " ms; it is 1 ms or more");
        }
    }

    /** USER error for more than {@link #MAX_BUCKETS} buckets of a histogram. */
    public static void checkBuckets(int buckets, long intervalMillis) {
        if (buckets > MAX_BUCKETS) {
            throw PlumblineException.user("an interval of " + intervalMillis + " ms gives more than " + MAX_BUCKETS
                    + " buckets; ask for a longer one or for less time");
        }
    }

    /** USER error for a number of terms outside 1 to {@link #MAX_BUCKETS}. */
    public static void checkTermCount(int size) {
        if (size < 1 || size > MAX_BUCKETS) {
            throw PlumblineException.user("counts for " + size + " values; from 1 to " + MAX_BUCKETS + " are possible");
        }
    }

    /** USER error for one kind too many. */
    public static void checkKinds(int kinds) {
        if (kinds > MAX_KINDS) {
            throw PlumblineException.user("there would be more than " + MAX_KINDS
                    + " kinds of documents, the most a store has; tell documents apart by a field instead");
        }
    }

    /** The first millisecond of the bucket that a time is in; the bucket that holds the least possible time begins there. */
    public static long bucketStart(long timeMillis, long intervalMillis) {
        long behind = Math.floorMod(timeMillis, intervalMillis);
        return timeMillis < Long.MIN_VALUE + behind ? Long.MIN_VALUE : timeMillis - behind;
    }
}
