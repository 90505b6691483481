package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.StoreHandle;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.promql.QueryException;
import java.util.List;
import java.util.function.Consumer;

/** The frame around every answer of the API, and the mapping of failures to error types and HTTP statuses. */
final class Envelope {
    private static final int MAX_ANNOTATIONS = 10;

    private Envelope() {}

    /** {@code {"status":"success","data":…}} with at most 10 warnings and infos each. */
    static Answer success(Consumer<JsonBytes> data, List<String> warnings, List<String> infos) {
        var json = new JsonBytes(4096).ascii("{\"status\":\"success\",\"data\":");
        data.accept(json);
        annotations(json, "warnings", warnings);
        annotations(json, "infos", infos);
        return Answer.json(200, json.raw('}'));
    }

    static Answer success(Consumer<JsonBytes> data) {
        return success(data, List.of(), List.of());
    }

    private static void annotations(JsonBytes json, String kind, List<String> texts) {
        if (texts.isEmpty()) {
            return;
        }
        json.key(kind).raw('[');
        texts.stream().limit(MAX_ANNOTATIONS).forEach(text -> json.next().string(text));
        if (texts.size() > MAX_ANNOTATIONS) {
            json.next().string((texts.size() - MAX_ANNOTATIONS) + " more " + kind + " omitted");
        }
        json.raw(']');
    }

    static Answer error(int status, String type, String message) {
        return Answer.json(status, new JsonBytes().raw('{').member("status", "error").member("errorType", type)
                .member("error", message).raw('}'));
    }

    /** The answer to a failure. */
    static Answer failure(PlumblineException e) {
        return switch (e) {
            case QueryException q -> error(status(q.type()), q.type().apiName(), text(q));
            case BadParameter bad -> error(400, "bad_data", bad.getMessage());
            case StoreHandle.NotReady notReady -> Answer.text(503, "Service Unavailable: " + notReady.getMessage() + "\n");
            default -> switch (e.kind()) {
                case USER -> error(400, "bad_data", e.getMessage());
                case RESOURCE -> error(503, "unavailable", e.getMessage());
                case INTERNAL -> error(500, "internal", e.getMessage());
            };
        };
    }

    private static String text(QueryException q) {
        return q.type() == QueryException.Type.BAD_DATA ? "invalid parameter \"query\": " + q.getMessage() : q.getMessage();
    }

    private static int status(QueryException.Type type) {
        return switch (type) {
            case BAD_DATA -> 400;
            case EXECUTION -> 422;
            case CANCELED -> 499;
            case TIMEOUT -> 503;
            case INTERNAL -> 500;
        };
    }
}
