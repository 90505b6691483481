package dev.plumbline.daemon.notifiers.webhook;

import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.config.alertmanager.Integration.Payload;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.message.JsonWriter;
import dev.plumbline.daemon.notifiers.message.NotificationValue;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.template.value.Fields;
import java.util.List;
import java.util.Map;

/** The body of one request. */
final class WebhookBody {
    private static final String VERSION = "4";

    private WebhookBody() {}

    /**
     * Alertmanager's version 4. With {@code maxAlerts} above 0 only so many alerts are told, and common labels and annotations
     * are theirs, but the status stays that of all: a part that has resolved must not look like the whole.
     */
    static byte[] standard(Integration.Webhook config, Notification notification, NotificationValue dot, String problem) {
        int all = notification.alerts().size();
        int limit = config.maxAlerts() > 0 ? Math.min(all, config.maxAlerts()) : all;
        Notification shown = notification.firstAlerts(limit);
        Fields fields = new NotificationValue(shown, dot.externalUrl()).json();
        return JsonWriter.object(w -> {
            fields.values().forEach((name, value) -> {
                switch (name) {
                    case "status" -> w.string(name, notification.status());
                    case "routeLabels" -> {
                        if (!notification.routeLabels().isEmpty()) {
                            w.name(name).value(value);
                        }
                    }
                    default -> w.name(name).value(value);
                }
            });
            w.string("version", VERSION).string("groupKey", notification.groupKey()).number("truncatedAlerts", all - limit);
            if (notification.test()) {
                w.bool("test", true);
            }
            w.unlessEmpty("templateProblem", problem);
        });
    }

    /** The user's own body; the standard one, with what went wrong, when a template of it fails. */
    static byte[] own(Integration.Webhook config, Notification notification, Payload payload, Rendering rendering) {
        byte[] body = JsonWriter.any(w -> write(w, payload, rendering, notification.test()));
        return rendering.problem().isEmpty() ? body : standard(config, notification, rendering.dot(), rendering.problem());
    }

    private static void write(JsonWriter w, Payload payload, Rendering rendering, boolean marked) {
        switch (payload) {
            case Payload.Template(String text) -> w.element(rendering.text(text));
            case Payload.Literal(String json) -> w.raw(json);
            case Payload.Items(List<Payload> items) -> w.array(items, item -> write(w, item, rendering, false));
            case Payload.Fields(List<Map.Entry<String, Payload>> entries) -> w.nested(o -> {
                entries.forEach(entry -> write(o.name(rendering.text(entry.getKey())), entry.getValue(), rendering, false));
                if (marked) {
                    o.bool("test", true);
                }
            });
        }
    }
}
