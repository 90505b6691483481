package dev.plumbline.promql.parser;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.ast.Expr;
import java.util.List;

/** Parses PromQL. Thread-safe: no state. */
public final class PromqlParser {
    private PromqlParser() {}

    /**
     * The type-checked tree of a query.
     *
     * @throws dev.plumbline.promql.QueryException of type BAD_DATA, {@code line:column: parse error: …}, when the text is
     *     not PromQL, uses a feature that is off, is longer than 1 Mi characters or nested deeper than 400 levels
     */
    public static Expr parse(String query, ParserOptions options) {
        var text = new QueryText(query);
        Expr e = new ExprParser(new TokenStream(text), options).whole();
        new TypeChecker(text).check(e);
        return e;
    }

    /**
     * The matchers of a series selector, as in the parameter {@code match[]}: a name, braces, or both, without modifiers.
     * They may all match the empty string, and so select everything: whether that is allowed is the caller's to say.
     *
     * @throws dev.plumbline.promql.QueryException as {@link #parse}
     */
    public static List<LabelMatcher> parseSelector(String selector) {
        var text = new QueryText(selector);
        var tokens = new TokenStream(text);
        if (tokens.type() != TokenType.LEFT_BRACE && !tokens.type().isMetricName()) {
            throw tokens.unexpected("", "");
        }
        Expr.VectorSelector v = new SelectorParser(tokens).selector();
        if (tokens.type() != TokenType.END) {
            throw tokens.unexpected("", "");
        }
        return v.matchers();
    }
}
