package dev.plumbline.daemon.upstream;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Question;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.parser.ExprPrinter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Asks the cluster for the series that this daemon sent: each selector gets a matcher for each external label, and the labels are taken
 * from what comes back, so that the cluster's series and those here are the same. Who names an external label in a selector asks about the
 * cluster itself: then nothing is added, nothing is taken away, and nothing here is an answer. Immutable.
 */
final class Narrowing {
    private static final String INFO = "info";
    private final Labels external;
    private final List<LabelMatcher> matchers;

    /** @param replicaLabels external labels that the cluster's series do not have */
    Narrowing(Labels external, Set<String> replicaLabels) {
        this.external = external;
        var all = new ArrayList<LabelMatcher>();
        external.forEach((name, value) -> {
            if (!replicaLabels.contains(name)) {
                all.add(LabelMatcher.equal(name, value));
            }
        });
        matchers = List.copyOf(all);
    }

    /** Whether an expression is about the cluster itself. */
    boolean isAboutTheCluster(Expr e) {
        return !external.isEmpty() && selectors(e).anyMatch(v -> namesExternal(v.matchers()));
    }

    boolean namesExternal(Collection<LabelMatcher> given) {
        return given.stream().anyMatch(m -> external.has(m.name()));
    }

    boolean isExternal(String label) {
        return external.has(label);
    }

    private static Stream<Expr.VectorSelector> selectors(Expr e) {
        return switch (e) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> Stream.empty();
            case Expr.VectorSelector v -> Stream.of(v);
            case Expr.MatrixSelector m -> Stream.of(m.vector());
            case Expr.Subquery s -> selectors(s.expr());
            case Expr.Call c -> c.args().stream().flatMap(Narrowing::selectors);
            case Expr.Aggregate a -> Stream.concat(selectors(a.expr()), a.param() == null ? Stream.empty() : selectors(a.param()));
            case Expr.Binary b -> Stream.concat(selectors(b.left()), selectors(b.right()));
            case Expr.Unary u -> selectors(u.expr());
            case Expr.Parens p -> selectors(p.expr());
        };
    }

    /** The text that the cluster is asked. */
    String text(Question question) {
        return matchers.isEmpty() || isAboutTheCluster(question.expr()) ? question.text() : ExprPrinter.print(narrowed(question.expr()));
    }

    /** The matchers that the cluster is asked for; those given unless more are needed. */
    List<LabelMatcher> matchers(List<LabelMatcher> given) {
        return namesExternal(given) ? given : Stream.concat(given.stream(), matchers.stream()).toList();
    }

    private Expr narrowed(Expr e) {
        return switch (e) {
            case Expr.NumberLiteral _, Expr.StringLiteral _ -> e;
            case Expr.VectorSelector v -> narrowed(v);
            case Expr.MatrixSelector m -> new Expr.MatrixSelector(narrowed(m.vector()), m.range(), m.span());
            case Expr.Subquery s -> new Expr.Subquery(narrowed(s.expr()), s.range(), s.step(), s.offset(), s.at(), s.span());
            case Expr.Call c -> new Expr.Call(c.function(), arguments(c), c.type(), c.span());
            case Expr.Aggregate a -> new Expr.Aggregate(a.op(), narrowed(a.expr()), a.param() == null ? null : narrowed(a.param()),
                    a.grouping(), a.without(), a.span());
            case Expr.Binary b -> new Expr.Binary(b.op(), narrowed(b.left()), narrowed(b.right()), b.matching(), b.returnBool(), b.span());
            case Expr.Unary u -> new Expr.Unary(u.minus(), narrowed(u.expr()), u.span());
            case Expr.Parens p -> new Expr.Parens(narrowed(p.expr()), p.span());
        };
    }

    private Expr.VectorSelector narrowed(Expr.VectorSelector v) {
        return new Expr.VectorSelector(v.name(), matchers(v.matchers()), v.offset(), v.at(), v.extension(), v.span());
    }

    /** The second argument of {@code info} selects labels to add, not series. */
    private List<Expr> arguments(Expr.Call c) {
        if (!c.function().equals(INFO)) {
            return c.args().stream().map(this::narrowed).toList();
        }
        var args = new ArrayList<>(c.args());
        args.set(0, narrowed(args.getFirst()));
        return args;
    }

    /** A series' labels without those external ones that have the value that is ours. */
    Labels stripped(Labels labels) {
        Labels.Builder without = null;
        for (int i = 0; i < external.size(); i++) {
            if (external.value(i).equals(labels.get(external.name(i)))) {
                without = without == null ? labels.builder() : without;
                without.remove(external.name(i));
            }
        }
        return without == null ? labels : without.build();
    }
}
