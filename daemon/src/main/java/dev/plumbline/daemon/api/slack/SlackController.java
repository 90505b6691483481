package dev.plumbline.daemon.api.slack;

import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.verdicts.GateService;
import dev.plumbline.time.Clock;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** The request URL for interactivity of a Slack app. */
@Controller("/slack/actions")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SlackController {
    private final Exchange exchange;
    private final SlackActions actions;

    SlackController(Exchange exchange, GateService gate, SlackApps apps, SlackReplies replies, Clock clock) {
        this.exchange = exchange;
        actions = new SlackActions(apps, gate.analyses(), replies::send, clock);
    }

    @Post(consumes = "*/*")
    HttpResponse<byte[]> take(HttpRequest<?> request, @Body byte @Nullable [] body) {
        var signed = new SlackActions.Signed(header(request, "X-Slack-Request-Timestamp"), header(request, "X-Slack-Signature"),
                body == null ? new byte[0] : body);
        return exchange.runRaw("/slack/actions", () -> actions.take(signed), Problem::of);
    }

    private static String header(HttpRequest<?> request, String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }
}
