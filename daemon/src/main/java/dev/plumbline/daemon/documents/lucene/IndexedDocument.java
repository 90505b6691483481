package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldType;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Words;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.NumericUtils;

/**
 * A document as the index takes it: the whole of it stored (the index compresses stored fields), and of what it is found, sorted and
 * counted by only terms, points and columns. Numbers are points and columns of the same longs, so that a sort can skip.
 */
final class IndexedDocument {
    private static final org.apache.lucene.document.FieldType WORDS = new org.apache.lucene.document.FieldType();

    static {
        WORDS.setTokenized(true);
        WORDS.setOmitNorms(true);
        WORDS.setIndexOptions(IndexOptions.DOCS);
        WORDS.freeze();
    }

    private IndexedDocument() {}

    static org.apache.lucene.document.Document of(Document document, byte[] bytes) {
        var indexed = new org.apache.lucene.document.Document();
        indexed.add(new StringField(TermNames.ID, document.id(), Field.Store.NO));
        indexed.add(new SortedDocValuesField(TermNames.ID, new BytesRef(document.id())));
        indexed.add(new NumericDocValuesField(TermNames.VERSION, document.version()));
        number(indexed, TermNames.TIME, document.timeMillis());
        indexed.add(new StoredField(TermNames.DOCUMENT, bytes));
        document.fields().forEach((name, value) -> add(indexed, name, value));
        return indexed;
    }

    private static void add(org.apache.lucene.document.Document indexed, String field, FieldValue value) {
        String name = TermNames.of(field, FieldType.of(value));
        switch (value) {
            case FieldValue.Keyword(List<String> values) -> {
                for (String one : new LinkedHashSet<>(values)) {
                    indexed.add(new StringField(name, one, Field.Store.NO));
                    indexed.add(new SortedSetDocValuesField(name, new BytesRef(one)));
                }
            }
            case FieldValue.Text(String text) -> {
                indexed.add(new Field(name, new WordStream(Words.of(text).iterator()), WORDS));
                indexed.add(new StringField(TermNames.HAS, field, Field.Store.NO));
            }
            case FieldValue.Whole(long whole) -> number(indexed, name, whole);
            case FieldValue.Decimal(double decimal) -> number(indexed, name, sortable(decimal));
        }
    }

    private static void number(org.apache.lucene.document.Document indexed, String name, long value) {
        indexed.add(new LongPoint(name, value));
        indexed.add(new NumericDocValuesField(name, value));
    }

    /** A long in the order of the decimals; both zeros are one. */
    static long sortable(double decimal) {
        return NumericUtils.doubleToSortableLong(decimal + 0.0);
    }

    private static final class WordStream extends TokenStream {
        private final Iterator<String> words;
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);

        WordStream(Iterator<String> words) {
            this.words = words;
        }

        @Override
        public boolean incrementToken() {
            clearAttributes();
            if (!words.hasNext()) {
                return false;
            }
            term.append(words.next());
            return true;
        }
    }
}
