package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.canary.Judgement;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.InMemoryDocuments;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps analyses, and the evidence of those that ended, as documents. What a call returned from survives the process. Thread-safe. */
final class AnalysisStore {
    private static final Logger LOG = LoggerFactory.getLogger(AnalysisStore.class);
    static final String ANALYSIS = "analysis";
    static final String EVIDENCE = "analysis-evidence";
    /** Public keys of all who ever signed. */
    static final String KEYS = "evidence-key";
    private static final String PICTURE = "picture of ";
    private static final int MAX_KEYS = 1_000;
    private static final int RELEASES = 20;
    /** How long analyses and their evidence are kept. */
    static final long KEEP_MILLIS = 400L * 86_400_000;
    private static final int PAGE = 200;
    private final Documents documents;
    private final Documents past; // where earlier releases are looked for
    private final EvidenceKey key;

    AnalysisStore(Documents documents, EvidenceKey key) {
        this(documents, documents, key);
    }

    private AnalysisStore(Documents documents, Documents past, EvidenceKey key) {
        this.documents = documents;
        this.past = past;
        this.key = key;
    }

    /** One that knows the same earlier releases, and keeps what it takes only as long as somebody holds it. */
    AnalysisStore forgetting() {
        return new AnalysisStore(new InMemoryDocuments(), past, key);
    }

    /** Keeps the public key, so that what it signed can be verified when there is another one. */
    void publishKey(long nowMillis) {
        if (documents.get(KEYS, key.id()).isEmpty()) {
            write(List.of(new Write.Put(Document.of(KEYS, key.id(), nowMillis, Map.of(), key.publicPem()))));
        }
    }

    /** All public keys by their ids, oldest first. */
    SequencedMap<String, String> keys() {
        var keys = new LinkedHashMap<String, String>();
        documents.search(Search.of(KEYS, new Filter.And(List.of()), MAX_KEYS, Search.Sort.ascending("time"))).documents()
                .forEach(d -> keys.put(d.id(), d.body()));
        return keys;
    }

    /** @param open whether a sink has still to be told */
    void save(AnalysisRecord r, boolean open) {
        write(List.of(new Write.Put(document(r, open))));
    }

    /** The evidence first, so that there is no verdict without any. */
    void end(AnalysisRecord r, Judgement judgement, boolean open) {
        Evidences.Kept kept = Evidences.of(r, judgement);
        var evidence = Document.of(EVIDENCE, r.subject().id(), r.subject().sinceMillis(),
                Map.of("service", keyword(r.subject().key().service()), "sha256", keyword(kept.sha256()), "key", keyword(key.id()),
                        "signature", keyword(key.sign(kept.text()))), kept.text());
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

    /** Evidence as it is kept, with who signed it; both are empty for what was written before evidence was signed. */
    record Signed(Evidences.Kept kept, String key, String signature) {}

    Optional<Signed> evidence(String id) {
        return documents.get(EVIDENCE, id).map(d -> new Signed(Evidences.kept(d.body()), text(d, "key"), text(d, "signature")));
    }

    private static String text(Document d, String field) {
        return d.fields().get(field) instanceof FieldValue.Keyword k ? k.values().getFirst() : "";
    }

    /** What lets somebody see an analysis' picture who may see nothing else; for the query of a URL. */
    String pictureSignature(String id) {
        return key.sign(PICTURE + id).replace('+', '-').replace('/', '_').replace("=", "");
    }

    boolean isPictureSignature(String id, String signature) {
        return MessageDigest.isEqual(pictureSignature(id).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether it is as it was signed, by a key that is known. */
    boolean isGenuine(Signed s) {
        return !s.key.isEmpty() && documents.get(KEYS, s.key).filter(d -> EvidenceKey.verifies(d.body(), s.kept.text(), s.signature)).isPresent();
    }

    /** Versions of a subject's service that got a go for their last stage, the last one first; of the newest few analyses. */
    List<String> released(AnalysisRecord.Subject subject) {
        AnalysisKey key = subject.key();
        var filters = List.<Filter>of(new Filter.AnyOf("service", key.service()), new Filter.AnyOf("namespace", key.namespace()),
                new Filter.AnyOf("policy", key.policy()), new Filter.AnyOf("verdict", "go"));
        return search(past, filters, RELEASES, "").records().stream().map(AnalysisRecord::subject)
                .filter(s -> s.gate() && s.stage().name().equals(s.policy().stages().getLast().name()) && s.sinceMillis() < subject.sinceMillis())
                .map(s -> s.key().version()).distinct().toList();
    }

    /** Analyses of a subject's service, namespace and policy that ended with one of the verdicts and began before it, newest first; those that are damaged are left out. */
    Found ended(AnalysisRecord.Subject subject, List<String> verdicts, int limit, String after) {
        AnalysisKey key = subject.key();
        var filters = List.<Filter>of(new Filter.AnyOf("service", key.service()), new Filter.AnyOf("namespace", key.namespace()),
                new Filter.AnyOf("policy", key.policy()), new Filter.AnyOf("verdict", verdicts), new Filter.Time(Long.MIN_VALUE, subject.sinceMillis()),
                new Filter.AnyOf("state", List.of(AnalysisRecord.State.JUDGED.name(), AnalysisRecord.State.DECIDED.name())));
        var search = Search.of(ANALYSIS, new Filter.And(filters), limit, Search.Sort.descending("time"));
        Page page = past.search(after.isEmpty() ? search : search.after(new Search.Cursor(after)));
        return new Found(page.documents().stream().flatMap(d -> whole(d).stream()).toList(), page.next().map(Search.Cursor::text));
    }

    private static Optional<AnalysisRecord> whole(Document d) {
        try {
            return Optional.of(AnalysisJson.read(ANALYSIS + "/" + d.id(), d.body()));
        } catch (PlumblineException e) {
            LOG.warn("{}; it is not compared with", e.getMessage());
            return Optional.empty();
        }
    }

    /** What a list shows, and where the next page begins. */
    record Found(List<AnalysisRecord> records, Optional<String> next) {}

    /** Newest first. */
    Found search(List<Filter> filters, int limit, String after) {
        return search(documents, filters, limit, after);
    }

    private static Found search(Documents documents, List<Filter> filters, int limit, String after) {
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
