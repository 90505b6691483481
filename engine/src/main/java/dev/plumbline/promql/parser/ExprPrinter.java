package dev.plumbline.promql.parser;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.LabelNames;
import dev.plumbline.model.Labels;
import dev.plumbline.model.Quoting;
import dev.plumbline.promql.ast.At;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.VectorMatching;
import dev.plumbline.promql.ast.VectorMatching.Cardinality;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The canonical one-line text of an expression: what Prometheus's {@code format_query} and rule pages show. Parsing it
 * again gives the same tree but for places. Parentheses are printed where the tree has them and nowhere else.
 */
public final class ExprPrinter {
    private ExprPrinter() {}

    public static String print(Expr e) {
        return switch (e) {
            case Expr.NumberLiteral n -> n.duration() ? Durations.format(Math.round(n.value() * 1000)) : NumberText.format(n.value());
            case Expr.StringLiteral s -> Quoting.quote(s.value());
            case Expr.VectorSelector v -> selector(v) + at(v.at()) + extension(v) + offset(v.offset());
            case Expr.MatrixSelector m -> selector(m.vector()) + "[" + duration(m.range(), true) + "]" + extension(m.vector())
                    + at(m.vector().at()) + offset(m.vector().offset());
            case Expr.Subquery s -> print(s.expr()) + suffix(s);
            case Expr.Call c -> c.function() + "(" + list(c.args()) + ")";
            case Expr.Aggregate a -> aggregate(a);
            case Expr.Binary b -> print(b.left()) + " " + operator(b) + " " + print(b.right());
            case Expr.Unary u -> (u.minus() ? "-" : "+") + print(u.expr());
            case Expr.Parens p -> "(" + print(p.expr()) + ")";
        };
    }

    private static String list(List<Expr> args) {
        return args.stream().map(ExprPrinter::print).collect(Collectors.joining(", "));
    }

    private static String selector(Expr.VectorSelector v) {
        List<String> matchers = v.matchers().stream().filter(m -> !isName(m, v.name())).map(LabelMatcher::toString).sorted().toList();
        return v.name() + (matchers.isEmpty() ? v.name().isEmpty() ? "{}" : "" : "{" + String.join(",", matchers) + "}");
    }

    private static boolean isName(LabelMatcher m, String name) {
        return !name.isEmpty() && m.type() == LabelMatcher.Type.EQUAL && m.name().equals(Labels.METRIC_NAME)
                && m.value().equals(name);
    }

    private static String extension(Expr.VectorSelector v) {
        return switch (v.extension()) {
            case NONE -> "";
            case ANCHORED -> " anchored";
            case SMOOTHED -> " smoothed";
        };
    }

    private static String at(@Nullable At at) {
        return switch (at) {
            case null -> "";
            case At.Time t -> " @ " + BigDecimal.valueOf(t.millis(), 3).toPlainString();
            case At.Start _ -> " @ start()";
            case At.End _ -> " @ end()";
        };
    }

    private static String offset(@Nullable DurationExpr offset) {
        return offset == null || offset instanceof DurationExpr.Literal l && l.millis() == 0 ? ""
                : " offset " + duration(offset, true);
    }

    /** A literal that stands alone is printed as a duration, one in arithmetic as it was written. */
    private static String duration(DurationExpr d, boolean alone) {
        return switch (d) {
            case DurationExpr.Literal l -> l.asNumber() && !alone
                    ? BigDecimal.valueOf(l.millis(), 3).stripTrailingZeros().toPlainString() : Durations.format(l.millis());
            case DurationExpr.Step _ -> "step()";
            case DurationExpr.Range _ -> "range()";
            case DurationExpr.Signed s -> (s.minus() ? "-" : "") + duration(s.operand(), false);
            case DurationExpr.Parens p -> "(" + duration(p.inner(), false) + ")";
            case DurationExpr.Binary b -> switch (b.op()) {
                case MIN, MAX -> b.op().symbol() + "(" + duration(b.left(), false) + ", " + duration(b.right(), false) + ")";
                case ADD, SUB, MUL, DIV, MOD, POW ->
                    duration(b.left(), false) + " " + b.op().symbol() + " " + duration(b.right(), false);
            };
        };
    }

    /** {@code [range:step] @ t offset d}. */
    static String suffix(Expr.Subquery s) {
        return "[" + duration(s.range(), true) + ":" + (s.step() == null ? "" : duration(s.step(), true)) + "]"
                + at(s.at()) + offset(s.offset());
    }

    /** The operator of a binary expression with how it matches. */
    static String operator(Expr.Binary b) {
        return b.op().symbol() + (b.returnBool() ? " bool" : "") + (b.matching() == null ? "" : matching(b.matching()));
    }

    private static String aggregate(Expr.Aggregate a) {
        return head(a) + "(" + (a.param() == null ? "" : print(a.param()) + ", ") + print(a.expr()) + ")";
    }

    /** What stands before an aggregation's parenthesis. */
    static String head(Expr.Aggregate a) {
        return a.op().keyword() + (a.without() ? " without " + labels(a.grouping()) + " "
                : a.grouping().isEmpty() ? "" : " by " + labels(a.grouping()) + " ");
    }

    private static String labels(List<String> labels) {
        return labels.stream().map(l -> LabelNames.isLegacy(l) ? l : Quoting.quote(l)).collect(Collectors.joining(", ", "(", ")"));
    }

    private static String matching(VectorMatching m) {
        var out = new StringBuilder();
        boolean grouped = m.cardinality() == Cardinality.MANY_TO_ONE || m.cardinality() == Cardinality.ONE_TO_MANY;
        if (m.on() || !m.labels().isEmpty() || grouped) {
            out.append(m.on() ? " on " : " ignoring ").append(labels(m.labels()));
        }
        if (grouped) {
            out.append(m.cardinality() == Cardinality.MANY_TO_ONE ? " group_left " : " group_right ").append(labels(m.include()));
        }
        if (m.fillLeft() != null && m.fillLeft().equals(m.fillRight())) {
            return out.append(" fill (").append(NumberText.format(m.fillLeft())).append(')').toString();
        }
        if (m.fillLeft() != null) {
            out.append(" fill_left (").append(NumberText.format(m.fillLeft())).append(')');
        }
        if (m.fillRight() != null) {
            out.append(" fill_right (").append(NumberText.format(m.fillRight())).append(')');
        }
        return out.toString();
    }
}
