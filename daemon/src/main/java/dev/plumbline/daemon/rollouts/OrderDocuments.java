package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.canary.RolloutAction;
import dev.plumbline.daemon.config.canary.RolloutTarget;
import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.kubernetes.CustomObject;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import dev.plumbline.model.PlumblineException;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Orders as documents of kind {@value #KIND}, one for each event: what is to be done, what was about to be done, and what
 * came of it. They stay for {@value #KEEP_DAYS} days, as a record and so that a repeated event does nothing.
 */
final class OrderDocuments {
    static final String KIND = "rollout-action";
    private static final String PENDING = "pending";
    private static final int KEEP_DAYS = 35;
    private static final long DAY_MILLIS = 86_400_000;
    private static final int MAX_DETAIL = 2_000;
    private static final JsonFactory JSON = new JsonFactory();
    private final Documents documents;

    OrderDocuments(Documents documents) {
        this.documents = documents;
    }

    /** An order that is not finished, and what it was about to do. */
    record Kept(RolloutOrder order, Optional<Decision.Intent> intent) {}

    boolean isKnown(String id) {
        return documents.get(KIND, id).isPresent();
    }

    void pending(Kept kept) {
        write(kept, PENDING, "");
    }

    void finished(Kept kept, Outcome outcome) {
        write(kept, outcome.result().word(), outcome.detail());
    }

    /** Those that are not finished, oldest first, at most {@code most}. */
    List<Kept> unfinished(int most) {
        var query = Search.of(KIND, new Filter.AnyOf("state", PENDING), most, Search.Sort.ascending("time"));
        return documents.search(query).documents().stream().map(OrderDocuments::read).toList();
    }

    void expire(long nowMillis) {
        documents.expire(KIND, nowMillis - KEEP_DAYS * DAY_MILLIS);
    }

    private void write(Kept kept, String state, String detail) {
        RolloutOrder order = kept.order;
        Map<String, FieldValue> fields = Map.of("state", new FieldValue.Keyword(state),
                "action", new FieldValue.Keyword(order.action().word()),
                "namespace", new FieldValue.Keyword(order.rollout().namespace()), "name", new FieldValue.Keyword(order.rollout().name()));
        documents.write(List.of(new Write.Put(Document.of(KIND, order.id(), order.timeMillis(), fields, body(kept, state, detail)))));
    }

    private static String body(Kept kept, String state, String detail) {
        RolloutOrder order = kept.order;
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("state", state);
            json.writeStringProperty("detail", detail.length() > MAX_DETAIL ? detail.substring(0, MAX_DETAIL) : detail);
            json.writeStringProperty("action", order.action().word());
            json.writeStringProperty("kind", order.isKruise() ? RolloutTarget.OPENKRUISE : RolloutTarget.ARGO);
            json.writeStringProperty("namespace", order.rollout().namespace());
            json.writeStringProperty("name", order.rollout().name());
            json.writeStringProperty("revision", order.revision());
            json.writeNumberProperty("weight", order.weight());
            kept.intent.ifPresent(intent -> {
                json.writeNumberProperty("fromStep", intent.stepIndex());
                json.writeStringProperty("pausedSince", intent.pauseStart());
            });
            json.writeEndObject();
        }
        return text.toString();
    }

    private static Kept read(Document document) {
        String what = "the document " + KIND + "/" + document.id();
        JsonView json = JsonView.of(what, document.body());
        CustomObject rollout = RolloutOrder.of(json.at("kind").text(), json.at("namespace").text(), json.at("name").text());
        RolloutAction action = RolloutAction.of(json.at("action").text())
                .orElseThrow(() -> PlumblineException.internal(what + " has no known action", null));
        var order = new RolloutOrder(document.id(), action, rollout, json.at("revision").text(), json.at("weight").number().orElse(0),
                document.timeMillis());
        JsonView from = json.at("fromStep");
        return new Kept(order, from.number().isEmpty() ? Optional.empty()
                : Optional.of(new Decision.Intent(from.number().getAsInt(), json.at("pausedSince").text())));
    }
}
