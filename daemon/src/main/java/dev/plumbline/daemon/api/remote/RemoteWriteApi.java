package dev.plumbline.daemon.api.remote;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.collectors.remotewrite.RemoteWriteReceiver;
import dev.plumbline.daemon.collectors.remotewrite.WriteAnswer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /api/v1/write}. Thread-safe. */
public final class RemoteWriteApi {
    private static final String WRITTEN = "X-Prometheus-Remote-Write-";
    private final @Nullable RemoteWriteReceiver receiver;

    /** @param receiver null: nobody may send here */
    public RemoteWriteApi(@Nullable RemoteWriteReceiver receiver) {
        this.receiver = receiver;
    }

    Answer write(String contentType, String encoding, byte[] body) {
        return receiver == null
                ? Answer.text(404, "remote write receiver needs to be enabled with --web.enable-remote-write-receiver\n")
                : toAnswer(receiver.receive(contentType, encoding, body));
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
