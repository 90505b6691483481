package dev.plumbline.daemon.notifiers.message;

import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.TemplateObject;

/**
 * The dot of every template: Alertmanager's {@code Data}.
 *
 * @param externalUrl where people reach this daemon
 */
public record NotificationValue(Notification notification, String externalUrl) implements TemplateObject {
    private static final String REGEX_CHARACTERS = "\\.+*?()|[]{}^$";

    @Override
    public String typeName() {
        return "*template.Data";
    }

    @Override
    public Fields underlying() {
        return fields("Receiver", "Status", "Alerts", "NotificationReason", "GroupLabels", "CommonLabels", "CommonAnnotations",
                "RouteLabels", "ExternalURL");
    }

    @Override
    public Fields json() {
        return fields("receiver", "status", "alerts", "notification_reason", "groupLabels", "commonLabels", "commonAnnotations",
                "routeLabels", "externalURL");
    }

    private Fields fields(String... names) {
        return Fields.of(names[0], receiver())
                .and(names[1], notification.status())
                .and(names[2], new AlertsValue(notification.alerts().stream().map(AlertValue::new).toList()))
                .and(names[3], notification.reason().text())
                .and(names[4], new KeyValues(notification.groupLabels()))
                .and(names[5], new KeyValues(notification.commonLabels()))
                .and(names[6], new KeyValues(notification.commonAnnotations()))
                .and(names[7], new KeyValues(notification.routeLabels()))
                .and(names[8], externalUrl);
    }

    /** The receiver's name with the characters escaped that mean something in a regular expression, as Alertmanager has it. */
    public String receiver() {
        var quoted = new StringBuilder();
        for (char c : notification.receiver().toCharArray()) {
            if (REGEX_CHARACTERS.indexOf(c) >= 0) {
                quoted.append('\\');
            }
            quoted.append(c);
        }
        return quoted.toString();
    }
}
