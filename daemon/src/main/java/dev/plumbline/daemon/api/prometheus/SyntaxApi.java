package dev.plumbline.daemon.api.prometheus;

import dev.plumbline.daemon.api.http.Answer;
import dev.plumbline.daemon.api.http.Parameters;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.parser.PromqlPrinter;

/** {@code /format_query} and {@code /parse_query}: expressions as text and as a tree, without evaluation. */
public final class SyntaxApi {
    private final Engine engine;

    public SyntaxApi(Engine engine) {
        this.engine = engine;
    }

    /** {@code /format_query}: the expression in its canonical form, long ones over lines. */
    Answer format(Parameters p) {
        String formatted = PromqlPrinter.pretty(engine.parse(p.get("query")));
        return Envelope.success(json -> json.string(formatted));
    }

    /** {@code /parse_query}: the expression's tree. */
    Answer parse(Parameters p) {
        Expr tree = engine.parse(p.get("query"));
        return Envelope.success(json -> ParseTreeJson.write(json, tree));
    }
}
