package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.config.kayenta.CanaryDefinition;
import dev.plumbline.daemon.config.kayenta.JsonPart;
import dev.plumbline.daemon.verdicts.AnalysisId;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/** Canary configurations that are kept, until they are deleted; at most {@value #MAX}. Thread-safe. */
public final class Configurations {
    static final int MAX = 1_000;
    private static final int MAX_ID = 200;
    private static final int MAX_APPLICATIONS = 100;
    private static final int MAX_TEXT = 1_000;
    private final Clock clock;
    private final RandomGenerator random;
    private final KayentaStore store;

    Configurations(Clock clock, RandomGenerator random, KayentaStore store) {
        this.clock = clock;
        this.random = random;
        this.store = store;
    }

    /**
     * What there is, as {@code id}, {@code name}, {@code applications} and when it was updated.
     *
     * @param applications what it must be for one of; empty: any
     */
    public Value list(List<String> applications) {
        Filter filter = applications.isEmpty() ? new Filter.All() : new Filter.AnyOf("applications", applications);
        var entries = new ArrayList<Value>();
        store.each(KayentaStore.CONFIG, filter, d -> {
            var config = JsonPart.read(d.id(), d.body());
            long updated = (long) config.at("updatedTimestamp").number().orElse(0);
            entries.add(new Members().text("id", d.id()).text("name", config.at("name").text("")).value("applications", config.at("applications").value())
                    .number("updatedTimestamp", updated).text("updatedTimestampIso", Members.iso(updated)).build());
        });
        return new Value.Items(entries);
    }

    /** The configuration as it was sent, with its id and times. */
    public Optional<Value> find(String id) {
        return store.get(KayentaStore.CONFIG, id).map(d -> JsonPart.read(d.id(), d.body()).value());
    }

    /**
     * Keeps a new one, which cannot bear the id of another.
     *
     * @return its id, made here unless it has one
     */
    public String add(String body) {
        JsonPart config = checked(body);
        String given = config.at("id").text("");
        String id = given.isEmpty() ? AnalysisId.next(clock.wallMillis(), random).substring(2) : id(given);
        synchronized (this) {
            if (store.count(KayentaStore.CONFIG, new Filter.All()) >= MAX) {
                throw new TooMany("there are " + MAX + " canary configurations, which is the most; delete some");
            }
            double created = config.at("createdTimestamp").number().orElse(clock.wallMillis());
            if (!store.add(document(id, config, created, config.at("updatedTimestamp").number().orElse(created)))) {
                throw PlumblineException.user("there is a canary configuration " + id + " already; PUT replaces it");
            }
        }
        return id;
    }

    /** Replaces one that there is. */
    public synchronized String replace(String id, String body) {
        JsonPart config = checked(body);
        Value before = find(id).orElseThrow(() -> PlumblineException.user("there is no canary configuration " + id + "; POST makes one"));
        double created = new JsonPart(id, before).at("createdTimestamp").number().orElse(clock.wallMillis());
        store.write(List.of(document(id, config, created, clock.wallMillis())));
        return id;
    }

    /** Deletes one; false when there is none of this id. */
    public synchronized boolean delete(String id) {
        if (find(id).isEmpty()) {
            return false;
        }
        store.delete(KayentaStore.CONFIG, id);
        return true;
    }

    private static String id(String given) {
        if (given.length() > MAX_ID || given.contains("/")) {
            throw PlumblineException.user("the id has " + given.length() + " characters or a slash in it; at most " + MAX_ID + " and none are possible");
        }
        return given;
    }

    /** One without metrics is being drafted and kept; one with some must be such as can be judged by. */
    private static JsonPart checked(String body) {
        JsonPart config = JsonPart.read("canaryConfig", body);
        String name = config.at("name").required().text("");
        if (name.isEmpty() || name.length() > MAX_TEXT || !name.chars().allMatch(Configurations::isOfName)) {
            throw PlumblineException.user("canaryConfig.name is \"" + name + "\"; a name is 1 to " + MAX_TEXT + " letters, digits, - and _");
        }
        List<JsonPart> applications = config.at("applications").required().elements();
        if (applications.isEmpty() || applications.size() > MAX_APPLICATIONS || applications.stream().anyMatch(a -> a.text("").length() > MAX_TEXT)) {
            throw PlumblineException.user("canaryConfig.applications has " + applications.size() + " names; 1 to " + MAX_APPLICATIONS
                    + " are needed, of at most " + MAX_TEXT + " characters");
        }
        if (!config.at("metrics").elements().isEmpty()) {
            CanaryDefinition.read(config.value());
        }
        return config;
    }

    private static boolean isOfName(int c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' || c == '_' || c == ',';
    }

    private static Document document(String id, JsonPart config, double createdMillis, double updatedMillis) {
        Map<String, Value> members = new TreeMap<>();
        config.members().forEach((name, part) -> members.put(name, part.value()));
        var stamped = new Members().text("id", id).number("createdTimestamp", createdMillis).text("createdTimestampIso", Members.iso((long) createdMillis))
                .number("updatedTimestamp", updatedMillis).text("updatedTimestampIso", Members.iso((long) updatedMillis)).build();
        members.putAll(((Value.Members) stamped).byName());
        List<String> applications = config.at("applications").elements().stream().map(a -> a.text("")).distinct().toList();
        Map<String, FieldValue> fields = Map.of("name", KayentaStore.keyword(config.at("name").text("")), "applications", new FieldValue.Keyword(applications));
        return Document.of(KayentaStore.CONFIG, id, (long) createdMillis, fields, JsonText.write(new Value.Members(members)));
    }
}
