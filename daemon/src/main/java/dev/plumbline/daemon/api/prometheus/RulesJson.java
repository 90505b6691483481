package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.GoFloat;
import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.daemon.api.http.Times;
import dev.plumbline.promql.parser.ExprPrinter;
import dev.plumbline.rules.Alert;
import dev.plumbline.rules.AlertTimes;
import dev.plumbline.rules.GroupStatus;
import dev.plumbline.rules.Rule;
import dev.plumbline.rules.RuleStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/** Groups, rules and alerts as Prometheus's API prints them. */
final class RulesJson {
    private static final double NANOS = 1e9;

    private RulesJson() {}

    /** @param alerts whether the alerts of each rule are printed; else they are {@code null} */
    static void group(JsonBytes json, GroupStatus status, List<RuleStatus> rules, boolean alerts) {
        json.raw('{').member("name", status.group().name()).member("file", status.group().file()).key("rules").raw('[');
        rules.forEach(rule -> rule(json.next(), rule, alerts));
        json.raw(']').key("interval").seconds(status.group().intervalMillis()).member("limit", Math.max(0, status.group().limit()));
        evaluation(json, status.durationNanos(), status.evaluatedAtMillis());
        json.raw('}');
    }

    private static void rule(JsonBytes json, RuleStatus status, boolean alerts) {
        json.raw('{');
        switch (status.rule()) {
            case Rule.RecordingRule r -> {
                head(json, r);
                tail(json, status, "recording");
            }
            case Rule.AlertingRule a -> {
                json.member("state", status.state().text());
                alerting(json, a, alerts ? status.alerts() : null);
                tail(json, status, "alerting");
            }
        }
        json.raw('}');
    }

    private static void alerting(JsonBytes json, Rule.AlertingRule rule, @org.jspecify.annotations.Nullable List<Alert> alerts) {
        json.member("name", rule.name()).member("query", ExprPrinter.print(rule.expr()))
                .key("duration").seconds(rule.forMillis()).key("keepFiringFor").seconds(rule.keepFiringForMillis());
        strings(json, "labels", rule.labels());
        strings(json, "annotations", rule.annotations());
        json.key("alerts");
        if (alerts == null) {
            json.ascii("null");
            return;
        }
        json.raw('[');
        alerts.forEach(alert -> alert(json.next(), alert));
        json.raw(']');
    }

    private static void head(JsonBytes json, Rule rule) {
        json.member("name", rule.name()).member("query", ExprPrinter.print(rule.expr()));
        if (!rule.labels().isEmpty()) { // Prometheus leaves it out here, and only here
            strings(json, "labels", rule.labels());
        }
    }

    private static void tail(JsonBytes json, RuleStatus status, String type) {
        json.member("health", status.health().text());
        if (!status.lastError().isEmpty()) {
            json.member("lastError", status.lastError());
        }
        evaluation(json, status.durationNanos(), status.evaluatedAtMillis());
        json.member("type", type);
    }

    private static void evaluation(JsonBytes json, long durationNanos, long atMillis) {
        json.key("evaluationTime");
        GoFloat.append(json, durationNanos / NANOS);
        json.member("lastEvaluation", Times.rfc3339(atMillis));
    }

    static void alert(JsonBytes json, Alert alert) {
        json.raw('{').key("labels");
        ResultJson.labels(json, alert.labels());
        json.key("annotations");
        ResultJson.labels(json, alert.annotations());
        json.member("state", alert.state().text()).member("activeAt", Times.rfc3339(alert.times().activeAt()));
        if (alert.times().keepFiringSince() != AlertTimes.NEVER) {
            json.member("keepFiringSince", Times.rfc3339(alert.times().keepFiringSince()));
        }
        json.member("value", scientific(alert.value())).raw('}');
    }

    private static void strings(JsonBytes json, String name, Map<String, String> map) {
        json.key(name).raw('{');
        map.forEach(json::member);
        json.raw('}');
    }

    /** As Go's {@code %e} with the fewest digits that read back: {@code 1e+00}, {@code 1.5e-07}. */
    static String scientific(double value) {
        if (value == 0 || Double.isNaN(value) || Double.isInfinite(value)) {
            return value == 0 ? (1 / value < 0 ? "-0e+00" : "0e+00") : GoFloat.format(value);
        }
        BigDecimal decimal = new BigDecimal(GoFloat.format(Math.abs(value))).stripTrailingZeros();
        String digits = decimal.unscaledValue().toString();
        int exponent = digits.length() - 1 - decimal.scale();
        String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
        int size = Math.abs(exponent);
        return (value < 0 ? "-" : "") + digits.charAt(0) + fraction + (exponent < 0 ? "e-" : "e+") + (size < 10 ? "0" : "") + size;
    }
}
