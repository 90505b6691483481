package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.BadParameter;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.parser.PromqlParser;
import java.util.ArrayList;
import java.util.List;

/** The series selectors that requests carry in {@code match[]}, and those within an expression. */
final class Selectors {
    private Selectors() {}

    /**
     * Reads all {@code match[]}.
     *
     * @param prefix stands before what the parser says: Prometheus words it differently for series and for labels
     */
    static List<List<LabelMatcher>> of(Parameters p, String prefix) {
        var selectors = new ArrayList<List<LabelMatcher>>();
        for (String text : p.all("match[]")) {
            selectors.add(selector(text, prefix));
        }
        return selectors;
    }

    private static List<LabelMatcher> selector(String text, String prefix) {
        List<LabelMatcher> matchers;
        try {
            matchers = PromqlParser.parseSelector(text);
        } catch (QueryException e) {
            throw new BadParameter(prefix + e.getMessage());
        }
        if (matchers.stream().allMatch(LabelMatcher::matchesEmpty)) {
            throw new BadParameter("match[] must contain at least one non-empty matcher");
        }
        return matchers;
    }

    /** The selectors of an expression, in the order of its text. */
    static List<List<LabelMatcher>> within(Expr expr) {
        var found = new ArrayList<List<LabelMatcher>>();
        collect(expr, found);
        return found;
    }

    private static void collect(Expr expr, List<List<LabelMatcher>> found) {
        switch (expr) {
            case Expr.VectorSelector v -> found.add(v.matchers());
            case Expr.MatrixSelector m -> collect(m.vector(), found);
            case Expr.Subquery s -> collect(s.expr(), found);
            case Expr.Call c -> c.args().forEach(arg -> collect(arg, found));
            case Expr.Aggregate a -> {
                Expr param = a.param();
                if (param != null) {
                    collect(param, found);
                }
                collect(a.expr(), found);
            }
            case Expr.Binary b -> {
                collect(b.left(), found);
                collect(b.right(), found);
            }
            case Expr.Unary u -> collect(u.expr(), found);
            case Expr.Parens p -> collect(p.expr(), found);
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> { }
        }
    }
}
