package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.value.JsonText;
import dev.plumbline.analysis.value.Value;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.FieldValue;
import java.util.Map;

/** What else is kept as clients sent it, or as executions measured it. */
public enum ObjectType {
    /** Metric set pair lists, those of executions among them. */
    PAIRS("pairs"),
    /** Metric set lists. */
    SETS("sets"),
    /** Results of canaries, archived by clients. */
    ARCHIVE("archive"),
    /** Two judges' results about the same pairs. */
    COMPARISON("comparison");

    private final String word;

    ObjectType(String word) {
        this.word = word;
    }

    /** What documents of it have as their type, and before their id. */
    String word() {
        return word;
    }

    String documentId(String id) {
        return word + "/" + id;
    }

    /** The field {@code entry} is what a list shows, the newest first, so that no body is read for it. */
    Document document(String id, long nowMillis, Value body) {
        Map<String, FieldValue> fields = Map.of("type", KayentaStore.keyword(word), "entry", KayentaStore.keyword(Long.MAX_VALUE - nowMillis + " " + id));
        return Document.of(KayentaStore.OBJECT, documentId(id), nowMillis, fields, JsonText.write(body));
    }
}
