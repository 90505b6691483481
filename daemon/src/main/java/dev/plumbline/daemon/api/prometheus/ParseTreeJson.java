package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.JsonBytes;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.ast.At;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.ast.VectorMatching;
import dev.plumbline.promql.parser.FunctionSignature;
import dev.plumbline.promql.parser.Functions;
import dev.plumbline.promql.parser.NumberText;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An expression as the tree of {@code /parse_query}. What came after Prometheus 3.5 ({@code anchored}, {@code smoothed},
 * {@code fillValues}, expressions for durations) is there only where the expression uses it. Source:
 * {@code web/api/v1/translate_ast.go}.
 */
final class ParseTreeJson {
    private final JsonBytes json;
    private final DurationTreeJson durations;

    private ParseTreeJson(JsonBytes json) {
        this.json = json;
        this.durations = new DurationTreeJson(json);
    }

    static void write(JsonBytes json, Expr e) {
        new ParseTreeJson(json).node(e);
    }

    private void node(Expr e) {
        json.raw('{');
        switch (e) {
            case Expr.NumberLiteral n -> type("numberLiteral").member("val", NumberText.format(n.value()));
            case Expr.StringLiteral s -> type("stringLiteral").member("val", s.value());
            case Expr.VectorSelector s -> {
                type("vectorSelector");
                selector(s);
            }
            case Expr.MatrixSelector m -> {
                type("matrixSelector");
                selector(m.vector());
                durations.member("range", m.range());
            }
            case Expr.Subquery s -> subquery(s);
            case Expr.Call c -> call(c);
            case Expr.Aggregate a -> aggregation(a);
            case Expr.Binary b -> binary(b);
            case Expr.Unary u -> {
                type("unaryExpr").member("op", u.minus() ? "-" : "+");
                member("expr", u.expr());
            }
            case Expr.Parens p -> {
                type("parenExpr");
                member("expr", p.expr());
            }
        }
        json.raw('}');
    }

    private JsonBytes type(String name) {
        return json.member("type", name);
    }

    private void member(String name, @Nullable Expr e) {
        json.key(name);
        if (e == null) {
            json.ascii("null");
        } else {
            node(e);
        }
    }

    private void bool(String name, boolean value) {
        json.key(name).ascii(String.valueOf(value));
    }

    private void strings(String name, List<String> values) {
        json.key(name).raw('[');
        values.forEach(value -> json.next().string(value));
        json.raw(']');
    }

    private void selector(Expr.VectorSelector s) {
        json.member("name", s.name()).key("matchers").raw('[');
        for (LabelMatcher m : s.matchers()) {
            json.next().raw('{').member("name", m.name()).member("value", m.value()).member("type", m.type().symbol()).raw('}');
        }
        json.raw(']');
        durations.member("offset", s.offset());
        at(s.at());
        if (s.extension() != Expr.Extension.NONE) {
            bool("anchored", s.extension() == Expr.Extension.ANCHORED);
            bool("smoothed", s.extension() == Expr.Extension.SMOOTHED);
        }
    }

    private void at(@Nullable At at) {
        json.key("timestamp");
        if (at instanceof At.Time t) {
            json.number(t.millis());
        } else {
            json.ascii("null");
        }
        json.key("startOrEnd");
        switch (at) {
            case At.Start _ -> json.string("start");
            case At.End _ -> json.string("end");
            case At.Time _ -> json.ascii("null");
            case null -> json.ascii("null");
        }
    }

    private void subquery(Expr.Subquery s) {
        type("subquery");
        member("expr", s.expr());
        durations.member("range", s.range());
        durations.member("offset", s.offset());
        durations.member("step", s.step());
        at(s.at());
    }

    private void call(Expr.Call c) {
        FunctionSignature f = Objects.requireNonNull(Functions.lookup(c.function()), c.function());
        type("call").key("func").raw('{').member("name", f.name());
        strings("argTypes", f.argTypes().stream().map(ValueType::apiName).toList());
        json.member("variadic", f.variadic()).member("returnType", f.returnType().apiName()).raw('}');
        json.key("args").raw('[');
        for (Expr arg : c.args()) {
            json.next();
            node(arg);
        }
        json.raw(']');
    }

    private void aggregation(Expr.Aggregate a) {
        type("aggregation").member("op", a.op().keyword());
        member("expr", a.expr());
        member("param", a.param());
        strings("grouping", a.grouping());
        bool("without", a.without());
    }

    private void binary(Expr.Binary b) {
        type("binaryExpr").member("op", b.op().symbol());
        member("lhs", b.left());
        member("rhs", b.right());
        json.key("matching");
        VectorMatching matching = b.matching();
        if (matching == null) {
            json.ascii("null");
        } else {
            matching(matching);
        }
        bool("bool", b.returnBool());
    }

    private void matching(VectorMatching m) {
        json.raw('{').member("card", m.cardinality().text());
        strings("labels", m.labels());
        bool("on", m.on());
        strings("include", m.include());
        if (m.fillLeft() != null || m.fillRight() != null) {
            json.key("fillValues").raw('{');
            fill("lhs", m.fillLeft());
            fill("rhs", m.fillRight());
            json.raw('}');
        }
        json.raw('}');
    }

    /** A value that is no number of JSON is a string, as in samples. */
    private void fill(String side, @Nullable Double value) {
        json.key(side);
        if (value == null) {
            json.ascii("null");
        } else if (Double.isNaN(value) || Double.isInfinite(value)) {
            json.string(NumberText.format(value));
        } else {
            json.ascii(NumberText.format(value));
        }
    }
}
