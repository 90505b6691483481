package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.FieldType;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Words;
import java.util.List;
import java.util.Set;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Filters as queries. What they are worth is not asked, only whether they match. */
final class Queries {
    private Queries() {}

    static Query of(Filter filter) {
        return switch (filter) {
            case Filter.All _ -> MatchAllDocsQuery.INSTANCE;
            case Filter.AnyOf(String field, List<String> values) -> anyOf(TermNames.of(field, FieldType.KEYWORD), values);
            case Filter.Time(long from, long to) -> range(TermNames.TIME, from, to);
            case Filter.WholeRange(String field, long from, long to) -> range(TermNames.of(field, FieldType.WHOLE), from, to);
            case Filter.DecimalRange(String field, double from, double to) -> range(TermNames.of(field, FieldType.DECIMAL),
                    IndexedDocument.sortable(from), IndexedDocument.sortable(to));
            case Filter.Words(String field, String words) -> words(field, Words.of(words));
            case Filter.And(List<Filter> filters) -> filters.isEmpty() ? MatchAllDocsQuery.INSTANCE : join(filters, Occur.FILTER);
            case Filter.Or(List<Filter> filters) -> filters.isEmpty() ? none() : join(filters, Occur.SHOULD);
            case Filter.Not(Filter inner) -> new BooleanQuery.Builder().add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
                    .add(of(inner), Occur.MUST_NOT).build();
        };
    }

    /** Documents whose time is before the given one. */
    static Query before(long millis) {
        return millis == Long.MIN_VALUE ? none() : range(TermNames.TIME, Long.MIN_VALUE, millis - 1);
    }

    private static Query none() {
        return new MatchNoDocsQuery("nothing asked for");
    }

    private static Query anyOf(String name, List<String> values) {
        return switch (values.size()) {
            case 0 -> none();
            case 1 -> new TermQuery(new Term(name, values.getFirst()));
            default -> new TermInSetQuery(name, values.stream().map(BytesRef::new).toList());
        };
    }

    private static Query range(String name, long from, long to) {
        return from > to ? none() : LongPoint.newRangeQuery(name, from, to);
    }

    private static Query words(String field, Set<String> words) {
        var all = new BooleanQuery.Builder();
        all.add(new TermQuery(new Term(TermNames.HAS, field)), Occur.FILTER);
        words.forEach(word -> all.add(new TermQuery(new Term(TermNames.of(field, FieldType.TEXT), word)), Occur.FILTER));
        return all.build();
    }

    private static Query join(List<Filter> filters, Occur occur) {
        var all = new BooleanQuery.Builder();
        filters.forEach(filter -> all.add(of(filter), occur));
        return all.build();
    }
}
