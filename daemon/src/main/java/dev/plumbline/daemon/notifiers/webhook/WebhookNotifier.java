package dev.plumbline.daemon.notifiers.webhook;

import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.http.HttpFailure;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.delivery.HttpDelivery;
import dev.plumbline.daemon.notifiers.delivery.StatusRule;
import dev.plumbline.daemon.notifiers.message.NotificationValue;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.daemon.notifiers.message.VerdictText;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.template.value.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Posts to a webhook. The headers {@code Idempotency-Key} and {@code X-Plumbline-Notification-Id} hold the message's id, the
 * same for every attempt; with a signing secret {@code X-Plumbline-Signature-256} proves that the body is ours.
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
    public Delivery send(Message message) {
        return delivery.send(() -> letter(message),
                (answer, retryAfterMillis) -> StatusRule.DEFAULT.judge(answer, answer.text(), retryAfterMillis));
    }

    private HttpDelivery.Letter letter(Message message) {
        String url = config.url().reveal();
        byte[] body = body(message);
        var headers = new HashMap<>(Map.of("Idempotency-Key", message.id(), "X-Plumbline-Notification-Id", message.id()));
        var secrets = new ArrayList<>(List.of(url));
        Secret signing = config.signingSecret();
        if (signing != null) {
            secrets.add(signing.reveal());
            headers.put(Signature.HEADER, Signature.of(body, key(signing)));
        }
        return new HttpDelivery.Letter(address(url, VerdictText.forTemplates(message)), body, headers, secrets);
    }

    /** An unsigned message would be refused, and a signature with nothing proves nothing. */
    private static String key(Secret signing) {
        String key = signing.reveal();
        if (key.isEmpty()) {
            throw PlumblineException.resource("the receiver's signing secret is empty: nothing is sent until it is not", null);
        }
        return key;
    }

    private byte[] body(Message message) {
        Notification notification = VerdictText.forTemplates(message);
        var rendering = new Rendering(context, notification, config.kind());
        return config.payload().map(payload -> WebhookBody.own(config, notification, payload, rendering))
                .orElseGet(() -> switch (message) {
                    case Notification alerts -> WebhookBody.standard(config, alerts, rendering.dot(), "");
                    case VerdictMessage verdict -> WebhookVerdict.json(verdict);
                });
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
