package dev.plumbline.documents;

import java.util.List;

/** Which documents of a kind are meant. Ranges include both ends. A field that a document lacks matches nothing. */
public sealed interface Filter {

    /** Every document. */
    record All() implements Filter {}

    /** A keyword field that has one of the values. */
    record AnyOf(String field, List<String> values) implements Filter {
        public AnyOf {
            values = List.copyOf(values);
        }

        public AnyOf(String field, String value) {
            this(field, List.of(value));
        }
    }

    /** The document's time, ms since the epoch. */
    record Time(long fromMillis, long toMillis) implements Filter {}

    /** A whole field in a range. */
    record WholeRange(String field, long from, long to) implements Filter {}

    /** A decimal field in a range. */
    record DecimalRange(String field, double from, double to) implements Filter {}

    /** A text field that contains every one of the words, in any order and case. */
    record Words(String field, String words) implements Filter {}

    /** All of them; with none: every document. */
    record And(List<Filter> filters) implements Filter {
        public And {
            filters = List.copyOf(filters);
        }
    }

    /** At least one of them; with none: no document. */
    record Or(List<Filter> filters) implements Filter {
        public Or {
            filters = List.copyOf(filters);
        }
    }

    /** What the other does not match. */
    record Not(Filter filter) implements Filter {}
}
