package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.promql.ast.DurationExpr;
import dev.plumbline.promql.parser.NumberText;
import org.jspecify.annotations.Nullable;

/** Durations in the tree of {@code /parse_query}: milliseconds, and an expression beside them when only the query knows. */
final class DurationTreeJson {
    private static final double MILLIS = 1000.0;
    private final JsonBytes json;

    DurationTreeJson(JsonBytes json) {
        this.json = json;
    }

    /** {@code "name": millis}, 0 for none; of an expression also {@code "nameExpr": {…}}. */
    void member(String name, @Nullable DurationExpr d) {
        Long millis = d == null ? Long.valueOf(0) : DurationExpr.fixedMillis(d);
        json.member(name, millis == null ? 0 : millis);
        if (d != null && millis == null) {
            json.key(name + "Expr");
            node(d);
        }
    }

    private void node(DurationExpr d) {
        switch (d) {
            case DurationExpr.Literal l -> json.raw('{').member("type", "numberLiteral")
                    .member("val", NumberText.format(l.millis() / MILLIS)).key("duration")
                    .ascii(String.valueOf(!l.asNumber())).raw('}');
            case DurationExpr.Step _ -> expression("step", null, null, false);
            case DurationExpr.Range _ -> expression("range", null, null, false);
            case DurationExpr.Signed s -> expression(s.minus() ? "-" : "+", null, s.operand(), false);
            case DurationExpr.Parens p -> wrapped(p.inner());
            case DurationExpr.Binary b -> expression(b.op().symbol(), b.left(), b.right(), false);
        }
    }

    /** Parentheses are a mark on what they enclose; a number needs a plus before it to bear the mark. */
    private void wrapped(DurationExpr d) {
        switch (d) {
            case DurationExpr.Literal l -> expression("+", null, l, true);
            case DurationExpr.Step _ -> expression("step", null, null, true);
            case DurationExpr.Range _ -> expression("range", null, null, true);
            case DurationExpr.Signed s -> expression(s.minus() ? "-" : "+", null, s.operand(), true);
            case DurationExpr.Parens p -> wrapped(p.inner());
            case DurationExpr.Binary b -> expression(b.op().symbol(), b.left(), b.right(), true);
        }
    }

    private void expression(String op, @Nullable DurationExpr left, @Nullable DurationExpr right, boolean wrapped) {
        json.raw('{').member("type", "durationExpr").member("op", op);
        operand("lhs", left);
        operand("rhs", right);
        json.key("wrapped").ascii(String.valueOf(wrapped)).raw('}');
    }

    private void operand(String name, @Nullable DurationExpr d) {
        json.key(name);
        if (d == null) {
            json.ascii("null");
        } else {
            node(d);
        }
    }
}
