package dev.plumbline.daemon.api.queries;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.daemon.queries.Queries;
import dev.plumbline.daemon.queries.QueryStatus;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.Map;

/** Lists queries and ends them. */
final class QueriesApi {
    private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");
    private static final double NANOS = 1e9;
    private final Queries queries;

    QueriesApi(Queries queries) {
        this.queries = queries;
    }

    /** {@code {"queries":[those that wait or run, oldest first],"slow":[newest first],"limits":{…}}}. */
    Answer list() {
        var json = new JsonBytes().raw('{').key("queries");
        all(json, queries.present());
        json.key("slow");
        all(json, queries.slow());
        var limits = queries.limits();
        json.key("limits").raw('{').member("concurrency", limits.concurrency()).member("waiting", limits.waiting())
                .key("timeoutSeconds").seconds(limits.timeoutMillis()).key("slowSeconds").seconds(limits.slowMillis())
                .raw('}').raw('}');
        return new Answer(200, Answer.JSON, json.toBytes(), NO_STORE);
    }

    private static void all(JsonBytes json, List<QueryStatus> queries) {
        json.raw('[');
        queries.forEach(q -> one(json.next(), q));
        json.raw(']');
    }

    private static void one(JsonBytes json, QueryStatus q) {
        json.raw('{').member("id", q.id()).member("state", q.state().word());
        if (!q.outcome().isEmpty()) {
            json.member("outcome", q.outcome());
        }
        json.member("kind", q.request().kind().word()).member("query", q.request().text())
                .member("client", q.request().client()).member("userAgent", q.request().agent())
                .member("start", Times.rfc3339(q.arrivedMillis()));
        seconds(json, "waitedSeconds", q.waitedNanos());
        seconds(json, "elapsedSeconds", q.totalNanos());
        json.member("samplesRead", q.samplesRead()).member("bytesHeld", q.heldBytes()).member("bytesPeak", q.peakBytes()).raw('}');
    }

    private static void seconds(JsonBytes json, String name, long nanos) {
        json.key(name);
        GoFloat.append(json, nanos / NANOS);
    }

    /** 202 when there is such a query: it ends at its next check; 404 when there is none (any more). */
    Answer cancel(String id) {
        if (!queries.cancel(id)) {
            return Problem.of(404, "Not Found", "no query \"" + id + "\" waits or runs; GET /v1/queries lists those that do");
        }
        var json = new JsonBytes().raw('{').member("id", id).member("state", "canceling").raw('}');
        return new Answer(202, Answer.JSON, json.toBytes(), NO_STORE);
    }

    static Answer failure(PlumblineException e) {
        return Problem.of(500, "Internal Server Error", e.getMessage());
    }
}
