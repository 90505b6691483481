package dev.plumbline.daemon.api.github;

import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.github.DeploymentGate;
import dev.plumbline.time.Clock;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;

/** The webhook URL of a GitHub App. */
@Controller("/github")
@ExecuteOn(TaskExecutors.BLOCKING)
final class GithubController {
    private final Exchange exchange;
    private final GithubHook hook;

    GithubController(Exchange exchange, DeploymentGate deployments, Clock clock) {
        this.exchange = exchange;
        hook = new GithubHook(deployments, clock);
    }

    @Post(consumes = "*/*")
    HttpResponse<byte[]> take(HttpRequest<?> request, @Body byte @Nullable [] body) {
        var delivery = new GithubHook.Delivery(header(request, "X-GitHub-Event"), header(request, "X-Hub-Signature-256"),
                body == null ? new byte[0] : body);
        return exchange.runRaw("/github", () -> hook.take(delivery), Problem::of);
    }

    private static String header(HttpRequest<?> request, String name) {
        String value = request.getHeaders().get(name);
        return value == null ? "" : value;
    }
}
