package dev.plumbline.daemon.notifiers.slack;

import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.delivery.HttpDelivery;
import dev.plumbline.daemon.notifiers.message.Rendering;
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
    public Delivery send(Notification notification) {
        return delivery.send(() -> letter(notification), SlackAnswer::judge);
    }

    private HttpDelivery.Letter letter(Notification notification) {
        byte[] body = new SlackMessage(config, new Rendering(context, notification, config.kind())).json();
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
