package dev.plumbline.documents;

import java.util.List;

/** A value that documents are found by. A field has the same type in all documents of a kind. */
public sealed interface FieldValue {

    /** Exact text, one or several values; each at most 8,191 characters. */
    record Keyword(List<String> values) implements FieldValue {
        public Keyword {
            values = List.copyOf(values);
        }

        public Keyword(String value) {
            this(List.of(value));
        }
    }

    /** Prose, found by its words, whatever their case. */
    record Text(String text) implements FieldValue {}

    /** A whole number; times are milliseconds since the epoch. */
    record Whole(long value) implements FieldValue {}

    /** A number; never NaN. */
    record Decimal(double value) implements FieldValue {
        public Decimal {
            if (Double.isNaN(value)) {
                throw new IllegalArgumentException("NaN cannot be ordered");
            }
        }
    }
}
