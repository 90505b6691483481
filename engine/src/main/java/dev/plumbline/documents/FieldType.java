package dev.plumbline.documents;

/** The type that a field has in all documents of a kind. */
public enum FieldType {
    KEYWORD,
    TEXT,
    WHOLE,
    DECIMAL;

    /** The type of a value. */
    public static FieldType of(FieldValue value) {
        return switch (value) {
            case FieldValue.Keyword _ -> KEYWORD;
            case FieldValue.Text _ -> TEXT;
            case FieldValue.Whole _ -> WHOLE;
            case FieldValue.Decimal _ -> DECIMAL;
        };
    }

    /** As a word in messages. */
    String word() {
        return switch (this) {
            case KEYWORD -> "keyword";
            case TEXT -> "text";
            case WHOLE -> "whole number";
            case DECIMAL -> "decimal number";
        };
    }
}
