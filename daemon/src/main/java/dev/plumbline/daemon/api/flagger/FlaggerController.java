package dev.plumbline.daemon.api.flagger;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.model.PlumblineException;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Flagger's webhooks; whatever content type they come with is read as JSON. */
@Controller("/flagger")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FlaggerController {
    private final Exchange exchange;
    private final FlaggerHooks hooks;

    FlaggerController(Exchange exchange, GateService gate, ReportedWeights weights) {
        this.exchange = exchange;
        hooks = new FlaggerHooks(gate::ask, gate::peek, weights);
    }

    @Post(value = "/gate", consumes = "*/*")
    HttpResponse<byte[]> gate(@Body byte @Nullable [] body) {
        return run("/flagger/gate", body, hooks::gate);
    }

    @Post(value = "/rollback", consumes = "*/*")
    HttpResponse<byte[]> rollback(@Body byte @Nullable [] body) {
        return run("/flagger/rollback", body, hooks::rollback);
    }

    @Post(value = "/event", consumes = "*/*")
    HttpResponse<byte[]> event(@Body byte @Nullable [] body) {
        return run("/flagger/event", body, hooks::event);
    }

    private HttpResponse<byte[]> run(String route, byte @Nullable [] body, Function<FlaggerPayload, Answer> hook) {
        return exchange.runRaw(route, () -> {
            if (body == null) {
                throw PlumblineException.user("the body is empty; Flagger posts a JSON object");
            }
            return hook.apply(FlaggerPayload.parse(new String(body, StandardCharsets.UTF_8)));
        }, FlaggerHooks::trouble);
    }
}
