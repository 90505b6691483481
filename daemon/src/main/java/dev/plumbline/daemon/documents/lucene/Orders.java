package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.FieldType;
import dev.plumbline.documents.FieldTypes;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Position;
import dev.plumbline.documents.Search;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedSetSelector;
import org.apache.lucene.search.SortedSetSortField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** Orders and the positions in them, for the index. A field that no document has decides nothing and is left out. */
final class Orders {
    private Orders() {}

    static Sort of(List<Search.Sort> order, FieldTypes types) {
        return new Sort(java.util.stream.Stream.concat(
                order.stream().filter(s -> typeOf(s, types) != null).map(s -> field(s, types)),
                java.util.stream.Stream.of(new SortField(TermNames.ID, SortField.Type.STRING))).toArray(SortField[]::new));
    }

    private static @Nullable FieldType typeOf(Search.Sort sort, FieldTypes types) {
        return sort.field().equals(FieldTypes.TIME) ? FieldType.WHOLE : types.get(sort.field()).orElse(null);
    }

    private static SortField field(Search.Sort sort, FieldTypes types) {
        FieldType type = types.get(sort.field()).orElse(FieldType.WHOLE);
        String name = sort.field().equals(FieldTypes.TIME) ? TermNames.TIME : TermNames.of(sort.field(), type);
        if (type == FieldType.KEYWORD) {
            // "First" and "last" are meant before the order is turned round.
            return new SortedSetSortField(name, sort.descending(), SortedSetSelector.Type.MIN,
                    sort.descending() ? SortField.STRING_FIRST : SortField.STRING_LAST);
        }
        return new SortField(name, SortField.Type.LONG, sort.descending(), missing(sort));
    }

    private static Long missing(Search.Sort sort) {
        return sort.descending() ? Long.MIN_VALUE : Long.MAX_VALUE;
    }

    /** A position as the collector wants it: behind every document that stands there. */
    static FieldDoc after(Position position, List<Search.Sort> order, FieldTypes types) {
        var keys = new java.util.ArrayList<@Nullable Object>();
        for (int i = 0; i < order.size(); i++) {
            FieldType type = typeOf(order.get(i), types);
            if (type != null) {
                keys.add(key(position.keys().get(i), type, missing(order.get(i))));
            }
        }
        keys.add(new BytesRef(position.id()));
        return new FieldDoc(Integer.MAX_VALUE, Float.NaN, keys.toArray());
    }

    private static @Nullable Object key(Optional<FieldValue> key, FieldType type, Long missing) {
        if (key.isEmpty()) {
            return type == FieldType.KEYWORD ? null : missing;
        }
        return switch (key.get()) {
            case FieldValue.Keyword(List<String> values) -> new BytesRef(values.getFirst());
            case FieldValue.Whole(long whole) -> whole;
            case FieldValue.Decimal(double decimal) -> IndexedDocument.sortable(decimal);
            case FieldValue.Text _ -> null;
        };
    }
}
