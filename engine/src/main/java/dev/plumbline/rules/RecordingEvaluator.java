package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Names the result of an expression and overlays the rule's labels. */
final class RecordingEvaluator implements RuleEvaluator {
    private final Rule.RecordingRule rule;
    private final int limit;
    private final RuleQuery query;
    private final LabelOverlay overlay;

    RecordingEvaluator(Rule.RecordingRule rule, int limit, RuleQuery query) {
        this.rule = rule;
        this.limit = limit;
        this.query = query;
        this.overlay = new LabelOverlay(this::overlay);
    }

    private Labels overlay(Labels series) {
        Labels.Builder builder = series.builder().set(Labels.METRIC_NAME, rule.record());
        rule.labels().forEach(builder::set);
        return builder.build();
    }

    @Override
    public List<Value.Element> evaluate(long ts, long queryAt) {
        List<Value.Element> result = query.vector(rule.expr(), rule.exprText(), queryAt);
        Set<Labels> distinct = HashSet.newHashSet(result.size());
        var recorded = new ArrayList<Value.Element>(result.size());
        for (Value.Element e : result) {
            Labels labels = overlay.of(e.labels());
            if (!distinct.add(labels)) {
                throw RuleEvaluator.refused("vector contains metrics with the same labelset after applying rule labels");
            }
            recorded.add(new Value.Element(labels, queryAt, e.value(), e.histogram()));
        }
        overlay.endEvaluation();
        if (limit > 0 && recorded.size() > limit) {
            throw RuleEvaluator.refused("exceeded limit of " + limit + " with " + recorded.size() + " series");
        }
        return recorded;
    }
}
