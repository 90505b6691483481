package dev.plumbline.daemon.github;

import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.github.Progress.State;
import dev.plumbline.daemon.verdicts.GateQuestion;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.documents.Document;
import dev.plumbline.documents.Documents;
import dev.plumbline.documents.FieldValue;
import dev.plumbline.documents.Filter;
import dev.plumbline.documents.Search;
import dev.plumbline.documents.Write;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Orders as documents of kind {@value #KIND}; they stay for {@value #KEEP_DAYS} days, so that what is told again does nothing. */
final class DeploymentDocuments {
    static final String KIND = "github-deployment";
    private static final int KEEP_DAYS = 35;
    private static final long DAY_MILLIS = 86_400_000;
    private final Documents documents;

    DeploymentDocuments(Documents documents) {
        this.documents = documents;
    }

    /** An order and how far it is. */
    record Kept(DeploymentOrder order, Progress progress) {}

    boolean isKnown(String id) {
        return documents.get(KIND, id).isPresent();
    }

    void keep(Kept kept) {
        DeploymentOrder o = kept.order;
        Progress p = kept.progress;
        GateQuestion q = o.question();
        String body = JsonObject.write(json -> {
            json.writeStringProperty("state", word(p.state()));
            json.writeStringProperty("comment", p.comment());
            json.writeStringProperty("told", p.told());
            json.writeNumberProperty("reports", p.reports());
            json.writeStringProperty("environment", o.environment());
            json.writeStringProperty("installation", o.installation());
            json.writeStringProperty("callback", o.callback());
            json.writeStringProperty("service", q.service());
            json.writeStringProperty("version", q.version());
            json.writeStringProperty("stable", q.stable());
            json.writeStringProperty("revision", q.revision());
            json.writeStringProperty("stage", q.stage());
            json.writeStringProperty("namespace", q.namespace());
            json.writeStringProperty("policy", q.policy());
        });
        Map<String, FieldValue> fields = Map.of("state", new FieldValue.Keyword(word(p.state())), "service", new FieldValue.Keyword(q.service()));
        documents.write(List.of(new Write.Put(Document.of(KIND, o.id(), o.timeMillis(), fields, body))));
    }

    /** Those without an answer, oldest first, at most {@code most}. */
    List<Kept> open(int most) {
        List<String> open = Arrays.stream(State.values()).filter(State::isOpen).map(DeploymentDocuments::word).toList();
        return documents.search(Search.of(KIND, new Filter.AnyOf("state", open), most, Search.Sort.ascending("time"))).documents().stream()
                .map(DeploymentDocuments::read).toList();
    }

    void expire(long nowMillis) {
        documents.expire(KIND, nowMillis - KEEP_DAYS * DAY_MILLIS);
    }

    private static Kept read(Document d) {
        JsonView json = JsonView.of("the document " + KIND + "/" + d.id(), d.body());
        var question = new GateQuestion(json.at("service").text(), json.at("version").text(), json.at("stable").text(), json.at("revision").text(),
                json.at("stage").text(), json.at("namespace").text(), json.at("policy").text(), Map.of());
        var order = new DeploymentOrder(d.id(), json.at("environment").text(), json.at("installation").text(), json.at("callback").text(),
                question, d.timeMillis());
        var progress = new Progress(State.valueOf(json.at("state").text().toUpperCase(Locale.ROOT)), json.at("comment").text(),
                json.at("told").text(), json.at("reports").number().orElse(0));
        return new Kept(order, progress);
    }

    private static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
