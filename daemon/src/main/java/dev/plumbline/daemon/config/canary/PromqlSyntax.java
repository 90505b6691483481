package dev.plumbline.daemon.config.canary;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;

/** The syntax check by the engine's own parser. Thread-safe. */
public final class PromqlSyntax implements QuerySyntax {
    private final ParserOptions options;

    /** A check that lets pass what the given features allow; the same ones the engine runs with. */
    public PromqlSyntax(ParserOptions options) {
        this.options = options;
    }

    @Override
    public void expression(String promql) {
        Expr expr = PromqlParser.parse(promql, options);
        if (expr.type() != ValueType.VECTOR && expr.type() != ValueType.SCALAR) {
            throw new QueryException(QueryException.Type.BAD_DATA,
                    "1:1: parse error: the query must yield one number, for example by sum(rate(...)), and yields a " + expr.type());
        }
    }

    @Override
    public void selector(String promql) {
        if (PromqlParser.parseSelector(promql).stream().allMatch(LabelMatcher::matchesEmpty)) {
            throw new QueryException(QueryException.Type.BAD_DATA,
                    "1:1: parse error: a selector must contain at least one non-empty matcher");
        }
    }
}
