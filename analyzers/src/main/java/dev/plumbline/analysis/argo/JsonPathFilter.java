package dev.plumbline.analysis.argo;

import dev.plumbline.analysis.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The condition of a filter: {@code @.name op literal}, or {@code @.name} alone for being there.
 *
 * @param path from the element on
 * @param operator one of ==, !=, &lt;, &lt;=, &gt;, &gt;=; empty for being there
 * @param literal what is compared with, null without an operator
 */
record JsonPathFilter(List<PathStep> path, String operator, @Nullable Value literal) {

    boolean holds(Value element) {
        List<Value> reached = List.of(element);
        for (PathStep step : path) {
            reached = reached.stream().flatMap(v -> step.from(v).stream()).toList();
        }
        return !reached.isEmpty() && (literal == null || compares(reached.getFirst(), literal));
    }

    private boolean compares(Value left, Value right) {
        if (left.isNumber() && right.isNumber()) {
            return ordered(Double.compare(left.asDouble(), right.asDouble()));
        }
        if (left instanceof Value.Text a && right instanceof Value.Text b) {
            return ordered(a.value().compareTo(b.value()));
        }
        return operator.equals("==") ? left.equals(right) : operator.equals("!=") && !left.equals(right);
    }

    private boolean ordered(int order) {
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }
}
