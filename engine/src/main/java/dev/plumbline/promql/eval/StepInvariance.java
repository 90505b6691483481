package dev.plumbline.promql.eval;

import dev.plumbline.promql.ast.Expr;
import java.util.Set;

/**
 * Whether an expression yields the same at every step: all its selectors are fixed by {@code @} and nothing in it asks
 * for the time. Such an expression is evaluated once.
 */
final class StepInvariance {
    private static final Set<String> TIME_DEPENDENT = Set.of("time", "timestamp", "predict_linear", "minute", "hour", "month",
            "year", "day_of_month", "day_of_week", "day_of_year", "days_in_month", "start", "end", "range", "step");

    private StepInvariance() {}

    static boolean holds(Expr e) {
        return switch (e) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> true;
            case Expr.VectorSelector s -> s.at() != null;
            case Expr.MatrixSelector m -> m.vector().at() != null;
            case Expr.Subquery s -> s.at() != null;
            case Expr.Call c -> !TIME_DEPENDENT.contains(c.function()) && c.args().stream().allMatch(StepInvariance::holds);
            case Expr.Aggregate a -> {
                Expr param = a.param();
                yield holds(a.expr()) && (param == null || holds(param));
            }
            case Expr.Binary b -> holds(b.left()) && holds(b.right());
            case Expr.Unary u -> holds(u.expr());
            case Expr.Parens p -> holds(p.expr());
        };
    }
}
