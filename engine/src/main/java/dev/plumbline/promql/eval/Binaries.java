package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.promql.ast.BinaryOp;
import dev.plumbline.promql.ast.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Binary operators by the kinds of their sides; two vectors go to {@link VectorMatches} or {@link SetOperations}. */
final class Binaries {
    private final Query query;
    private final Evaluator evaluator;

    Binaries(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
    }

    Operand evaluate(Expr.Binary b, Steps steps) {
        Operand left = evaluator.evaluate(b.left(), steps);
        Operand right = evaluator.evaluate(b.right(), steps);
        return switch (left) {
            case Operand.Scalar l -> switch (right) {
                case Operand.Scalar r -> new Operand.Scalar(scalars(b.op(), l.values(), r.values()));
                case Operand.Vector r -> new Operand.Vector(mixed(b, r.columns(), l.values(), true));
                case Operand.Text t -> t;
            };
            case Operand.Vector l -> switch (right) {
                case Operand.Scalar r -> new Operand.Vector(mixed(b, l.columns(), r.values(), false));
                case Operand.Vector r -> new Operand.Vector(vectors(b, l.columns(), r.columns(), steps.count()));
                case Operand.Text t -> t;
            };
            case Operand.Text t -> t;
        };
    }

    private List<Column> vectors(Expr.Binary b, List<Column> left, List<Column> right, int steps) {
        var matching = Objects.requireNonNull(b.matching());
        return b.op().isSet() ? SetOperations.apply(b.op(), matching, left, right, steps)
                : new VectorMatches(query, b, matching, left, right).evaluate(steps);
    }

    private static double[] scalars(BinaryOp op, double[] l, double[] r) {
        double[] out = new double[l.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = op.isComparison() ? Arithmetic.compare(op, l[i], r[i]) ? 1 : 0 : Arithmetic.apply(op, l[i], r[i]);
        }
        return out;
    }

    /** A vector and a scalar; {@code swapped}: the scalar is on the left. A comparison keeps the vector's value. */
    private List<Column> mixed(Expr.Binary b, List<Column> vector, double[] scalar, boolean swapped) {
        boolean dropsName = b.op().changesMetric() || b.returnBool();
        var arithmetic = new Arithmetic(b, query.annotations);
        var out = new ArrayList<Column>(vector.size());
        for (Column c : vector) {
            Column result = dropsName ? evaluator.named(c, scalar.length) : Column.empty(c.labels, c.dropName, scalar.length);
            for (int i = 0; i < scalar.length; i++) {
                if (c.has(i)) {
                    element(arithmetic, result, i, new Pair(c, scalar[i], swapped));
                }
            }
            out.add(result);
        }
        return Columns.mergeEqual(out);
    }

    private record Pair(Column column, double scalar, boolean swapped) {}

    private static void element(Arithmetic arithmetic, Column result, int i, Pair p) {
        Histogram h = p.column.histogram(i);
        if (h == null) {
            double v = p.column.values[i];
            arithmetic.floats(result, i, p.swapped ? p.scalar : v, p.swapped ? v : p.scalar, v);
        } else if (p.swapped) {
            arithmetic.element(result, i, new Arithmetic.Side(p.scalar, null), new Arithmetic.Side(0, h));
        } else {
            arithmetic.element(result, i, new Arithmetic.Side(0, h), new Arithmetic.Side(p.scalar, null));
        }
    }
}
