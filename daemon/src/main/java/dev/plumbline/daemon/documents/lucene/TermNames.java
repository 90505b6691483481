package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.FieldType;

/** What fields are called in an index. A user's field carries its type, so that one name can never have two kinds of values. */
final class TermNames {
    static final String ID = "_id";
    static final String TIME = "_time";
    static final String VERSION = "_version";
    static final String DOCUMENT = "_document";
    /** The names of the text fields that a document has. */
    static final String HAS = "_has";

    private TermNames() {}

    static String of(String field, FieldType type) {
        return switch (type) {
            case KEYWORD -> "k." + field;
            case TEXT -> "t." + field;
            case WHOLE -> "w." + field;
            case DECIMAL -> "d." + field;
        };
    }
}
