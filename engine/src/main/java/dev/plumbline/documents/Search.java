package dev.plumbline.documents;

import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Optional;

/**
 * A question for a page of documents.
 *
 * @param order what to sort by, first things first; the id, ascending, decides between equals. A document that lacks the
 *     field comes last in either direction, and beside it one whose whole number is the last possible (ascending
 *     {@code Long.MAX_VALUE}, descending {@code Long.MIN_VALUE}). Keyword fields sort by their least value, by code point.
 *     At most {@link FieldTypes#MAX_SORT_KEYS}.
 * @param limit hits in the page, from 0 to {@link Documents#MAX_PAGE}; a page of none says nothing of what is behind
 * @param after goes on behind the last hit of the page before: its {@link Page#next()}
 */
public record Search(String kind, Filter filter, List<Sort> order, int limit, Optional<Cursor> after) {
    public Search {
        order = List.copyOf(order);
        if (limit < 0 || limit > Documents.MAX_PAGE) {
            throw PlumblineException.user("a page has 0 to " + Documents.MAX_PAGE + " documents, not " + limit);
        }
    }

    /** The first page. */
    public static Search of(String kind, Filter filter, int limit, Sort... order) {
        return new Search(kind, filter, List.of(order), limit, Optional.empty());
    }

    /** The page behind a cursor. */
    public Search after(Cursor cursor) {
        return new Search(kind, filter, order, limit, Optional.of(cursor));
    }

    /** One key of an order; the field {@code time} is the document's time. Text fields cannot be sorted by. */
    public record Sort(String field, boolean descending) {
        public static Sort ascending(String field) {
            return new Sort(field, false);
        }

        public static Sort descending(String field) {
            return new Sort(field, true);
        }
    }

    /** Where a page ended, as text that means something to the same kind, filter and order only; safe in a URL. */
    public record Cursor(String text) {}
}
