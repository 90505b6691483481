package dev.plumbline.daemon.api.spinnaker;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.verdicts.AnalysisService;
import dev.plumbline.daemon.verdicts.AnalysisView;
import dev.plumbline.daemon.verdicts.GateAnswer;
import dev.plumbline.daemon.verdicts.GateQuestion;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.daemon.verdicts.JsonObject;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.time.Clock;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Spinnaker's questions as analyses, and their state as a stage reads it. The fields of a request are those of the gate: service and
 * version, which are needed, stable, revision, stage, namespace, policy. Thread-safe.
 */
final class SpinnakerApi {
    static final String PATH = "/spinnaker";
    private static final int MAX_BODY = 64 << 10;
    private static final Set<String> FIELDS = Set.of("service", "version", "stable", "revision", "stage", "namespace", "policy");
    private static final String BY = "spinnaker";
    private static final String WHY = "the pipeline's stage was canceled or failed";
    private final GateService gate;
    private final Clock clock;

    SpinnakerApi(GateService gate, Clock clock) {
        this.gate = gate;
        this.clock = clock;
    }

    /**
     * Starts an analysis, or finds the one that the gate answers from.
     *
     * @param address makes a path an address that the caller can reach
     */
    Answer start(byte @Nullable [] body, UnaryOperator<String> address) {
        var order = new AnalysisService.Order(question(body), "", OptionalLong.empty(), OptionalLong.empty());
        AnalysisView view = gate.analyses().order(order).view();
        String location = address.apply(PATH + "/" + view.id());
        return answer(201, view, Map.of("Location", location, "Cache-Control", "no-store"), location);
    }

    /** How an analysis stands. */
    Answer status(String id, UnaryOperator<String> address) {
        return gate.analyses().find(id).map(view -> shown(view, address)).orElseGet(() -> none(id));
    }

    /** Ends the analysis that a question is about; one that has ended, or that there is none of, is left as it is. */
    Answer cancel(byte @Nullable [] body, UnaryOperator<String> address) {
        return switch (gate.peek(question(body))) {
            case GateAnswer.Judged j when j.analysis() != null -> cancel(j.analysis(), address);
            case GateAnswer.Judged _ -> json(200, "{\"status\":\"" + StageStatus.CANCELED + "\",\"reason\":\"no analysis runs for this\"}", Map.of());
            case GateAnswer.NotFound n -> throw PlumblineException.user(n.detail());
            case GateAnswer.BadQuestion b -> throw PlumblineException.user(b.detail());
        };
    }

    /** Ends one analysis. */
    Answer cancel(String id, UnaryOperator<String> address) {
        Optional<AnalysisView> found = gate.analyses().find(id);
        if (found.isEmpty()) {
            return none(id);
        }
        AnalysisView view = found.get();
        return shown(view.ended() ? view : gate.analyses().cancel(id, BY, WHY), address);
    }

    private Answer shown(AnalysisView view, UnaryOperator<String> address) {
        return answer(200, view, Map.of("Cache-Control", "no-store"), address.apply(PATH + "/" + view.id()));
    }

    private Answer answer(int status, AnalysisView view, Map<String, String> headers, String location) {
        Optional<String> freeze = gate.freezes().reason(view.answer().key());
        GateAnswer.Judged j = view.answer();
        return json(status, JsonObject.write(json -> {
            json.writeStringProperty("status", StageStatus.of(view, freeze).name());
            json.writeNumberProperty("percentComplete", view.percentComplete(clock.wallMillis()));
            json.writeStringProperty("verdict", freeze.isPresent() ? "no-go" : j.verdict().word());
            json.writeStringProperty("reason", freeze.orElse(j.verdict().reason()));
            json.writeNumberProperty("score", j.score());
            json.writeStringProperty("analysis", view.id());
            json.writeStringProperty("statusUrl", location);
            if (j.reportUrl() != null) {
                json.writeStringProperty("reportUrl", j.reportUrl());
            }
        }), headers);
    }

    private static GateQuestion question(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            throw PlumblineException.user("the request has no body; the stage's payload must be a JSON object with service and version");
        }
        if (body.length > MAX_BODY) {
            throw PlumblineException.user("the payload has more than " + MAX_BODY + " bytes");
        }
        JsonObject o = JsonObject.read("the payload", new String(body, StandardCharsets.UTF_8)).only(FIELDS);
        return new GateQuestion(o.required("service"), o.required("version"), o.text("stable"), o.text("revision"), o.text("stage"),
                o.text("namespace"), o.text("policy"), Map.of());
    }

    private static Answer none(String id) {
        return Problem.of(404, "Not Found", "there is no analysis \"" + id + "\"; POST " + PATH + " starts one");
    }

    private static Answer json(int status, String text, Map<String, String> headers) {
        return new Answer(status, Answer.JSON, text.getBytes(StandardCharsets.UTF_8), headers);
    }
}
