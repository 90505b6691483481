package dev.plumbline.daemon.notifiers.webhook;

import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.http.HttpFailure;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.delivery.HttpDelivery;
import dev.plumbline.daemon.notifiers.delivery.StatusRule;
import dev.plumbline.daemon.notifiers.message.NotificationValue;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.template.value.TemplateException;
import java.util.List;
import java.util.Map;

/**
 * Posts to a webhook. The headers {@code Idempotency-Key} and {@code X-Plumbline-Notification-Id} hold the message's id, the
 * same for every attempt.
 */
public final class WebhookNotifier implements Notifier {
    private final Integration.Webhook config;
    private final NotifierContext context;
    private final HttpDelivery delivery;

    public WebhookNotifier(Integration.Webhook config, NotifierContext context) {
        this.config = config;
        this.context = context;
        delivery = new HttpDelivery(config.http(), config.timeoutMillis(), context);
    }

    @Override
    public Delivery send(Notification notification) {
        return delivery.send(() -> letter(notification),
                (answer, retryAfterMillis) -> StatusRule.DEFAULT.judge(answer, answer.text(), retryAfterMillis));
    }

    private HttpDelivery.Letter letter(Notification notification) {
        String url = config.url().reveal();
        var headers = Map.of("Idempotency-Key", notification.id(), "X-Plumbline-Notification-Id", notification.id());
        return new HttpDelivery.Letter(address(url, notification), body(notification), headers, List.of(url));
    }

    private byte[] body(Notification notification) {
        var rendering = new Rendering(context, notification, config.kind());
        return config.payload().map(payload -> WebhookBody.own(config, notification, payload, rendering))
                .orElseGet(() -> WebhookBody.standard(config, notification, rendering.dot(), ""));
    }

    /** Without an address there is nothing to fall back on. */
    private String address(String url, Notification notification) {
        if (!url.contains("{{")) {
            return url;
        }
        try {
            return context.templates().text(url, new NotificationValue(notification, context.externalUrl()));
        } catch (TemplateException e) {
            // The exception may quote the template, which is a secret.
            context.failures().failed(config.kind(), "the template in the receiver's url fails");
            throw HttpFailure.settings("the template in the receiver's url fails: expected one that gives an address");
        }
    }

    @Override
    public void close() {
        // Connections belong to the clients that all notifiers share.
    }
}
