package dev.plumbline.daemon.api.remote;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.server.Call;
import dev.plumbline.daemon.api.server.DirectRoute;
import dev.plumbline.daemon.api.server.Exchange;
import dev.plumbline.daemon.collectors.remotewrite.RemoteWriteReceiver;
import dev.plumbline.daemon.collectors.remotewrite.WriteAnswer;
import dev.plumbline.model.MetricMetadata;
import dev.plumbline.model.PlumblineException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/write}. Thread-safe. */
public final class RemoteWriteApi {
    static final String ROUTE = "/api/v1/write";
    private static final String WRITTEN = "X-Prometheus-Remote-Write-";
    private final @Nullable RemoteWriteReceiver receiver;

    /** @param receiver null: nobody may send here */
    public RemoteWriteApi(@Nullable RemoteWriteReceiver receiver) {
        this.receiver = receiver;
    }

    /** What senders send all the time, past the framework; each on a thread of its own, since it waits for the log. */
    public DirectRoute route(Exchange exchange) {
        return new DirectRoute(DirectRoute.Path.of(ROUTE, DirectRoute.Input.BODY), ROUTE, call -> begin(exchange, Objects.requireNonNull(call.body())),
                RemoteWriteApi::failed);
    }

    private DirectRoute.Pending begin(Exchange exchange, Call.Body body) {
        return DirectRoute.Pending.onThread("write", () -> exchange.inSpan(ROUTE, () -> write(body.type(), body.encoding(), body.bytes())));
    }

    static Answer failed(PlumblineException e) {
        return Answer.text(500, e.getMessage() + "\n");
    }

    Answer write(String contentType, String encoding, byte[] body) {
        return receiver == null
                ? Answer.text(404, "remote write receiver needs to be enabled with --web.enable-remote-write-receiver\n")
                : toAnswer(receiver.receive(contentType, encoding, body));
    }

    /** Metadata by metric: what is given, and what senders said. */
    public Map<String, Set<MetricMetadata>> metadata(Map<String, Set<MetricMetadata>> others) {
        if (receiver != null) {
            receiver.metadata().forEach((metric, m) -> others.computeIfAbsent(metric, name -> new LinkedHashSet<>()).add(m));
        }
        return others;
    }

    private static Answer toAnswer(WriteAnswer answer) {
        var headers = new HashMap<String, String>(Map.of(
                WRITTEN + "Samples-Written", Integer.toString(answer.written().samples()),
                WRITTEN + "Histograms-Written", Integer.toString(answer.written().histograms()),
                WRITTEN + "Exemplars-Written", Integer.toString(answer.written().exemplars())));
        if (answer.retryAfterSeconds() > 0) {
            headers.put("Retry-After", Integer.toString(answer.retryAfterSeconds()));
        }
        String text = answer.text().isEmpty() ? "" : answer.text() + "\n";
        return new Answer(answer.status(), Answer.TEXT, text.getBytes(StandardCharsets.UTF_8), headers);
    }
}
