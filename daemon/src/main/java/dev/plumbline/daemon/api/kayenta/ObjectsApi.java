package dev.plumbline.daemon.api.kayenta;

import dev.plumbline.analysis.value.Value;
import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.kayenta.Kayenta;
import dev.plumbline.daemon.kayenta.ObjectType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Configurations, lists of metric sets, and archived results: kept, shown, deleted. Thread-safe. */
final class ObjectsApi {
    private static final String CONFIG = "canary configuration";
    private final Kayenta kayenta;

    ObjectsApi(Kayenta kayenta) {
        this.kayenta = kayenta;
    }

    Answer configs(Parameters p) {
        return Replies.json(kayenta.configurations().list(p.all("application").stream().filter(a -> !a.isEmpty()).toList()));
    }

    Answer config(String id) {
        return Replies.found(kayenta.configurations().find(id), CONFIG, id);
    }

    Answer addConfig(byte @Nullable [] body) {
        return Replies.json("canaryConfigId", kayenta.configurations().add(Replies.body(body, Replies.MAX_BODY)));
    }

    Answer replaceConfig(String id, byte @Nullable [] body) {
        return Replies.json("canaryConfigId", kayenta.configurations().replace(id, Replies.body(body, Replies.MAX_BODY)));
    }

    Answer deleteConfig(String id) {
        return kayenta.configurations().delete(id) ? Replies.empty(204) : Replies.none(CONFIG, id);
    }

    Answer list(ObjectType type) {
        return Replies.json(kayenta.objects().list(type));
    }

    Answer find(ObjectType type, String id) {
        return Replies.found(kayenta.objects().find(type, id), name(type), id);
    }

    Answer pair(String listId, String pairId) {
        return Replies.found(kayenta.objects().pair(listId, pairId), "metric set pair", listId + "/" + pairId);
    }

    Answer addList(ObjectType type, byte @Nullable [] body) {
        return Replies.json(name(type) + "Id", kayenta.objects().addList(type, Replies.body(body, Replies.MAX_LIST_BODY)));
    }

    Answer delete(ObjectType type, String id) {
        return kayenta.objects().delete(type, id) ? Replies.empty(204) : Replies.none(name(type), id);
    }

    /** What a client archived; else the execution of this id, which is kept here as long as its archive would be. */
    Answer archived(String id) {
        Optional<Value> archived = kayenta.objects().find(ObjectType.ARCHIVE, id);
        return Replies.found(archived.or(() -> kayenta.execution(id)), "archived result", id);
    }

    Answer archive(Parameters p, byte @Nullable [] body) {
        return Replies.json("pipelineId", kayenta.objects().addArchive(p.get("pipelineId"), Replies.body(body, Replies.MAX_LIST_BODY)));
    }

    Answer replaceArchive(String id, byte @Nullable [] body) {
        return Replies.json("pipelineId", kayenta.objects().replaceArchive(id, Replies.body(body, Replies.MAX_LIST_BODY)));
    }

    /** As Kayenta names it in paths and ids. */
    private static String name(ObjectType type) {
        return switch (type) {
            case PAIRS -> "metricSetPairList";
            case SETS -> "metricSetList";
            case ARCHIVE -> "canaryResultArchive";
            case COMPARISON -> "comparison";
        };
    }
}
