package dev.plumbline.daemon.verdicts;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Keeps analyses, and the evidence of those that ended, as documents. What a call returned from survives the process. Thread-safe. */
final class AnalysisStore {
    static final String ANALYSIS = "analysis";
    static final String EVIDENCE = "analysis-evidence";
    /** How long analyses and their evidence are kept. */
    static final long KEEP_MILLIS = 400L * 86_400_000;
    private static final int PAGE = 200;
    private final Documents documents;

    AnalysisStore(Documents documents) {
        this.documents = documents;
    }

    /** @param open whether a sink has still to be told */
    void save(AnalysisRecord r, boolean open) {
        write(List.of(new Write.Put(document(r, open))));
    }

    /** The evidence first, so that there is no verdict without any. */
    void end(AnalysisRecord r, boolean open) {
        Evidences.Kept kept = Evidences.of(r);
        var evidence = Document.of(EVIDENCE, r.subject().id(), r.subject().sinceMillis(),
                Map.of("service", keyword(r.subject().key().service()), "sha256", keyword(kept.sha256())), kept.text());
        write(List.of(new Write.Put(evidence), new Write.Put(document(r, open))));
    }

    private void write(List<Write> writes) {
        try {
            documents.write(writes);
        } catch (PlumblineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw PlumblineException.resource("writing documents failed: " + e, e);
        }
    }

    private static Document document(AnalysisRecord r, boolean open) {
        AnalysisKey key = r.subject().key();
        Map<String, FieldValue> fields = Map.of("service", keyword(key.service()), "namespace", keyword(key.namespace()),
                "version", keyword(key.version()), "policy", keyword(key.policy()), "verdict", keyword(r.answer().word()),
                "state", keyword(r.state().name()), "open", keyword(open ? "yes" : "no"), "until", new FieldValue.Whole(r.untilMillis()));
        return Document.of(ANALYSIS, r.subject().id(), r.subject().sinceMillis(), fields, AnalysisJson.write(r));
    }

    private static FieldValue keyword(String text) {
        return new FieldValue.Keyword(text);
    }

    /** Those that run, still answer, or have still something to tell, in order of their start. One that is damaged is handed to {@code damaged}. */
    List<AnalysisRecord> unfinished(long nowMillis, Predicate<PlumblineException> damaged) {
        Filter filter = new Filter.Or(List.of(new Filter.WholeRange("until", nowMillis, Long.MAX_VALUE), new Filter.AnyOf("open", "yes")));
        var found = new ArrayList<AnalysisRecord>();
        var search = Search.of(ANALYSIS, filter, PAGE, Search.Sort.ascending("time"));
        while (true) {
            Page page = documents.search(search);
            for (Document d : page.documents()) {
                try {
                    found.add(AnalysisJson.read(ANALYSIS + "/" + d.id(), d.body()));
                } catch (PlumblineException e) {
                    if (!damaged.test(e)) {
                        throw e;
                    }
                }
            }
            if (page.next().isEmpty() || page.documents().isEmpty()) {
                return found;
            }
            search = search.after(page.next().get());
        }
    }

    Optional<AnalysisRecord> find(String id) {
        return documents.get(ANALYSIS, id).map(d -> AnalysisJson.read(ANALYSIS + "/" + d.id(), d.body()));
    }

    Optional<Evidences.Kept> evidence(String id) {
        return documents.get(EVIDENCE, id).map(d -> Evidences.kept(d.body()));
    }

    /** What a list shows, and where the next page begins. */
    record Found(List<AnalysisRecord> records, Optional<String> next) {}

    /** Newest first. */
    Found search(List<Filter> filters, int limit, String after) {
        var search = Search.of(ANALYSIS, new Filter.And(filters), limit, Search.Sort.descending("time"));
        Page page = documents.search(after.isEmpty() ? search : search.after(new Search.Cursor(after)));
        return new Found(page.documents().stream().map(d -> AnalysisJson.read(ANALYSIS + "/" + d.id(), d.body())).toList(),
                page.next().map(Search.Cursor::text));
    }

    void expire(long nowMillis) {
        documents.expire(ANALYSIS, nowMillis - KEEP_MILLIS);
        documents.expire(EVIDENCE, nowMillis - KEEP_MILLIS);
    }
}
