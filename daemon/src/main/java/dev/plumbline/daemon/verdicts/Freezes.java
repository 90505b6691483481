package dev.plumbline.daemon.verdicts;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The change freezes in force and to come, at most {@value #MAX}, kept as documents. Thread-safe. */
public final class Freezes {
    static final String KIND = "freeze";
    static final int MAX = 1_000;
    private final Clock clock;
    private final RandomGenerator random;
    private final ConcurrentSkipListMap<String, Freeze> all = new ConcurrentSkipListMap<>();
    private volatile @Nullable Documents documents;

    Freezes(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    /** Reads what was kept. */
    void restore(Documents from) {
        for (Document d : from.search(Search.of(KIND, new Filter.All(), MAX, Search.Sort.ascending("time"))).documents()) {
            JsonObject o = JsonObject.read(KIND + "/" + d.id(), d.body());
            all.put(d.id(), new Freeze(d.id(), o.text("namespace"), o.text("service"), o.whole("from"), o.whole("until"), o.text("by"), o.text("why")));
        }
        documents = from;
    }

    /** Those that are not over, in order of their making. */
    public List<Freeze> list() {
        long now = clock.wallMillis();
        return all.values().stream().filter(f -> f.untilMillis() > now).toList();
    }

    /** Why a gate says no-go at present. */
    public Optional<String> reason(AnalysisKey key) {
        long now = clock.wallMillis();
        return all.values().stream().filter(f -> f.covers(key, now)).findFirst().map(Freezes::reason);
    }

    private static String reason(Freeze f) {
        String scope = f.namespace().isEmpty() && f.service().isEmpty() ? "all changes are stopped"
                : "changes are frozen for " + (f.namespace().isEmpty() ? "" : "namespace " + f.namespace())
                        + (f.namespace().isEmpty() || f.service().isEmpty() ? "" : ", ") + (f.service().isEmpty() ? "" : "service " + f.service());
        String until = f.untilMillis() == Long.MAX_VALUE ? "until it is lifted" : "until " + Instant.ofEpochMilli(f.untilMillis());
        return scope + " " + until + " by " + f.by() + ": " + f.why();
    }

    /** Begins a freeze; it is stored before it counts. {@code asked}'s id is made here. */
    public synchronized Freeze add(Freeze asked) {
        Documents kept = stored();
        long now = clock.wallMillis();
        if (asked.untilMillis() <= Math.max(now, asked.fromMillis())) {
            throw PlumblineException.user("until is not after from and now; a freeze needs a time to last");
        }
        all.values().removeIf(f -> f.untilMillis() <= now && delete(kept, f.id()));
        if (all.size() >= MAX) {
            throw PlumblineException.user("there are " + MAX + " freezes already, which is the most; lift some");
        }
        var freeze = new Freeze("f-" + AnalysisId.next(now, random).substring(2), asked.namespace(), asked.service(), asked.fromMillis(),
                asked.untilMillis(), asked.by(), asked.why());
        kept.write(List.of(new Write.Put(document(freeze, now))));
        all.put(freeze.id(), freeze);
        return freeze;
    }

    private static Document document(Freeze f, long nowMillis) {
        Map<String, FieldValue> fields = Map.of("namespace", new FieldValue.Keyword(f.namespace()), "service", new FieldValue.Keyword(f.service()),
                "until", new FieldValue.Whole(f.untilMillis()));
        return Document.of(KIND, f.id(), nowMillis, fields, JsonObject.write(json -> {
            json.writeStringProperty("namespace", f.namespace());
            json.writeStringProperty("service", f.service());
            json.writeNumberProperty("from", f.fromMillis());
            json.writeNumberProperty("until", f.untilMillis());
            json.writeStringProperty("by", f.by());
            json.writeStringProperty("why", f.why());
        }));
    }

    /** Lifts one; false when there is none of that id. */
    public synchronized boolean lift(String id) {
        return all.containsKey(id) && delete(stored(), id) && all.remove(id) != null;
    }

    private static boolean delete(Documents from, String id) {
        from.write(List.of(new Write.Delete(KIND, id)));
        return true;
    }

    private Documents stored() {
        Documents kept = documents;
        if (kept == null) {
            throw PlumblineException.resource("the daemon is starting; freezes are not read yet", null);
        }
        return kept;
    }
}
