package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.QueryControl;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.storage.Queryable;
import java.util.List;

/** Asks for a group: one query at a time, which another thread may cancel, and all that follow with it. */
final class RuleQuery {
    private final Engine engine;
    private final Queryable store;
    private volatile QueryControl current = QueryControl.none();
    private volatile boolean canceled;

    RuleQuery(Engine engine, Queryable store) {
        this.engine = engine;
        this.store = store;
    }

    /**
     * The instant vector that an expression yields; a scalar is an element without labels.
     *
     * @throws QueryException when it cannot be evaluated or yields anything else
     */
    List<Value.Element> vector(Expr expr, String text, long timeMillis) {
        var control = QueryControl.none();
        current = control;
        if (canceled) {
            control.cancel();
        }
        return elements(engine.evaluate(store, expr, text, timeMillis, control).value());
    }

    /** The same for the text of a query in a template. */
    List<Value.Element> vector(String text, long timeMillis) {
        return vector(engine.parse(text), text, timeMillis);
    }

    private static List<Value.Element> elements(Value value) {
        return switch (value) {
            case Value.Vector v -> v.elements();
            case Value.Scalar s -> List.of(new Value.Element(Labels.EMPTY, s.timeMillis(), s.value(), null));
            case Value.Text _, Value.Matrix _ ->
                    throw new QueryException(QueryException.Type.EXECUTION, "rule result is not a vector or scalar");
        };
    }

    /** Makes the running query and all later ones fail. */
    void cancel() {
        canceled = true;
        current.cancel();
    }

    boolean isCanceled() {
        return canceled;
    }
}
