package dev.plumbline.testkit.fault;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.documents.WriteOutcome;
import java.util.List;
import java.util.Optional;

/** Documents that hand every call to others, for what comes between in a test; closing leaves those open, as a crash does. */
public abstract class ForwardingDocuments implements Documents {
    private final Documents kept;

    protected ForwardingDocuments(Documents kept) {
        this.kept = kept;
    }

    @Override
    public List<WriteOutcome> write(List<Write> writes) {
        return kept.write(writes);
    }

    @Override
    public Optional<Document> get(String kind, String id) {
        return kept.get(kind, id);
    }

    @Override
    public Page search(Search search) {
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
    public void close() {}
}
