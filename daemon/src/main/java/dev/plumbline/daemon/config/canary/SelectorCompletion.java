package dev.plumbline.daemon.config.canary;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Adds matchers to every selector of a query, for the labels that the selector leaves out. */
final class SelectorCompletion {
    private final List<LabelMatcher> matchers;
    private final List<Expr.VectorSelector> selectors = new ArrayList<>();

    private SelectorCompletion(List<LabelMatcher> matchers) {
        this.matchers = matchers;
    }

    /**
     * The query with the matchers, else as it is written.
     *
     * @param selector matchers in braces
     * @throws dev.plumbline.promql.QueryException when one of both is no PromQL
     */
    static String complete(String promql, String selector) {
        var completion = new SelectorCompletion(PromqlParser.parseSelector(selector));
        completion.collect(PromqlParser.parse(promql, ParserOptions.ALL));
        return completion.written(promql.getBytes(StandardCharsets.UTF_8));
    }

    private void collect(Expr expr) {
        switch (expr) {
            case Expr.NumberLiteral n -> { }
            case Expr.StringLiteral s -> { }
            case Expr.VectorSelector v -> selectors.add(v);
            case Expr.MatrixSelector m -> selectors.add(m.vector());
            case Expr.Subquery s -> collect(s.expr());
            case Expr.Call c -> c.args().forEach(this::collect);
            case Expr.Aggregate a -> {
                collect(a.expr());
                Expr param = a.param();
                if (param != null) {
                    collect(param);
                }
            }
            case Expr.Binary b -> {
                collect(b.left());
                collect(b.right());
            }
            case Expr.Unary u -> collect(u.expr());
            case Expr.Parens p -> collect(p.expr());
        }
    }

    private String written(byte[] promql) {
        var out = new StringBuilder();
        int at = 0;
        selectors.sort(Comparator.comparingInt(v -> v.span().start()));
        for (Expr.VectorSelector v : selectors) {
            String missing = matchers.stream().filter(m -> v.matchers().stream().noneMatch(have -> have.name().equals(m.name())))
                    .map(LabelMatcher::toString).collect(Collectors.joining(","));
            int name = v.span().start() + v.name().getBytes(StandardCharsets.UTF_8).length;
            int brace = skipSpace(promql, name);
            boolean braces = brace < v.span().end() && promql[brace] == '{';
            if (!missing.isEmpty()) {
                int end = braces ? brace + 1 : name;
                boolean empty = braces && promql[skipSpace(promql, end)] == '}';
                out.append(text(promql, at, end)).append(braces ? missing + (empty ? "" : ",") : "{" + missing + "}");
                at = end;
            }
        }
        return out.append(text(promql, at, promql.length)).toString();
    }

    private static int skipSpace(byte[] text, int from) {
        int at = from;
        while (at < text.length && Character.isWhitespace(text[at])) {
            at++;
        }
        return at;
    }

    private static String text(byte[] utf8, int from, int to) {
        return new String(utf8, from, to - from, StandardCharsets.UTF_8);
    }
}
