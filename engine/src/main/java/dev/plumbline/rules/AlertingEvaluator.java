package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import dev.plumbline.rules.ActiveAlerts.Sighting;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns the result of an expression into alerts, and alerts into series. */
final class AlertingEvaluator implements RuleEvaluator {
    private final Rule.AlertingRule rule;
    private final int limit;
    private final RuleQuery query;
    private final AlertTexts texts;
    private final ActiveAlerts alerts;
    private final AlertSeries series = new AlertSeries();
    private boolean restored;
    private long graceMillis;

    AlertingEvaluator(Rule.AlertingRule rule, int limit, RuleQuery query, AlertTexts texts) {
        this.rule = rule;
        this.limit = limit;
        this.query = query;
        this.texts = texts;
        this.alerts = new ActiveAlerts(rule.forMillis(), rule.keepFiringForMillis());
    }

    Rule.AlertingRule rule() {
        return rule;
    }

    ActiveAlerts alerts() {
        return alerts;
    }

    /** From now on, the alerts' series are written: before, they would cover what restoration looks for. */
    void restored() {
        restored = true;
    }

    boolean isRestored() {
        return restored;
    }

    /** At the next evaluation nothing ends for not being seen; see {@link ActiveAlerts#apply}. */
    void graceOnce(long millis) {
        graceMillis = millis;
    }

    @Override
    public List<Value.Element> evaluate(long ts, long queryAt) {
        List<Value.Element> result = query.vector(rule.expr(), rule.exprText(), queryAt);
        int active = alerts.apply(sightings(result, ts), ts, graceMillis);
        graceMillis = 0;
        if (limit > 0 && active > limit) {
            alerts.clear();
            throw RuleEvaluator.refused("exceeded limit of " + limit + " with " + active + " alerts");
        }
        return restored ? series.of(alerts.all(), queryAt) : List.of();
    }

    private Map<Labels, Sighting> sightings(List<Value.Element> result, long ts) {
        AlertTexts.At expansion = texts.at(ts);
        var seen = LinkedHashMap.<Labels, Sighting>newLinkedHashMap(result.size());
        for (Value.Element e : result) {
            Labels labels = expansion.labels(e);
            if (seen.put(labels, new Sighting(expansion.annotations(e), e.histogram() == null ? e.value() : 0)) != null) {
                throw RuleEvaluator.refused("vector contains metrics with the same labelset after applying alert labels");
            }
        }
        expansion.end();
        return seen;
    }
}
