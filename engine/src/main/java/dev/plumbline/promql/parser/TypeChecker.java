package dev.plumbline.promql.parser;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.Quoting;
import dev.plumbline.promql.ast.AggregateOp;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Span;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.ast.VectorMatching;
import dev.plumbline.promql.ast.VectorMatching.Cardinality;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether operators, functions and aggregations get the types they take; the first violation is thrown. */
final class TypeChecker {
    private final QueryText query;

    TypeChecker(QueryText query) {
        this.query = query;
    }

    void check(Expr e) {
        switch (e) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> {
                // always right
            }
            case Expr.VectorSelector v -> vector(v, false);
            case Expr.MatrixSelector m -> vector(m.vector(), false);
            case Expr.Subquery s -> subquery(s);
            case Expr.Call c -> call(c);
            case Expr.Aggregate a -> aggregate(a);
            case Expr.Binary b -> binary(b);
            case Expr.Unary u -> unary(u);
            case Expr.Parens p -> check(p.expr());
        }
    }

    private void vector(Expr.VectorSelector v, boolean emptyAllowed) {
        if (!v.name().isEmpty()) {
            for (LabelMatcher m : v.matchers().subList(0, v.matchers().size() - 1)) {
                if (m.name().equals(Labels.METRIC_NAME)) {
                    throw query.error(v.span(), "metric name must not be set twice: " + Quoting.quote(v.name()) + " or "
                            + Quoting.quote(m.value()));
                }
            }
        } else if (!emptyAllowed && v.matchers().stream().allMatch(LabelMatcher::matchesEmpty)) {
            throw query.error(v.span(), "vector selector must contain at least one non-empty matcher");
        }
    }

    private void subquery(Expr.Subquery s) {
        check(s.expr());
        if (s.expr().type() != ValueType.VECTOR) {
            throw query.error(s.span(), "subquery is only allowed on instant vector, got " + s.expr().type().apiName()
                    + " instead");
        }
    }

    private void expect(Expr e, ValueType wanted, String context) {
        check(e);
        if (e.type() != wanted) {
            throw query.error(e.span(), "expected type " + wanted.description() + " in " + context + ", got "
                    + e.type().description());
        }
    }

    private void aggregate(Expr.Aggregate a) {
        expect(a.expr(), ValueType.VECTOR, "aggregation expression");
        if (a.param() != null) {
            expect(a.param(), a.op() == AggregateOp.COUNT_VALUES ? ValueType.STRING : ValueType.SCALAR, "aggregation parameter");
        }
    }

    private void call(Expr.Call c) {
        FunctionSignature f = Functions.lookup(c.function());
        if (f == null) {
            throw query.error(c.span(), "unknown function with name " + Quoting.quote(c.function()));
        }
        count(c, f);
        String context = "call to function " + Quoting.quote(f.name());
        boolean info = f.name().equals("info");
        if (info && c.args().size() > 1) {
            labelSelector(c.args().get(1));
        }
        for (int i = 0; i < c.args().size(); i++) {
            if (!(info && i == 1)) {
                expect(c.args().get(i), f.argTypes().get(Math.min(i, f.argTypes().size() - 1)), context);
            }
        }
    }

    private void labelSelector(Expr e) {
        if (!(e instanceof Expr.VectorSelector v)) {
            throw query.error(e.span(), "expected label selectors only");
        }
        if (!v.name().isEmpty()) {
            throw query.error(e.span(), "expected label selectors only, got vector selector instead");
        }
        vector(v, true);
    }

    private void count(Expr.Call c, FunctionSignature f) {
        int wanted = f.argTypes().size();
        int got = c.args().size();
        String problem = null;
        if (f.variadic() == 0 && got != wanted) {
            problem = "expected " + wanted;
        } else if (f.variadic() != 0 && got < wanted - 1) {
            problem = "expected at least " + (wanted - 1);
        } else if (f.variadic() > 0 && got > wanted - 1 + f.variadic()) {
            problem = "expected at most " + (wanted - 1 + f.variadic());
        }
        if (problem != null) {
            throw query.error(c.span(), problem + " argument(s) in call to " + Quoting.quote(f.name()) + ", got " + got);
        }
    }

    private void unary(Expr.Unary u) {
        check(u.expr());
        ValueType type = u.expr().type();
        if (type != ValueType.SCALAR && type != ValueType.VECTOR) {
            throw query.error(u.span(), "unary expression only allowed on expressions of type scalar or instant vector, got "
                    + Quoting.quote(type.description()));
        }
    }

    private void binary(Expr.Binary b) {
        check(b.left());
        check(b.right());
        if (b.returnBool() && !b.op().isComparison()) {
            throw query.error(operator(b), "bool modifier can only be used on comparison operators");
        }
        boolean scalars = b.left().type() == ValueType.SCALAR && b.right().type() == ValueType.SCALAR;
        if (b.op().isComparison() && !b.returnBool() && scalars) {
            throw query.error(operator(b), "comparisons between scalars must use BOOL modifier");
        }
        if (b.matching() != null) {
            included(b, b.matching());
        }
        operand(b.left());
        operand(b.right());
        boolean vectors = b.left().type() == ValueType.VECTOR && b.right().type() == ValueType.VECTOR;
        if (!vectors && b.matching() != null) {
            throw query.error(b.span(), "vector matching only allowed between instant vectors");
        }
        if (b.op().isSet()) {
            set(b, b.matching());
        }
    }

    private Span operator(Expr.Binary b) {
        return new Span(query.afterSpace(b.left().span().end()), b.right().span().start());
    }

    private void included(Expr.Binary b, VectorMatching m) {
        List<String> both = m.on() ? m.labels().stream().filter(m.include()::contains).toList() : List.of();
        if (!both.isEmpty()) {
            throw query.error(operator(b), "label " + Quoting.quote(both.getFirst())
                    + " must not occur in ON and GROUP clause at once");
        }
    }

    private void operand(Expr e) {
        if (e.type() != ValueType.SCALAR && e.type() != ValueType.VECTOR) {
            throw query.error(e.span(), "binary expression must contain only scalar and instant vector types");
        }
    }

    private void set(Expr.Binary b, @Nullable VectorMatching m) {
        if (m == null) {
            throw query.error(b.span(), "set operator " + Quoting.quote(b.op().symbol())
                    + " not allowed in binary scalar expression");
        }
        if (m.cardinality() != Cardinality.MANY_TO_MANY) {
            throw query.error(b.span(), "no grouping allowed for " + Quoting.quote(b.op().symbol()) + " operation");
        }
        if (m.fillLeft() != null || m.fillRight() != null) {
            throw query.error(b.span(), "filling in missing series not allowed for set operators");
        }
    }
}
