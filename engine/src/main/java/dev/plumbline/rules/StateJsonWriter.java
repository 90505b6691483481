package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import java.util.Map;

/**
 * Writes the state of a group as JSON: {@code {"version":1,"group":…,"at":ms,"rules":[{"name":…,"labels":{…},"alerts":[{"labels":{…},
 * "annotations":{…},"value":"1.0","state":"firing","activeAt":ms,…}]}]}}. Times that have not happened are left out; a value is
 * text, because NaN and infinities have no other form.
 */
final class StateJsonWriter {
    static final long VERSION = 1;
    private final StringBuilder out = new StringBuilder(1024);

    private StateJsonWriter() {}

    static String write(String groupKey, GroupState state) {
        var json = new StateJsonWriter();
        json.group(groupKey, state);
        return json.out.toString();
    }

    private void group(String groupKey, GroupState state) {
        out.append("{\"version\":").append(VERSION).append(',');
        name("group");
        string(groupKey);
        out.append(",\"at\":").append(state.atMillis()).append(",\"rules\":[");
        String comma = "";
        for (GroupState.RuleAlerts rule : state.rules()) {
            out.append(comma);
            rule(rule);
            comma = ",";
        }
        out.append("]}");
    }

    private void rule(GroupState.RuleAlerts rule) {
        out.append("{\"name\":");
        string(rule.name());
        out.append(",\"labels\":");
        map(rule.labels());
        out.append(",\"alerts\":[");
        String comma = "";
        for (Alert alert : rule.alerts()) {
            out.append(comma);
            alert(alert);
            comma = ",";
        }
        out.append("]}");
    }

    private void alert(Alert alert) {
        out.append("{\"labels\":");
        labels(alert.labels());
        out.append(",\"annotations\":");
        labels(alert.annotations());
        out.append(",\"value\":\"").append(alert.value()).append("\",\"state\":");
        string(alert.state().text());
        AlertTimes times = alert.times();
        time("activeAt", times.activeAt());
        time("firedAt", times.firedAt());
        time("keepFiringSince", times.keepFiringSince());
        time("resolvedAt", times.resolvedAt());
        time("lastSentAt", times.lastSentAt());
        out.append('}');
    }

    private void time(String name, long millis) {
        if (millis != AlertTimes.NEVER) {
            out.append(',');
            name(name);
            out.append(millis);
        }
    }

    private void labels(Labels labels) {
        map(labels.toMap());
    }

    private void map(Map<String, String> map) {
        out.append('{');
        String[] comma = {""};
        map.forEach((name, value) -> {
            out.append(comma[0]);
            name(name);
            string(value);
            comma[0] = ",";
        });
        out.append('}');
    }

    private void name(String name) {
        string(name);
        out.append(':');
    }

    private void string(String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < 0x20 || Character.isSurrogate(c)) {
                out.append(String.format("\\u%04x", (int) c)); // a lone surrogate stands for a byte that is not UTF-8
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
