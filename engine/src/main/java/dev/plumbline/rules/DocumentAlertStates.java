package dev.plumbline.rules;

import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Write;
import dev.plumbline.rules.StateJsonReader.Malformed;
import dev.plumbline.model.XxHash64;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps states of alerts as documents: one for each group, of kind {@value #KIND}, with JSON for a body. What cannot be read
 * is reported and taken for nothing.
 */
public final class DocumentAlertStates implements AlertStateStore {
    /** The kind of document. */
    public static final String KIND = "alert-state";

    private static final int MAX_ID = 512;
    private static final int MAX_KEYWORD = 8_191;
    private final Documents documents;
    private final RuleListener listener;

    public DocumentAlertStates(Documents documents, RuleListener listener) {
        this.documents = documents;
        this.listener = listener;
    }

    @Override
    public Optional<GroupState> load(String groupKey) {
        Optional<Document> document = documents.get(KIND, id(groupKey));
        try {
            return document.isEmpty() ? Optional.empty() : Optional.of(StateJsonReader.read(groupKey, document.get().body()));
        } catch (Malformed e) {
            listener.event(new RuleEvent.StateDamaged(groupKey, String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    @Override
    public void save(String groupKey, GroupState state) {
        Map<String, FieldValue> fields = groupKey.length() > MAX_KEYWORD ? Map.of()
                : Map.of("group", new FieldValue.Keyword(groupKey));
        String body = StateJsonWriter.write(groupKey, state);
        documents.write(List.of(new Write.Put(Document.of(KIND, id(groupKey), state.atMillis(), fields, body))));
    }

    @Override
    public void expire(long beforeMillis) {
        documents.expire(KIND, beforeMillis);
    }

    /** The key itself, or of a long one its beginning and a hash. */
    private static String id(String groupKey) {
        if (groupKey.length() <= MAX_ID) {
            return groupKey;
        }
        String hash = "#" + Long.toHexString(XxHash64.hash(groupKey.getBytes(StandardCharsets.UTF_8)));
        return groupKey.substring(0, MAX_ID - hash.length()) + hash;
    }
}
