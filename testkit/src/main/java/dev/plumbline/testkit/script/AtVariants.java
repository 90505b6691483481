package dev.plumbline.testkit.script;

import dev.plumbline.promql.ast.At;
import dev.plumbline.promql.ast.Expr;
import java.util.Set;

/** An expression pinned to a time by {@code @}, so that it must give the same whenever it is asked. */
final class AtVariants {
    private static final Set<String> DEPEND_ON_TIME = Set.of("day_of_month", "day_of_week", "day_of_year", "days_in_month",
            "hour", "minute", "month", "year", "time", "timestamp", "predict_linear", "start", "end", "range", "step");

    private AtVariants() {}

    /** Whether a function in it looks at the evaluation time. */
    static boolean dependsOnTime(Expr e) {
        return switch (e) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _, Expr.MatrixSelector _ -> false;
            case Expr.Subquery s -> dependsOnTime(s.expr());
            case Expr.Call c -> DEPEND_ON_TIME.contains(c.function()) || c.args().stream().anyMatch(AtVariants::dependsOnTime);
            case Expr.Aggregate a -> dependsOnTime(a.expr()) || a.param() != null && dependsOnTime(a.param());
            case Expr.Binary b -> dependsOnTime(b.left()) || dependsOnTime(b.right());
            case Expr.Unary u -> dependsOnTime(u.expr());
            case Expr.Parens p -> dependsOnTime(p.expr());
        };
    }

    /** Puts {@code @ at} on every selector and subquery that has none; what is inside of a subquery is left as it is. */
    static Expr pin(Expr e, At at) {
        return switch (e) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> e;
            case Expr.VectorSelector v -> pinned(v, at);
            case Expr.MatrixSelector m -> new Expr.MatrixSelector(pinned(m.vector(), at), m.range(), m.span());
            case Expr.Subquery s -> s.at() != null ? s
                    : new Expr.Subquery(s.expr(), s.range(), s.step(), s.offset(), at, s.span());
            case Expr.Call c -> new Expr.Call(c.function(), c.args().stream().map(a -> pin(a, at)).toList(), c.type(), c.span());
            case Expr.Aggregate a -> new Expr.Aggregate(a.op(), pin(a.expr(), at), a.param() == null ? null : pin(a.param(), at),
                    a.grouping(), a.without(), a.span());
            case Expr.Binary b -> new Expr.Binary(b.op(), pin(b.left(), at), pin(b.right(), at), b.matching(), b.returnBool(),
                    b.span());
            case Expr.Unary u -> new Expr.Unary(u.minus(), pin(u.expr(), at), u.span());
            case Expr.Parens p -> new Expr.Parens(pin(p.expr(), at), p.span());
        };
    }

    private static Expr.VectorSelector pinned(Expr.VectorSelector v, At at) {
        return v.at() != null ? v
                : new Expr.VectorSelector(v.name(), v.matchers(), v.offset(), at, v.extension(), v.span());
    }
}
