package dev.plumbline.template;

import dev.plumbline.model.Labels;
import dev.plumbline.template.parse.Expr;
import dev.plumbline.template.parse.Node;
import dev.plumbline.template.parse.Tree;
import dev.plumbline.template.text.ValuePrinter;
import dev.plumbline.template.value.Kind;
import dev.plumbline.template.value.TemplateException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out the nodes of one template. Used once, by one thread. */
final class TreeRunner {
    private final Run run;
    private final Variables variables;
    private final Evaluator evaluator;

    /** How a node ended. */
    private enum Flow { NEXT, BREAK, CONTINUE }

    TreeRunner(Run run, Tree tree, Variables variables) {
        this.run = run;
        this.variables = variables;
        this.evaluator = new Evaluator(run, tree, variables);
    }

    private Tree tree() {
        return evaluator.tree();
    }

    void run(@Nullable Object data) {
        run.enter();
        list(tree().body(), data);
        run.leave();
    }

    private Flow list(List<Node> nodes, @Nullable Object dot) {
        for (Node node : nodes) {
            Flow flow = node(node, dot);
            if (flow != Flow.NEXT) {
                return flow;
            }
        }
        return Flow.NEXT;
    }

    private Flow node(Node node, @Nullable Object dot) {
        try {
            run.spend(1);
            return carryOut(node, dot);
        } catch (TemplateException e) {
            throw e.located() ? e : evaluator.located(node.position(), null, e.getMessage());
        }
    }

    private Flow carryOut(Node node, @Nullable Object dot) {
        switch (node) {
            case Node.Text text -> run.output().literal(text.text());
            case Node.Action action -> action(action, dot);
            case Node.If branch -> {
                return branch(branch.condition(), branch.then(), branch.otherwise(), dot, false);
            }
            case Node.With with -> {
                return branch(with.value(), with.then(), with.otherwise(), dot, true);
            }
            case Node.Range range -> range(range, dot);
            case Node.Break _ -> {
                return Flow.BREAK;
            }
            case Node.Continue _ -> {
                return Flow.CONTINUE;
            }
            case Node.Call call -> run.call(call.name(), call.value() == null ? null : evaluator.pipeline(call.value(), dot));
        }
        return Flow.NEXT;
    }

    private void action(Node.Action action, @Nullable Object dot) {
        Object value = evaluator.pipeline(action.pipeline(), dot);
        if (action.pipeline().variables().isEmpty()) {
            run.spendOn(value);
            run.output().value(value);
        }
    }

    private Flow branch(Expr.Pipeline condition, List<Node> then, List<Node> otherwise, @Nullable Object dot, boolean moves) {
        int mark = variables.mark();
        run.enter();
        Object value = evaluator.pipeline(condition, dot);
        Flow flow = Kind.truth(value) ? list(then, moves ? value : dot) : list(otherwise, dot);
        run.leave();
        variables.forget(mark);
        return flow;
    }

    private void range(Node.Range range, @Nullable Object dot) {
        int mark = variables.mark();
        run.enter();
        Object values = evaluator.value(range.values(), dot);
        if (range.values().setting() == Expr.Setting.DECLARE) {
            range.values().variables().forEach(name -> variables.declare(name, null));
        }
        if (!iterate(range, values)) {
            list(range.otherwise(), dot);
        }
        run.leave();
        variables.forget(mark);
    }

    /** Runs the body for each element; returns whether there was one. */
    private boolean iterate(Node.Range range, @Nullable Object values) {
        return switch (Kind.plain(values)) {
            case null -> false;
            case List<?> list -> overList(range, list);
            case Labels labels -> overMap(range, labels.toMap());
            case Map<?, ?> map -> overMap(range, ValuePrinter.sorted(map));
            case Long count -> overCount(range, count);
            case Integer count -> overCount(range, count);
            default -> throw evaluator.located(range.values().position(), range.values(),
                    "range can't iterate over " + ValuePrinter.text(values));
        };
    }

    private boolean overList(Node.Range range, List<?> list) {
        long i = 0;
        for (Object element : list) {
            if (round(range, i++, element) == Flow.BREAK) {
                break;
            }
        }
        return !list.isEmpty();
    }

    private boolean overMap(Node.Range range, Map<String, ? extends @Nullable Object> map) {
        run.spend(map.size());
        for (var entry : map.entrySet()) {
            if (round(range, entry.getKey(), entry.getValue()) == Flow.BREAK) {
                break;
            }
        }
        return !map.isEmpty();
    }

    private boolean overCount(Node.Range range, long count) {
        if (range.values().variables().size() > 1) {
            throw evaluator.located(range.values().position(), range.values(), "can't use " + count + " to iterate over more than one variable");
        }
        for (long i = 0; i < count; i++) {
            if (round(range, i, i) == Flow.BREAK) {
                break;
            }
        }
        return count > 0;
    }

    private Flow round(Node.Range range, Object index, @Nullable Object element) {
        run.spend(1);
        int mark = variables.mark();
        List<String> names = range.values().variables();
        if (!names.isEmpty()) {
            variables.set(names.getLast(), element);
        }
        if (names.size() > 1) {
            variables.set(names.getFirst(), index);
        }
        Flow flow = list(range.body(), element);
        variables.forget(mark);
        return flow;
    }
}
