package dev.plumbline.daemon.notifiers.integrations;

import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.notifiers.Notifier;
import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.daemon.notifiers.email.EmailNotifier;
import dev.plumbline.daemon.notifiers.pagerduty.PagerDutyNotifier;
import dev.plumbline.daemon.notifiers.slack.SlackNotifier;
import dev.plumbline.daemon.notifiers.webhook.WebhookNotifier;

/** Makes notifiers. */
public final class Notifiers {
    private Notifiers() {}

    /** A notifier for one entry; opens nothing before the first message. */
    public static Notifier of(Integration integration, NotifierContext context) {
        return switch (integration) {
            case Integration.Slack slack -> new SlackNotifier(slack, context);
            case Integration.PagerDuty pagerDuty -> new PagerDutyNotifier(pagerDuty, context);
            case Integration.Webhook webhook -> new WebhookNotifier(webhook, context);
            case Integration.Email email -> new EmailNotifier(email, context);
        };
    }
}
