package dev.plumbline.documents;

import java.util.Map;
import java.util.Objects;

/**
 * A record of some kind.
 *
 * @param kind what it is, such as {@code delivery}: 1 to 64 of {@code a-z 0-9 -}
 * @param id unique in its kind, 1 to 512 characters
 * @param timeMillis what expiry and {@link Documents#dateHistogram} look at, ms since the epoch
 * @param fields what it can be found by; names are 1 to 128 of {@code a-z A-Z 0-9 _ .}; {@code id} and {@code time} are taken
 * @param body text that is kept as it is and not searched, typically JSON; at most 16 MiB in UTF-8
 * @param version 1 for the first, one more with each write; what a document that was never stored says is ignored
 */
public record Document(String kind, String id, long timeMillis, Map<String, FieldValue> fields, String body, long version) {
    public Document {
        Objects.requireNonNull(body);
        fields = Map.copyOf(fields);
        DocumentNames.check(kind, id, fields.keySet());
    }

    /** A document that is not stored yet. */
    public static Document of(String kind, String id, long timeMillis, Map<String, FieldValue> fields, String body) {
        return new Document(kind, id, timeMillis, fields, body, 0);
    }
}
