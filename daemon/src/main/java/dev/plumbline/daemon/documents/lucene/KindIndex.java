package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldType;
import dev.plumbline.documents.FieldTypes;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * The index of one kind. Operations are applied by one thread at a time, in order; any thread may search. A search that
 * finds newer operations than its reader has opens a new reader first. Its commits say up to which operation they go, so that the
 * log's operations behind that can be applied again. After an I/O failure the writer is closed by Lucene: then this object is
 * broken, and its owner opens another one from the last commit and the log.
 */
final class KindIndex {
    private static final String SEQUENCE = "sequence";
    private static final String TYPE = "type.";

    private final String kind;
    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final Pending pending = new Pending();
    private volatile FieldTypes types;
    private volatile long applied;
    private volatile long shown;
    private volatile long committed;
    private volatile boolean broken;

    /** A question to one state of the index. */
    interface Question<T> {
        T ask(IndexSearcher searcher) throws IOException;
    }

    /** @throws IOException also when the index is damaged; the directory is closed then */
    KindIndex(String kind, Directory directory, int bufferBytes, OneMergeAtATime merges) throws IOException {
        this.kind = kind;
        this.directory = directory;
        IndexWriter opened = null;
        try {
            opened = new IndexWriter(directory, new IndexWriterConfig()
                    .setRAMBufferSizeMB(bufferBytes / 1048576.0)
                    .setMergeScheduler(merges.scheduler())
                    // A reader or a commit waits for no merge: by default it would, for half a second.
                    .setMaxFullFlushMergeWaitMillis(0)
                    .setCommitOnClose(false));
            writer = opened;
            searchers = new SearcherManager(writer, new SearcherFactory() {
                @Override
                public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
                    var searcher = new IndexSearcher(reader);
                    searcher.setQueryCache(null);
                    return searcher;
                }
            });
        } catch (IOException | RuntimeException e) {
            try (directory) {
                if (opened != null) {
                    opened.rollback();
                }
            }
            throw e;
        }
        Map<String, FieldType> known = new HashMap<>();
        writer.getLiveCommitData().forEach(entry -> {
            if (entry.getKey().equals(SEQUENCE)) {
                committed = Long.parseLong(entry.getValue());
            } else if (entry.getKey().startsWith(TYPE)) {
                known.put(entry.getKey().substring(TYPE.length()), FieldType.valueOf(entry.getValue()));
            }
        });
        types = FieldTypes.of(kind, known);
        applied = committed;
        shown = committed;
    }

    FieldTypes types() {
        return types;
    }

    void decide(FieldTypes decided) {
        types = decided;
    }

    /** The number of the last operation that the last commit has. */
    long committed() {
        return committed;
    }

    boolean isBroken() {
        return broken || !writer.isOpen();
    }

    void apply(long sequence, Operation operation) throws IOException {
        try {
            switch (operation) {
                case Operation.Put(Document document, byte[] bytes) -> {
                    writer.updateDocument(new Term(TermNames.ID, document.id()), IndexedDocument.of(document, bytes));
                    pending.add(document.id(), sequence, Optional.of(document), bytes.length);
                }
                case Operation.Delete(_, String id) -> {
                    writer.deleteDocuments(new Term(TermNames.ID, id));
                    pending.add(id, sequence, Optional.empty(), 0);
                }
                case Operation.Expire(_, long before) -> writer.deleteDocuments(Queries.before(before));
            }
            applied = sequence;
            if (pending.isFull() || operation instanceof Operation.Expire) {
                refresh();
            }
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    private void refresh() throws IOException {
        long now = applied;
        searchers.maybeRefreshBlocking();
        shown = Math.max(shown, now);
        pending.drop(now);
    }

    <T> T ask(Question<T> question) throws IOException {
        if (shown < applied) {
            refresh();
        }
        return askAsShown(question);
    }

    private <T> T askAsShown(Question<T> question) throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            return question.ask(searcher);
        } finally {
            searchers.release(searcher);
        }
    }

    /** The stored version, 0 when there is none. */
    long version(String id) throws IOException {
        Pending.Entry entry = pending.get(id);
        if (entry != null) {
            return entry.document().map(Document::version).orElse(0L);
        }
        return askAsShown(searcher -> find(searcher, id, (leaf, doc) -> {
            NumericDocValues versions = leaf.reader().getNumericDocValues(TermNames.VERSION);
            return versions != null && versions.advanceExact(doc) ? Long.valueOf(versions.longValue()) : null;
        }).orElse(0L));
    }

    Optional<Document> get(String id) throws IOException {
        Pending.Entry entry = pending.get(id);
        if (entry != null) {
            return entry.document();
        }
        return askAsShown(searcher -> find(searcher, id, (leaf, doc) -> read(searcher.storedFields(), leaf.docBase + doc)))
                .filter(document -> document.id().equals(id));
    }

    private interface Found<T> {
        @Nullable T at(LeafReaderContext leaf, int doc) throws IOException;
    }

    private static <T> Optional<T> find(IndexSearcher searcher, String id, Found<T> found) throws IOException {
        var term = new BytesRef(id);
        for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
            Terms terms = leaf.reader().terms(TermNames.ID);
            TermsEnum ids = terms == null ? TermsEnum.EMPTY : terms.iterator();
            if (ids.seekExact(term)) {
                PostingsEnum postings = ids.postings(null, PostingsEnum.NONE);
                for (int doc = postings.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = postings.nextDoc()) {
                    if (leaf.reader().getLiveDocs() == null || leaf.reader().getLiveDocs().get(doc)) {
                        return Optional.ofNullable(found.at(leaf, doc));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** A document by its number in a reader. */
    static Document read(StoredFields fields, int doc) throws IOException {
        BytesRef bytes = fields.document(doc).getBinaryValue(TermNames.DOCUMENT);
        if (bytes == null) {
            throw new IOException("document " + doc + " of the index was not stored");
        }
        return DocumentBytes.document(bytes.bytes, bytes.offset, bytes.length);
    }

    /** Whether there are operations that no commit has. */
    boolean needsCommit() {
        return applied > committed;
    }

    /** Commits all that was applied, at least up to the given operation. */
    void commit(long sequence) throws IOException {
        try {
            Map<String, String> data = new HashMap<>();
            data.put(SEQUENCE, Long.toString(sequence));
            types.asMap().forEach((field, type) -> data.put(TYPE + field, type.name()));
            writer.setLiveCommitData(data.entrySet());
            writer.commit();
            committed = sequence;
            // What the reader holds of memory buffers and dropped files goes, too.
            refresh();
        } catch (IOException | RuntimeException e) {
            broken = true;
            throw e;
        }
    }

    /** Documents in the reader, for figures. */
    long count() throws IOException {
        return ask(searcher -> (long) searcher.getIndexReader().numDocs());
    }

    /** Lets go of everything without a commit. */
    void close() throws IOException {
        broken = true;
        try (directory; searchers) {
            writer.rollback();
        }
    }

    @Override
    public String toString() {
        return kind;
    }
}
