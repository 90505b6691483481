package dev.plumbline.promql.parser;

import dev.plumbline.promql.ast.Expr;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * An expression laid out over lines, as Prometheus's {@code format_query} does: a node whose one-line text is longer than the
 * width is split, its parts two spaces deeper. Parsing it again gives the same tree but for places. Stateless but for the width.
 */
public final class PromqlPrinter {
    /** Prometheus's width, in bytes. */
    public static final int WIDTH = 100;

    private static final String INDENT = "  ";
    private final int width;

    private PromqlPrinter(int width) {
        this.width = width;
    }

    /** At Prometheus's width. */
    public static String pretty(Expr e) {
        return pretty(e, WIDTH);
    }

    /** At a width in bytes. */
    public static String pretty(Expr e, int width) {
        return new PromqlPrinter(width).print(e, 0);
    }

    private String print(Expr e, int level) {
        String line = ExprPrinter.print(e);
        boolean fits = line.getBytes(StandardCharsets.UTF_8).length <= width;
        return switch (e) {
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.VectorSelector _, Expr.MatrixSelector _ -> indent(level) + line;
            case Expr.Unary u -> indent(level) + (u.minus() ? "-" : "+") + print(u.expr(), level).strip();
            case Expr.Subquery s -> fits ? line : print(s.expr(), level) + ExprPrinter.suffix(s);
            case Expr.Aggregate a -> fits ? indent(level) + line : aggregate(a, level);
            case Expr.Binary b -> fits ? indent(level) + line : binary(b, level);
            case Expr.Call c -> fits ? indent(level) + line
                    : indent(level) + c.function() + "(\n" + list(c.args(), level + 1) + "\n" + indent(level) + ")";
            case Expr.Parens p -> fits ? indent(level) + line
                    : indent(level) + "(\n" + print(p.expr(), level + 1) + "\n" + indent(level) + ")";
        };
    }

    private static String indent(int level) {
        return INDENT.repeat(level);
    }

    private String list(List<Expr> args, int level) {
        return args.stream().map(arg -> print(arg, level)).collect(Collectors.joining(",\n"));
    }

    private String aggregate(Expr.Aggregate a, int level) {
        Expr param = a.param();
        return indent(level) + ExprPrinter.head(a) + "(\n" + (param == null ? "" : print(param, level + 1) + ",\n")
                + print(a.expr(), level + 1) + "\n" + indent(level) + ")";
    }

    private String binary(Expr.Binary b, int level) {
        return print(b.left(), level + 1) + "\n" + indent(level) + ExprPrinter.operator(b) + "\n" + print(b.right(), level + 1);
    }
}
