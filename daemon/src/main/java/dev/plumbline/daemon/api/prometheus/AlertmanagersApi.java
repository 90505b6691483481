package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.alertmanagers.Alertmanagers;
import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.JsonBytes;
import java.net.URI;
import java.util.List;
import java.util.function.Supplier;

/** {@code /alertmanagers}: who is told of alerts, and whom relabelling dropped. */
public final class AlertmanagersApi {
    private final Supplier<Alertmanagers.Known> known;

    public AlertmanagersApi(Supplier<Alertmanagers.Known> known) {
        this.known = known;
    }

    Answer alertmanagers() {
        Alertmanagers.Known now = known.get();
        return Envelope.success(json -> {
            json.raw('{').key("activeAlertmanagers");
            urls(json, now.active());
            json.key("droppedAlertmanagers");
            urls(json, now.dropped());
            json.raw('}');
        });
    }

    private static void urls(JsonBytes json, List<URI> urls) {
        json.raw('[');
        urls.forEach(url -> json.next().raw('{').member("url", url.toString()).raw('}'));
        json.raw(']');
    }
}
