package dev.plumbline.daemon.verdicts;

import dev.plumbline.analysis.Verdict;
import java.io.StringWriter;
import java.time.Instant;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Answers as HTTP. In JSON form every verdict is 200, so that an asker's error count never aborts a release on our doubt;
 * in status form only {@code go} is 2xx and only {@code no-go} is 409. A wrong question is 400 or 404 in both.
 */
public final class GateRendering {
    private static final JsonFactory JSON = new JsonFactory();

    private GateRendering() {}

    /** What goes over the wire, with {@code Cache-Control: no-store}. */
    public record Rendered(int status, String contentType, String body) {}

    /** Renders an answer in the form that was asked for. */
    public static Rendered render(GateAnswer answer, GateRequest.Form form) {
        return switch (answer) {
            case GateAnswer.NotFound n -> problem(404, "Not Found", n.detail());
            case GateAnswer.BadQuestion b -> problem(400, "Bad Request", b.detail());
            case GateAnswer.Judged j -> switch (form) {
                case JSON -> new Rendered(200, "application/json", json(j));
                case STATUS -> new Rendered(status(j.verdict()), "text/plain; charset=utf-8", line(j.verdict()));
            };
        };
    }

    /** A request that could not be read. */
    public static Rendered render(GateRequest.Unreadable request) {
        return problem(400, "Bad Request", request.detail());
    }

    private static int status(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Go g -> 200;
            case Verdict.NoGo n -> 409;
            case Verdict.Pending p -> 412;
            case Verdict.Inconclusive i -> 412;
        };
    }

    /** One line whatever a message of somebody else's holds. */
    private static String line(Verdict verdict) {
        return (verdict.word() + ": " + verdict.reason()).replaceAll("\\s*[\\r\\n]+\\s*", " ") + "\n";
    }

    private static String json(GateAnswer.Judged j) {
        var out = new StringWriter();
        try (JsonGenerator g = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            g.writeStartObject();
            g.writeStringProperty("verdict", j.verdict().word());
            g.writeStringProperty("reason", j.verdict().reason());
            optional(g, "analysis", j.analysis());
            key(g, j.key());
            g.writeNumberProperty("score", j.score());
            time(g, "since", j.sinceMillis());
            time(g, "decided", j.decidedMillis());
            optional(g, "reportUrl", j.reportUrl());
            optional(g, "late_no_go", j.lateNoGo());
            g.writeEndObject();
        }
        return out.toString();
    }

    private static void key(JsonGenerator g, AnalysisKey key) {
        g.writeStringProperty("namespace", key.namespace());
        g.writeStringProperty("service", key.service());
        g.writeStringProperty("version", key.version());
        g.writeStringProperty("revision", key.revision());
        g.writeStringProperty("stage", key.stage());
        g.writeStringProperty("policy", key.policy());
    }

    private static void optional(JsonGenerator g, String name, @Nullable String value) {
        if (value != null) {
            g.writeStringProperty(name, value);
        }
    }

    private static void time(JsonGenerator g, String name, OptionalLong millis) {
        if (millis.isPresent()) {
            g.writeStringProperty(name, Instant.ofEpochMilli(millis.getAsLong()).toString());
        }
    }

    private static Rendered problem(int status, String title, String detail) {
        var out = new StringWriter();
        try (JsonGenerator g = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            g.writeStartObject();
            g.writeStringProperty("type", "about:blank");
            g.writeStringProperty("title", title);
            g.writeNumberProperty("status", status);
            g.writeStringProperty("detail", detail);
            g.writeEndObject();
        }
        return new Rendered(status, "application/problem+json", out.toString());
    }
}
