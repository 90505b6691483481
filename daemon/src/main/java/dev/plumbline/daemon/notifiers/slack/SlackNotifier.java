package dev.plumbline.daemon.notifiers.slack;

import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.delivery.HttpDelivery;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.daemon.notifiers.message.VerdictText;
import java.util.List;
import java.util.Map;

/** Posts to Slack. */
public final class SlackNotifier implements Notifier {
    private final Integration.Slack config;
    private final NotifierContext context;
    private final HttpDelivery delivery;

    public SlackNotifier(Integration.Slack config, NotifierContext context) {
        this.config = config;
        this.context = context;
        delivery = new HttpDelivery(config.http(), config.timeoutMillis(), context);
    }

    @Override
    public Delivery send(Message message) {
        return delivery.send(() -> letter(body(message)), SlackAnswer::judge);
    }

    private byte[] body(Message message) {
        return switch (message) {
            case Notification alerts -> new SlackMessage(config, rendering(alerts)).json();
            case VerdictMessage verdict ->
                    new SlackVerdict(config, verdict.report(), rendering(VerdictText.asAlert(verdict))).json();
        };
    }

    private Rendering rendering(Notification notification) {
        return new Rendering(context, notification, config.kind());
    }

    private HttpDelivery.Letter letter(byte[] body) {
        Secret token = config.appToken();
        if (token == null) {
            Secret url = config.url();
            return new HttpDelivery.Letter(url == null ? "" : url.reveal(), body, Map.of(), List.of());
        }
        String revealed = token.reveal();
        return new HttpDelivery.Letter(config.appUrl(), body, Map.of("Authorization", "Bearer " + revealed), List.of(revealed));
    }

    @Override
    public void close() {
        // Connections belong to the clients that all notifiers share.
    }
}
