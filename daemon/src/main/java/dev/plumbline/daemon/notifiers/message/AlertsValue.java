package dev.plumbline.daemon.notifiers.message;

import dev.plumbline.template.value.Arguments;
import dev.plumbline.template.value.TemplateMethod;
import dev.plumbline.template.value.TemplateObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Alertmanager's {@code Alerts}: a list that also gives its firing and its resolved ones. */
record AlertsValue(List<AlertValue> alerts) implements TemplateObject {
    AlertsValue {
        alerts = List.copyOf(alerts);
    }

    @Override
    public String typeName() {
        return "template.Alerts";
    }

    @Override
    public List<AlertValue> underlying() {
        return alerts;
    }

    @Override
    public @Nullable TemplateMethod method(String name) {
        return switch (name) {
            case "Firing" -> a -> take(a, name).only(true);
            case "Resolved" -> a -> take(a, name).only(false);
            default -> null;
        };
    }

    private AlertsValue take(Arguments arguments, String name) {
        arguments.expect(name, 0, 0);
        return this;
    }

    private AlertsValue only(boolean firing) {
        return new AlertsValue(alerts.stream().filter(value -> value.alert().firing() == firing).toList());
    }
}
