package dev.plumbline.daemon.config.canary;

import dev.plumbline.analysis.keptn.Criteria;
import dev.plumbline.analysis.keptn.Objective;
import dev.plumbline.analysis.keptn.PastComparison;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** Writes the parts of a policy that belong to {@code method: keptn}. */
final class ObjectivesText {
    private final JudgeMethod.Keptn method;
    private final JsonGenerator out;

    ObjectivesText(JudgeMethod.Keptn method, JsonGenerator out) {
        this.method = method;
        this.out = out;
    }

    /** Members of {@code judge}. */
    void judge() {
        PastComparison comparison = method.comparison();
        out.writeObjectPropertyStart("compare");
        out.writeStringProperty("with", "several");
        out.writeStringProperty("releases", Integer.toString(comparison.releases()));
        out.writeStringProperty("include", switch (comparison.worst()) {
            case PASS -> "pass";
            case WARNING -> "pass_or_warn";
            case FAIL -> "all";
        });
        out.writeStringProperty("aggregate", comparison.aggregate().name().toLowerCase(Locale.ROOT));
        out.writeEndObject();
        out.writeObjectPropertyStart("total_score");
        out.writeStringProperty("pass", Double.toString(method.thresholds().pass()));
        out.writeStringProperty("warning", Double.toString(method.thresholds().warning()));
        out.writeEndObject();
    }

    /** Members of a metric. */
    void metric(String name) {
        Objective objective = method.objective(name);
        criteria("pass", objective.pass());
        criteria("warning", objective.warning());
        out.writeStringProperty("weight", Double.toString(objective.weight()));
        out.writeStringProperty("key_sli", Boolean.toString(objective.key()));
    }

    private void criteria(String key, Criteria criteria) {
        if (criteria.sets().isEmpty()) {
            return;
        }
        out.writeArrayPropertyStart(key);
        criteria.sets().forEach(set -> {
            out.writeStartArray();
            set.forEach(c -> out.writeString(c.toString()));
            out.writeEndArray();
        });
        out.writeEndArray();
    }
}
