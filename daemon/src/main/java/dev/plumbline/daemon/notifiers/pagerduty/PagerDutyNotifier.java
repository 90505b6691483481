package dev.plumbline.daemon.notifiers.pagerduty;

import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.notifiers.Delivery;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.delivery.HttpDelivery;
import dev.plumbline.daemon.notifiers.message.Rendering;
import java.util.List;
import java.util.Map;

/** Sends events to PagerDuty. */
public final class PagerDutyNotifier implements Notifier {
    private static final String SECOND_PATH = "/v2/enqueue";
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
    public Delivery send(Notification notification) {
        Delivery told = tell(notification);
        return notification.test() && told instanceof Delivery.Delivered ? tell(ended(notification)) : told;
    }

    private static Notification ended(Notification n) {
        var alerts = n.alerts().stream().map(a -> new NotifiedAlert(a.labels(), a.annotations(), false, a.startsAtMillis(),
                n.createdAtMillis(), a.generatorUrl(), a.fingerprint())).toList();
        return new Notification(n.key(), n.id(), n.receiver(), n.groupKey(), n.groupLabels(), n.routeLabels(),
                Notification.Reason.ALL_RESOLVED, alerts, n.createdAtMillis(), n.test());
    }

    private Delivery tell(Notification notification) {
        return config.serviceKey() == null ? delivery.send(() -> second(notification), PagerDutyAnswer::second)
                : delivery.send(() -> first(notification), PagerDutyAnswer::first);
    }

    private HttpDelivery.Letter second(Notification notification) {
        String key = reveal(config.routingKey());
        return new HttpDelivery.Letter(config.url(), event(notification).second(key), Map.of(), List.of(key));
    }

    /** The old interface is on the same host as the new one: elsewhere in Europe, and at a stand-in. */
    private HttpDelivery.Letter first(Notification notification) {
        String key = reveal(config.serviceKey());
        String url = config.url().endsWith(SECOND_PATH)
                ? config.url().substring(0, config.url().length() - SECOND_PATH.length()) + FIRST_PATH : config.url();
        return new HttpDelivery.Letter(url, event(notification).first(key), Map.of(), List.of(key));
    }

    private PagerDutyEvent event(Notification notification) {
        return new PagerDutyEvent(config, notification, new Rendering(context, notification, config.kind()));
    }

    private static String reveal(@org.jspecify.annotations.Nullable Secret secret) {
        return secret == null ? "" : secret.reveal();
    }

    @Override
    public void close() {
        // Connections belong to the clients that all notifiers share.
    }
}
