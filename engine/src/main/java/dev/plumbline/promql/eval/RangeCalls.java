package dev.plumbline.promql.eval;

import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.function.RangeFunction;
import dev.plumbline.promql.function.RangeFunctions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Calls of functions over range vectors: their arguments and what they may be applied to. */
final class RangeCalls {
    private final Query query;
    private final Evaluator evaluator;

    RangeCalls(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
    }

    List<Column> evaluate(Expr.Call e, Steps steps) {
        return Columns.mergeEqual(new Streaming(query).collect(source(e, steps), steps.count()));
    }

    /** The call as a source. */
    RangeColumns source(Expr.Call e, Steps steps) {
        Expr matrix = null;
        var scalars = new ArrayList<double[]>(2);
        for (Expr argument : e.args()) {
            if (argument.type() == ValueType.SCALAR) {
                scalars.add(evaluator.scalar(argument, steps));
            } else if (matrix == null && argument.type() == ValueType.MATRIX) {
                matrix = argument;
            }
        }
        Objects.requireNonNull(matrix, "a range function has a range");
        double[][] parameters = scalars.toArray(double[][]::new);
        checkParameters(e.function(), parameters);
        Expr.Extension extension = ExtendedSelectors.extension(matrix);
        RangeFunction function = extension == Expr.Extension.NONE
                ? Objects.requireNonNull(RangeFunctions.byName().get(e.function())) : ExtendedSelectors.function(extension, e.function());
        var call = new RangeColumns.Call(e.function(), function, parameters, e.args().getFirst().span(), extension != Expr.Extension.NONE);
        return new RangeColumns(query, call, evaluator.rangeVector(matrix, steps));
    }

    private static void checkParameters(String function, double[][] parameters) {
        if (!function.equals("double_exponential_smoothing") && !function.equals("holt_winters")) {
            return;
        }
        String[] names = {"smoothing", "trend"};
        for (int p = 0; p < 2; p++) {
            for (double v : parameters[p]) {
                if (v < 0 || v > 1) {
                    throw new dev.plumbline.promql.QueryException(dev.plumbline.promql.QueryException.Type.EXECUTION,
                            "invalid " + names[p] + " factor. Expected: 0 <= " + (p == 0 ? "sf" : "tf") + " <= 1, got: "
                                    + dev.plumbline.promql.function.ShortestDecimal.general(v));
                }
            }
        }
    }
}
