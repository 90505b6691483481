package dev.plumbline.documents;

import dev.plumbline.model.PlumblineException;
import java.util.Collection;

/** What kinds, ids and fields may be called, so that every engine behind the port can take them. */
final class DocumentNames {
    private static final int MAX_KIND = 64;
    private static final int MAX_ID = 512;
    private static final int MAX_FIELD = 128;

    private DocumentNames() {}

    static void check(String kind, String id, Collection<String> fields) {
        if (kind.isEmpty() || kind.length() > MAX_KIND || !kind.chars().allMatch(DocumentNames::ofKind)) {
            throw PlumblineException.user("no such kind of document: \"" + kind + "\"; a kind is 1 to 64 of a-z, 0-9 and -");
        }
        if (id.isEmpty() || id.length() > MAX_ID) {
            throw PlumblineException.user("a document's id has 1 to 512 characters, not " + id.length());
        }
        for (String field : fields) {
            if (field.isEmpty() || field.length() > MAX_FIELD || !field.chars().allMatch(DocumentNames::ofField)
                    || field.equals("id") || field.equals("time")) {
                throw PlumblineException.user("no field may be called \"" + field
                        + "\"; a field is 1 to 128 of letters, digits, _ and ., and neither id nor time");
            }
        }
    }

    private static boolean ofKind(int c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-';
    }

    private static boolean ofField(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.';
    }
}
