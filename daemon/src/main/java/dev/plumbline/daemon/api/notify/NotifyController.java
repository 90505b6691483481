package dev.plumbline.daemon.api.notify;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.daemon.api.http.Problem;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.model.PlumblineException;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** Test messages. */
@Controller("/v1/notify")
@ExecuteOn(TaskExecutors.BLOCKING)
final class NotifyController {
    private static final String ROUTE = "/v1/notify/test";
    private final Exchange exchange;
    private final ReceiverTest test;

    NotifyController(Exchange exchange, ReceiverTest test) {
        this.exchange = exchange;
        this.test = test;
    }

    @Post(value = "/test", consumes = "*/*")
    HttpResponse<byte[]> test(HttpRequest<?> request) {
        return exchange.run(request, ROUTE, null, this::answer, Problem::untitled);
    }

    private Answer answer(Parameters parameters) {
        String receiver = parameters.get("receiver");
        if (receiver.isEmpty()) {
            throw PlumblineException.user("the parameter receiver is missing: POST " + ROUTE + "?receiver=NAME");
        }
        var json = new JsonBytes().raw('{').member("receiver", receiver).key("integrations").raw('[');
        for (var outcome : test.run(receiver)) {
            json.next().raw('{').member("integration", outcome.integration()).member("state", outcome.state().word())
                    .member("detail", outcome.detail()).raw('}');
        }
        return Answer.json(200, json.raw(']').raw('}'));
    }
}
