package dev.plumbline.daemon.api.verdicts;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.server.Call;
import dev.plumbline.daemon.api.server.DirectRoute;
import dev.plumbline.daemon.verdicts.GateAnswer;
import dev.plumbline.daemon.verdicts.GateRendering;
import dev.plumbline.daemon.verdicts.GateRequest;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code /v1/gate/SERVICE}: requests as questions to the gate, and its answers as they go over the wire. Thread-safe. */
public final class GateApi {
    static final String ROUTE = "/v1/gate";
    private static final Map<String, String> NO_STORE = Map.of("Cache-Control", "no-store");
    private static final String PREFIX = ROUTE + "/";
    private final GateService gate;

    public GateApi(GateService gate) {
        this.gate = gate;
    }

    /** What rollout controllers ask, past the framework: from what is known on the connection's thread; what starts an analysis, which is stored, on one of its own. */
    public DirectRoute route() {
        return new DirectRoute(new DirectRoute.Path(PREFIX, "", DirectRoute.Input.QUERY), ROUTE, this::begin, GateApi::failed);
    }

    static Answer failed(PlumblineException e) {
        return Problem.of(500, "Internal Server Error", e.getMessage());
    }

    private DirectRoute.Pending begin(Call call) {
        GateRequest asked = parse(call.path(), call.query());
        Optional<Answer> known = asked instanceof GateRequest.Readable r ? gate.askAtOnce(r.question()).map(a -> answer(a, r.form())) : Optional.of(answer(asked, false));
        if (known.isPresent()) {
            return DirectRoute.Pending.of(known.get());
        }
        return DirectRoute.Pending.onThread("gate", () -> answer(asked, false));
    }

    /** @param peeks whether it must not start anything */
    Answer answer(String path, @Nullable String query, boolean peeks) {
        return answer(parse(path, query), peeks);
    }

    private static GateRequest parse(String path, @Nullable String query) {
        return GateRequest.parse(path.substring(PREFIX.length()), query == null ? "" : query);
    }

    private Answer answer(GateRequest asked, boolean peeks) {
        return switch (asked) {
            case GateRequest.Unreadable unreadable -> answer(GateRendering.render(unreadable));
            case GateRequest.Readable r -> answer(peeks ? gate.peek(r.question()) : gate.ask(r.question()), r.form());
        };
    }

    private static Answer answer(GateAnswer answer, GateRequest.Form form) {
        return answer(GateRendering.render(answer, form));
    }

    private static Answer answer(GateRendering.Rendered rendered) {
        return new Answer(rendered.status(), rendered.contentType(), rendered.body().getBytes(StandardCharsets.UTF_8), NO_STORE);
    }
}
