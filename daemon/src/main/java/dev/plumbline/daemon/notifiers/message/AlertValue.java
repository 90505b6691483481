package dev.plumbline.daemon.notifiers.message;

import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.TemplateObject;
import dev.plumbline.template.value.TimeValue;

/** Alertmanager's {@code Alert} as templates see it. */
record AlertValue(NotifiedAlert alert) implements TemplateObject {

    @Override
    public String typeName() {
        return "template.Alert";
    }

    @Override
    public Fields underlying() {
        return fields("Status", "Labels", "Annotations", "StartsAt", "EndsAt", "GeneratorURL", "Fingerprint");
    }

    @Override
    public Fields json() {
        return fields("status", "labels", "annotations", "startsAt", "endsAt", "generatorURL", "fingerprint");
    }

    private Fields fields(String... names) {
        return Fields.of(names[0], alert.firing() ? "firing" : "resolved")
                .and(names[1], new KeyValues(alert.labels()))
                .and(names[2], new KeyValues(alert.annotations()))
                .and(names[3], TimeValue.ofMillis(alert.startsAtMillis()))
                .and(names[4], alert.firing() ? TimeValue.ZERO : TimeValue.ofMillis(alert.endsAtMillis()))
                .and(names[5], alert.generatorUrl())
                .and(names[6], alert.fingerprint());
    }
}
