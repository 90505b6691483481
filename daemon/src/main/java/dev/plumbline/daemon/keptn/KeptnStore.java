package dev.plumbline.daemon.keptn;

import dev.plumbline.analysis.keptn.PastComparison;
import dev.plumbline.analysis.keptn.PastRelease;
import dev.plumbline.analysis.keptn.TotalScore.Grade;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Page;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evaluations as documents (docs/formats/keptn-documents.md). Before {@link #open} every call is refused. Thread-safe. */
final class KeptnStore {
    static final String EVALUATION = "keptn-evaluation";
    /** How long evaluations are kept. */
    static final long KEEP_MILLIS = 400L * 86_400_000;
    /** How many are kept beyond the newest hour. */
    static final long KEEP_COUNT = 10_000;
    /** How many there may be at all. */
    static final long MOST = 2 * KEEP_COUNT;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final Logger LOG = LoggerFactory.getLogger(KeptnStore.class);
    private volatile @Nullable Documents documents;

    void open(Documents opened) {
        documents = opened;
    }

    private Documents opened() {
        Documents open = documents;
        if (open == null) {
            throw PlumblineException.resource("the daemon is starting", null);
        }
        return open;
    }

    private static FieldValue keyword(String text) {
        return new FieldValue.Keyword(text);
    }

    /** @throws Busy when there are as many as may be */
    void requirePlace() {
        if (opened().count(EVALUATION, new Filter.All()) >= MOST) {
            throw new Busy(MOST + " evaluations are kept, which is the most; old ones make place within an hour");
        }
    }

    void keep(String id, long nowMillis, EvaluationRequest.Subject subject, Grade grade, String body) {
        Map<String, FieldValue> fields = Map.of("project", keyword(subject.project()), "stage", keyword(subject.stage()), "service", keyword(subject.service()),
                "result", keyword(word(grade)));
        try {
            opened().write(List.of(new Write.Put(Document.of(EVALUATION, id, nowMillis, fields, body))));
        } catch (PlumblineException e) {
            throw e;
        } catch (RuntimeException e) {
            throw PlumblineException.resource("writing documents failed: " + e, e);
        }
    }

    /** As Keptn calls it. */
    static String word(Grade grade) {
        return grade.name().toLowerCase(Locale.ROOT);
    }

    Optional<String> find(String id) {
        return id.isEmpty() || id.length() > 100 ? Optional.empty() : opened().get(EVALUATION, id).map(Document::body);
    }

    /** Newest first; a text that is empty matches all. */
    Page list(EvaluationRequest.Subject subject, int limit, String cursor) {
        var filters = new ArrayList<Filter>();
        add(filters, "project", subject.project());
        add(filters, "stage", subject.stage());
        add(filters, "service", subject.service());
        var search = Search.of(EVALUATION, new Filter.And(filters), limit, Search.Sort.descending("time"));
        return opened().search(cursor.isEmpty() ? search : search.after(new Search.Cursor(cursor)));
    }

    private static void add(List<Filter> filters, String field, String value) {
        if (!value.isEmpty()) {
            filters.add(new Filter.AnyOf(field, value));
        }
    }

    /** What earlier evaluations of the same showed, the latest one first. The version of each is its id. */
    List<PastRelease> past(EvaluationRequest.Subject s, PastComparison comparison) {
        List<String> results = switch (comparison.worst()) {
            case PASS -> List.of("pass");
            case WARNING -> List.of("pass", "warning");
            case FAIL -> List.of("pass", "warning", "fail");
        };
        var filters = List.<Filter>of(new Filter.AnyOf("project", s.project()), new Filter.AnyOf("stage", s.stage()), new Filter.AnyOf("service", s.service()),
                new Filter.AnyOf("result", results));
        return opened().search(Search.of(EVALUATION, new Filter.And(filters), comparison.releases(), Search.Sort.descending("time"))).documents().stream()
                .flatMap(d -> past(d).stream()).toList();
    }

    private static Optional<PastRelease> past(Document d) {
        try {
            JsonObject o = JsonObject.read(d.id(), d.body());
            var values = new HashMap<String, Double>();
            JsonObject evaluation = o.object("evaluation");
            if (evaluation != null) {
                for (JsonObject result : evaluation.objects("indicatorResults")) {
                    JsonObject value = result.object("value");
                    if (value != null && value.text("success").equals("true")) {
                        values.put(value.required("metric"), Double.parseDouble(value.required("value")));
                    }
                }
            }
            return Optional.of(new PastRelease(d.id(), Grade.valueOf(o.required("result").toUpperCase(Locale.ROOT)), values, Map.of()));
        } catch (RuntimeException e) { // one that is damaged must not keep others from being compared with
            LOG.warn("evaluation {} is damaged, it is not compared with: {}", d.id(), e.toString());
            return Optional.empty();
        }
    }

    /** Forgets what is too old, and what is too much. */
    void expire(long nowMillis) {
        opened().expire(EVALUATION, nowMillis - KEEP_MILLIS);
        List<Documents.TimeBucket> hours = opened().dateHistogram(EVALUATION, new Filter.All(), HOUR_MILLIS);
        long kept = 0;
        for (int i = hours.size() - 1; i >= 0; i--) {
            kept += hours.get(i).count();
            if (kept > KEEP_COUNT) {
                opened().expire(EVALUATION, hours.get(Math.min(i + 1, hours.size() - 1)).startMillis());
                return;
            }
        }
    }
}
