package dev.plumbline.daemon.verdicts;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Documents that outlive a gate and fail when told to: some calls before anything was written, some after. */
final class FailingDocuments implements Documents {
    private final InMemoryDocuments kept = new InMemoryDocuments();
    volatile BooleanSupplier failsBefore = () -> false;
    volatile BooleanSupplier failsAfter = () -> false;

    private static void fail(BooleanSupplier fails) {
        if (fails.getAsBoolean()) {
            throw PlumblineException.resource("the disk is full", null);
        }
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        fail(failsBefore);
        List<WriteOutcome> outcomes = kept.write(writes);
        fail(failsAfter);
        return outcomes;
    }

    @Override
    public Optional<Document> get(String kind, String id) {
        return kept.get(kind, id);
    }

    @Override
    public Page search(Search search) {
        fail(failsBefore);
        return kept.search(search);
    }

    @Override
    public long count(String kind, Filter filter) {
        return kept.count(kind, filter);
    }

    @Override
    public List<TimeBucket> dateHistogram(String kind, Filter filter, long intervalMillis) {
        return kept.dateHistogram(kind, filter, intervalMillis);
    }

    @Override
    public List<TermBucket> terms(String kind, Filter filter, String field, int size) {
        return kept.terms(kind, filter, field, size);
    }

    @Override
    public long expire(String kind, long beforeMillis) {
        return kept.expire(kind, beforeMillis);
    }

    @Override
    public void close() {
        // Outlives the gate.
    }
}
