package dev.plumbline.documents;

import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The types of the fields of one kind. The first write that names a field decides its type, also for the time after that
 * document is gone. Immutable; every adapter checks writes and questions with it, so that all refuse the same.
 */
public final class FieldTypes {
    /** How many fields the documents of a kind may have in all. */
    public static final int MAX_FIELDS = 1_000;
    /** How many parts a filter may have in all: filters, values and words. */
    public static final int MAX_FILTER_PARTS = 10_000;
    /** How deep filters may be nested. */
    public static final int MAX_FILTER_DEPTH = 20;
    /** How many keys an order may have. */
    public static final int MAX_SORT_KEYS = 8;
    /** The field's name that stands for a document's time. */
    public static final String TIME = "time";

    private final String kind;
    private final Map<String, FieldType> types;

    private FieldTypes(String kind, Map<String, FieldType> types) {
        this.kind = kind;
        this.types = types;
    }

    /** No field yet. */
    public static FieldTypes none(String kind) {
        return new FieldTypes(kind, Map.of());
    }

    /** What {@link #asMap} gave. */
    public static FieldTypes of(String kind, Map<String, FieldType> types) {
        return new FieldTypes(kind, Map.copyOf(types));
    }

    /** Field to type. */
    public Map<String, FieldType> asMap() {
        return types;
    }

    /** These and those of the document, or a USER error when a field has another type or there are too many. */
    public FieldTypes with(Document document) {
        Map<String, FieldType> more = new TreeMap<>();
        document.fields().forEach((name, value) -> {
            FieldType type = FieldType.of(value);
            FieldType known = types.get(name);
            if (known == null) {
                more.put(name, type);
            } else if (known != type) {
                throw PlumblineException.user("field \"" + name + "\" of " + kind + " \"" + document.id() + "\" is a " + type.word()
                        + ", but in the documents of this kind it is a " + known.word() + "; use that type or another name");
            }
        });
        if (more.isEmpty()) {
            return this;
        }
        more.putAll(types);
        if (more.size() > MAX_FIELDS) {
            throw PlumblineException.user("the documents of kind " + kind + " would have " + more.size() + " fields; at most "
                    + MAX_FIELDS + " are possible; put what varies into values or the body");
        }
        return new FieldTypes(kind, Map.copyOf(more));
    }

    /** A field's type; empty when no document ever had it. */
    public Optional<FieldType> get(String field) {
        return Optional.ofNullable(types.get(field));
    }

    /** USER error when a filter asks a field for what its type does not have, or is too large. */
    public void check(Filter filter) {
        int parts = check(filter, 1);
        if (parts > MAX_FILTER_PARTS) {
            throw PlumblineException.user("the filter has " + parts + " parts; at most " + MAX_FILTER_PARTS + " are possible");
        }
    }

    private int check(Filter filter, int depth) {
        if (depth > MAX_FILTER_DEPTH) {
            throw PlumblineException.user("the filter is nested more than " + MAX_FILTER_DEPTH + " deep");
        }
        return switch (filter) {
            case Filter.All _, Filter.Time _ -> 1;
            case Filter.AnyOf(String field, List<String> values) -> require(field, FieldType.KEYWORD, "looked up by value") + values.size();
            case Filter.WholeRange(String field, _, _) -> require(field, FieldType.WHOLE, "asked for a range of whole numbers");
            case Filter.DecimalRange(String field, double from, double to) -> checkRange(field, from, to);
            case Filter.Words(String field, String words) ->
                require(field, FieldType.TEXT, "searched for words") + Words.of(words).size();
            case Filter.And(List<Filter> filters) -> checkAll(filters, depth);
            case Filter.Or(List<Filter> filters) -> checkAll(filters, depth);
            case Filter.Not(Filter inner) -> 1 + check(inner, depth + 1);
        };
    }

    private int checkAll(List<Filter> filters, int depth) {
        int parts = 1;
        for (Filter filter : filters) {
            parts += check(filter, depth + 1);
        }
        return parts;
    }

    private int checkRange(String field, double from, double to) {
        if (Double.isNaN(from) || Double.isNaN(to)) {
            throw PlumblineException.user("a range of field \"" + field + "\" has an end that is not a number; an open end is an infinity");
        }
        return require(field, FieldType.DECIMAL, "asked for a range of decimal numbers");
    }

    /** USER error when documents cannot be put in this order. */
    public void check(List<Search.Sort> order) {
        if (order.size() > MAX_SORT_KEYS) {
            throw PlumblineException.user("an order of " + order.size() + " keys; at most " + MAX_SORT_KEYS + " are possible");
        }
        for (Search.Sort sort : order) {
            if (types.get(sort.field()) == FieldType.TEXT) {
                throw PlumblineException.user("field \"" + sort.field() + "\" of kind " + kind
                        + " is a text, which has no order; sort by a keyword, a number or time");
            }
        }
    }

    /** USER error when a field's values cannot be counted. */
    public void checkTerms(String field) {
        require(field, FieldType.KEYWORD, "counted by value");
    }

    private int require(String field, FieldType type, String use) {
        FieldType known = types.get(field);
        if (known != null && known != type) {
            throw PlumblineException.user("field \"" + field + "\" of kind " + kind + " is a " + known.word() + " and cannot be " + use
                    + "; that needs a " + type.word());
        }
        return 1;
    }
}
