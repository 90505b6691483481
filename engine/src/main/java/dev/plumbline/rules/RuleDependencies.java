package dev.plumbline.rules;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.Expr;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rules of a group read what another one writes: the metric that it records, or the series of its alerts. A rule that
 * neither is read nor reads could be evaluated at any time of the group's turn. Where any rule selects series without an exact
 * name, nothing is known, and all count as related. Labels other than {@code alertname} are not looked at. Costs the square of
 * the number of rules. Source: Prometheus {@code rules/group.go}, buildDependencyMap.
 */
public final class RuleDependencies {
    private RuleDependencies() {}

    /** Whether other rules of the group read this one's series, and whether it reads theirs. */
    public record Relation(boolean hasDependants, boolean hasDependencies) {}

    /** One for each rule, in order. A rule that reads its own series is not related to itself. */
    public static List<Relation> of(List<Rule> rules) {
        List<List<Expr.VectorSelector>> reads = rules.stream().map(rule -> selectors(rule.expr())).toList();
        boolean unknown = reads.stream().flatMap(List::stream).anyMatch(RuleDependencies::isNameless);
        var relations = new ArrayList<Relation>();
        for (int i = 0; i < rules.size(); i++) {
            boolean read = unknown;
            boolean reader = unknown;
            for (int j = 0; j < rules.size() && !(read && reader); j++) {
                read |= i != j && reads(reads.get(j), rules.get(i));
                reader |= i != j && reads(reads.get(i), rules.get(j));
            }
            relations.add(new Relation(read, reader));
        }
        return relations;
    }

    private static boolean reads(List<Expr.VectorSelector> selectors, Rule written) {
        return selectors.stream().anyMatch(selector -> switch (written) {
            case Rule.RecordingRule r -> name(selector).equals(r.record());
            case Rule.AlertingRule a -> isOfAlerts(name(selector)) && selector.matchers().stream()
                    .filter(m -> m.name().equals(AlertSeries.ALERT_NAME)).allMatch(m -> m.matches(a.alert()));
        });
    }

    private static boolean isOfAlerts(String name) {
        return name.equals(AlertSeries.ALERTS) || name.equals(AlertSeries.FOR_STATE);
    }

    private static boolean isNameless(Expr.VectorSelector selector) {
        return name(selector).isEmpty();
    }

    /** The one name that the selector takes, or the empty string. */
    private static String name(Expr.VectorSelector selector) {
        return selector.matchers().stream()
                .filter(m -> m.name().equals(Labels.METRIC_NAME) && m.type() == LabelMatcher.Type.EQUAL)
                .map(LabelMatcher::value).findFirst().orElse(selector.name());
    }

    private static List<Expr.VectorSelector> selectors(Expr expr) {
        var found = new ArrayList<Expr.VectorSelector>();
        collect(expr, found);
        return found;
    }

    private static void collect(Expr expr, List<Expr.VectorSelector> found) {
        switch (expr) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> { }
            case Expr.VectorSelector v -> found.add(v);
            case Expr.MatrixSelector m -> found.add(m.vector());
            case Expr.Subquery s -> collect(s.expr(), found);
            case Expr.Call c -> c.args().forEach(arg -> collect(arg, found));
            case Expr.Aggregate a -> {
                if (a.param() != null) {
                    collect(a.param(), found);
                }
                collect(a.expr(), found);
            }
            case Expr.Binary b -> {
                collect(b.left(), found);
                collect(b.right(), found);
            }
            case Expr.Unary u -> collect(u.expr(), found);
            case Expr.Parens p -> collect(p.expr(), found);
        }
    }
}
