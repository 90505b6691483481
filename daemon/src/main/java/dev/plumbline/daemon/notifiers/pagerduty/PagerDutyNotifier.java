package dev.plumbline.daemon.notifiers.pagerduty;

import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.delivery.HttpDelivery;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.daemon.notifiers.message.VerdictText;
import java.util.List;
import java.util.Map;

/** Sends events to PagerDuty. */
public final class PagerDutyNotifier implements Notifier {
    private static final String SECOND_PATH = "/v2/enqueue";
    private static final String CHANGE_PATH = "/v2/change/enqueue";
    private static final String FIRST_PATH = "/generic/2010-04-15/create_event.json";
    private final Integration.PagerDuty config;
    private final NotifierContext context;
    private final HttpDelivery delivery;

    public PagerDutyNotifier(Integration.PagerDuty config, NotifierContext context) {
        this.config = config;
        this.context = context;
        delivery = new HttpDelivery(config.http(), config.timeoutMillis(), context);
    }

    /** A test opens an incident and ends it, so that nobody has to. */
    @Override
    public Delivery send(Message message) {
        Delivery told = tell(message);
        return message instanceof Notification alerts && alerts.test() && told instanceof Delivery.Delivered ? tell(ended(alerts)) : told;
    }

    private static Notification ended(Notification n) {
        var alerts = n.alerts().stream().map(a -> new NotifiedAlert(a.labels(), a.annotations(), false, a.startsAtMillis(),
                n.createdAtMillis(), a.generatorUrl(), a.fingerprint())).toList();
        return new Notification(n.key(), n.id(), n.receiver(), n.groupKey(), n.groupLabels(), n.routeLabels(),
                Notification.Reason.ALL_RESOLVED, alerts, n.createdAtMillis(), n.test());
    }

    private Delivery tell(Message message) {
        if (config.serviceKey() == null) {
            return delivery.send(() -> second(message), PagerDutyAnswer::second);
        }
        return message instanceof VerdictMessage verdict && PagerDutyVerdict.isChange(verdict)
                ? new Delivery.Delivered("not told: the Events API v1 has no change events; use a routing_key")
                : delivery.send(() -> first(message), PagerDutyAnswer::first);
    }

    private HttpDelivery.Letter second(Message message) {
        String key = reveal(config.routingKey());
        return switch (message) {
            case Notification alerts -> letter(config.url(), event(alerts).second(key), key);
            case VerdictMessage verdict when PagerDutyVerdict.isChange(verdict) ->
                    letter(sibling(CHANGE_PATH), verdict(verdict).change(key), key);
            case VerdictMessage verdict -> letter(config.url(), verdict(verdict).second(key), key);
        };
    }

    private HttpDelivery.Letter first(Message message) {
        String key = reveal(config.serviceKey());
        return letter(sibling(FIRST_PATH), switch (message) {
            case Notification alerts -> event(alerts).first(key);
            case VerdictMessage verdict -> verdict(verdict).first(key);
        }, key);
    }

    private static HttpDelivery.Letter letter(String url, byte[] body, String key) {
        return new HttpDelivery.Letter(url, body, Map.of(), List.of(key));
    }

    /** The other interfaces are on the same host: elsewhere in Europe, and at a stand-in. An address of another form serves all. */
    private String sibling(String path) {
        return config.url().endsWith(SECOND_PATH)
                ? config.url().substring(0, config.url().length() - SECOND_PATH.length()) + path : config.url();
    }

    private PagerDutyEvent event(Notification notification) {
        return new PagerDutyEvent(config, notification, new Rendering(context, notification, config.kind()));
    }

    private PagerDutyVerdict verdict(VerdictMessage message) {
        return new PagerDutyVerdict(config, message, new Rendering(context, VerdictText.asAlert(message), config.kind()));
    }

    private static String reveal(@org.jspecify.annotations.Nullable Secret secret) {
        return secret == null ? "" : secret.reveal();
    }

    @Override
    public void close() {
        // Connections belong to the clients that all notifiers share.
    }
}
