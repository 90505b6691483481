package dev.plumbline.promql.eval;

import dev.plumbline.promql.ast.At;
import dev.plumbline.promql.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As of when {@code info} reads info series: as the first selector of its argument does.
 *
 * @param at the innermost {@code @} around that selector, or null for the evaluation time
 * @param offsetMillis its offset and those of the subqueries around it, up to the one with the {@code @}
 */
record InfoTimes(@Nullable At at, long offsetMillis) {

    static InfoTimes of(Expr argument, Selectors selectors) {
        List<Expr> path = new ArrayList<>();
        if (!find(argument, path) || !(path.removeLast() instanceof Expr.VectorSelector s)) {
            return new InfoTimes(null, 0);
        }
        At at = s.at();
        long offset = selectors.offset(s.offset());
        while (at == null && !path.isEmpty()) {
            if (path.removeLast() instanceof Expr.Subquery q) {
                offset += selectors.offset(q.offset());
                at = q.at();
            }
        }
        return new InfoTimes(at, offset);
    }

    /** Finds the first selector; the path ends in it. */
    private static boolean find(Expr e, List<Expr> path) {
        path.add(e);
        boolean found = switch (e) {
            case Expr.VectorSelector _ -> true;
            case Expr.MatrixSelector m -> find(m.vector(), path);
            case Expr.Subquery s -> find(s.expr(), path);
            case Expr.Call c -> c.args().stream().anyMatch(arg -> find(arg, path));
            case Expr.Aggregate a -> find(a.expr(), path) || a.param() != null && find(a.param(), path);
            case Expr.Binary b -> find(b.left(), path) || find(b.right(), path);
            case Expr.Unary u -> find(u.expr(), path);
            case Expr.Parens p -> find(p.expr(), path);
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> false;
        };
        if (!found) {
            path.removeLast();
        }
        return found;
    }
}
