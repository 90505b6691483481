package dev.plumbline.daemon.notifiers.message;

import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import java.util.List;

/** A message without templates: what is sent when one fails, because a page with plain words beats none. */
final class PlainText {
    private static final int MAX_ALERTS = 20;

    private PlainText() {}

    /** As Alertmanager's default subject: {@code [FIRING:2] group values (other common values)}. */
    static String subject(Notification notification) {
        long firing = notification.alerts().stream().filter(NotifiedAlert::firing).count();
        String head = notification.firing() ? "[FIRING:" + firing + "]" : "[RESOLVED]";
        String group = String.join(" ", notification.groupLabels().toMap().values());
        var others = notification.commonLabels().without(notification.groupLabels().toMap().keySet());
        String common = String.join(" ", others.toMap().values());
        return head + (group.isEmpty() ? "" : " " + group) + (common.isEmpty() ? "" : " (" + common + ")");
    }

    /** A line for each alert and its annotations. */
    static String body(Notification notification) {
        var text = new StringBuilder();
        List<NotifiedAlert> alerts = notification.alerts();
        for (NotifiedAlert alert : alerts.subList(0, Math.min(MAX_ALERTS, alerts.size()))) {
            text.append(alert.firing() ? "firing " : "resolved ").append(alert.labels()).append('\n');
            alert.annotations().forEach((name, value) -> text.append("  ").append(name).append(": ").append(value).append('\n'));
        }
        if (alerts.size() > MAX_ALERTS) {
            text.append("and ").append(alerts.size() - MAX_ALERTS).append(" more\n");
        }
        return text.toString();
    }
}
