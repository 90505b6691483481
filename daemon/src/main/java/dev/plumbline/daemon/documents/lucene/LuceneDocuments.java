package dev.plumbline.daemon.documents.lucene;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldType;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Limits;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Position;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.time.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.jspecify.annotations.Nullable;

/**
 * The embedded store of documents. Thread-safe; writes of many threads become durable together, and reads wait for no
 * write. What it promises and costs: docs/decisions/0007-documents.md.
 */
public final class LuceneDocuments implements Documents {
    private final Indexes indexes;

    private LuceneDocuments(Indexes indexes) {
        this.indexes = indexes;
    }

    /**
     * Opens the documents of a folder, which is made when it is not there, and reads the log again.
     *
     * @param clock for commits that come some time after a write; nothing runs when nothing is written
     * @param warnings gets a sentence for the log when something was damaged or failed in the background
     * @throws dev.plumbline.model.PlumblineException of kind RESOURCE when another process has the folder, an index is damaged, or the
     *     disk fails; the message says what to do
     */
    public static LuceneDocuments open(Path folder, LuceneOptions options, Clock clock, Consumer<String> warnings) {
        return open(folder, options, Medium.DISK, clock, warnings);
    }

    static LuceneDocuments open(Path folder, LuceneOptions options, Medium medium, Clock clock, Consumer<String> warnings) {
        LuceneSettings.apply();
        return new LuceneDocuments(new Indexes(folder, options, medium, clock, warnings));
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return indexes.write(Limits.accepted(writes));
    }

    @Override
    public Optional<Document> get(String kind, String id) {
        return indexes.ask(kind, Optional.empty(), index -> index.get(id));
    }

    @Override
    public Page search(Search search) {
        return indexes.ask(search.kind(), new Page(List.of(), Optional.empty()), index -> {
            index.types().check(search.filter());
            index.types().check(search.order());
            Sort sort = Orders.of(search.order(), index.types());
            Optional<FieldDoc> after = search.after().map(cursor ->
                    Orders.after(Position.of(cursor, search, index.types()), search.order(), index.types()));
            return index.ask(searcher -> page(searcher, search, sort, after.orElse(null)));
        });
    }

    private static Page page(IndexSearcher searcher, Search search, Sort sort, @Nullable FieldDoc after)
            throws IOException {
        if (search.limit() == 0) {
            return new Page(List.of(), Optional.empty());
        }
        int wanted = Math.min(search.limit() + 1, Math.max(1, searcher.getIndexReader().maxDoc()));
        ScoreDoc[] hits = searcher.search(Queries.of(search.filter()), new TopFieldCollectorManager(sort, wanted, after, 1)).scoreDocs;
        List<Document> documents = read(searcher, Arrays.copyOf(hits, Math.min(hits.length, search.limit())));
        return new Page(documents, hits.length <= search.limit() ? Optional.empty()
                : Optional.of(Position.of(documents.getLast(), search.order()).cursor(search.kind(), search.order())));
    }

    /** Reads in the order of storage, in which neighbours share a compressed block. */
    private static List<Document> read(IndexSearcher searcher, ScoreDoc[] hits) throws IOException {
        ScoreDoc[] stored = hits.clone();
        Arrays.sort(stored, Comparator.comparingInt(hit -> hit.doc));
        Map<Integer, Document> documents = new HashMap<>();
        StoredFields fields = searcher.storedFields();
        for (ScoreDoc hit : stored) {
            documents.put(hit.doc, KindIndex.read(fields, hit.doc));
        }
        return Arrays.stream(hits).map(hit -> Objects.requireNonNull(documents.get(hit.doc))).toList();
    }

    @Override
    public long count(String kind, Filter filter) {
        return indexes.ask(kind, 0L, index -> {
            index.types().check(filter);
            return index.ask(searcher -> (long) searcher.count(Queries.of(filter)));
        });
    }

    @Override
    public List<TimeBucket> dateHistogram(String kind, Filter filter, long intervalMillis) {
        Limits.checkInterval(intervalMillis);
        return indexes.ask(kind, List.of(), index -> {
            index.types().check(filter);
            return index.ask(searcher -> Counting.byTime(searcher, Queries.of(filter), intervalMillis));
        });
    }

    @Override
    public List<TermBucket> terms(String kind, Filter filter, String field, int size) {
        Limits.checkTermCount(size);
        return indexes.ask(kind, List.of(), index -> {
            index.types().check(filter);
            index.types().checkTerms(field);
            return index.ask(searcher -> Counting.byTerm(searcher, Queries.of(filter), TermNames.of(field, FieldType.KEYWORD), size));
        });
    }

    @Override
    public long expire(String kind, long beforeMillis) {
        return indexes.expire(kind, beforeMillis);
    }

    /** Commits the indexes and empties the log, as a start that has nothing to read again needs it. */
    public void commit() {
        indexes.commit();
    }

    /**
     * Puts what was acknowledged by now into a folder, as one that can be opened. Writes and reads go on; no commit comes meanwhile. Files are second
     * names of those here where the folder is on the same file system, and copies elsewhere.
     *
     * @param to not there yet
     * @throws dev.plumbline.model.PlumblineException of kind RESOURCE when it cannot be written; what was written of it stays
     */
    public void snapshot(Path to) {
        indexes.snapshot(to);
    }

    /** How many documents there are of each kind. */
    public Map<String, Long> counts() {
        return indexes.counts();
    }

    /** Bytes of log that the next start would read. */
    public long logBytes() {
        return indexes.logBytes();
    }

    @Override
    public void close() {
        indexes.close();
    }
}
