package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.rollouts.FollowedRelease.Identity;
import dev.plumbline.daemon.verdicts.AnalysisKey;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What is remembered of Rollouts that are followed: documents of kind {@value #KIND}, by {@code namespace/name}, one for each
 * Rollout. They stay for {@value #KEEP_DAYS} days after they were written last.
 */
final class FollowDocuments {
    static final String KIND = "rollout-followed";
    private static final int KEEP_DAYS = 400;
    private static final long DAY_MILLIS = 86_400_000;
    private static final JsonFactory JSON = new JsonFactory();
    private final Documents documents;

    FollowDocuments(Documents documents) {
        this.documents = documents;
    }

    /** What is remembered; nothing is known of one that was never kept. */
    FollowedRelease get(String namespace, String name) {
        return documents.get(KIND, namespace + "/" + name).map(FollowDocuments::read)
                .orElseGet(() -> FollowedRelease.unknown(namespace, name));
    }

    void put(FollowedRelease f, long nowMillis) {
        Map<String, FieldValue> fields = Map.of("namespace", new FieldValue.Keyword(f.namespace()), "name", new FieldValue.Keyword(f.name()),
                "service", new FieldValue.Keyword(f.release().service()), "revision", new FieldValue.Keyword(f.release().revision()));
        documents.write(List.of(new Write.Put(Document.of(KIND, f.key(), nowMillis, fields, body(f)))));
    }

    /** The Rollout whose release was asked about under this key; empty when it was not followed. */
    Optional<String> nameOf(AnalysisKey key) {
        var same = new Filter.And(List.of(new Filter.AnyOf("namespace", key.namespace()), new Filter.AnyOf("service", key.service()),
                new Filter.AnyOf("revision", key.revision())));
        return documents.search(Search.of(KIND, same, 1)).documents().stream().findFirst().map(d -> read(d).name());
    }

    void expire(long nowMillis) {
        documents.expire(KIND, nowMillis - KEEP_DAYS * DAY_MILLIS);
    }

    private static String body(FollowedRelease f) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("namespace", f.namespace());
            json.writeStringProperty("name", f.name());
            json.writeStringProperty("service", f.release().service());
            json.writeStringProperty("version", f.release().version());
            json.writeStringProperty("stable", f.release().stable());
            json.writeStringProperty("revision", f.release().revision());
            json.writeStringProperty("policy", f.release().policy());
            json.writeStringProperty("over", f.over() ? "true" : "false");
            json.writeArrayPropertyStart("asked");
            f.asked().forEach(json::writeString);
            json.writeEndArray();
            json.writeArrayPropertyStart("versions");
            f.versions().forEach((revision, version) -> {
                json.writeStartObject();
                json.writeStringProperty("revision", revision);
                json.writeStringProperty("version", version);
                json.writeEndObject();
            });
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.toString();
    }

    private static FollowedRelease read(Document document) {
        JsonView json = JsonView.of("the document " + KIND + "/" + document.id(), document.body());
        var asked = new LinkedHashSet<String>();
        json.at("asked").items().forEach(stage -> asked.add(stage.text()));
        var versions = new LinkedHashMap<String, String>();
        json.at("versions").items().forEach(v -> versions.put(v.at("revision").text(), v.at("version").text()));
        var release = new Identity(json.at("service").text(), json.at("version").text(), json.at("stable").text(),
                json.at("revision").text(), json.at("policy").text());
        return new FollowedRelease(json.at("namespace").text(), json.at("name").text(), release, asked, json.at("over").isTrue(), versions);
    }
}
