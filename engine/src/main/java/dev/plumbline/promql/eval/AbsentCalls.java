package dev.plumbline.promql.eval;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.Expr;
import java.util.HashSet;
import java.util.List;

/** {@code absent} and {@code absent_over_time}: one element where there is none, with the labels the selector fixes. */
final class AbsentCalls {
    private final Evaluator evaluator;

    AbsentCalls(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    List<Column> evaluate(Expr.Call c, Steps steps) {
        Expr arg = c.args().getFirst();
        if (ExtendedSelectors.extension(arg) != Expr.Extension.NONE) {
            ExtendedSelectors.function(ExtendedSelectors.extension(arg), c.function());
        }
        boolean[] present = c.function().equals("absent") ? present(evaluator.vector(arg, steps), steps)
                : presentInRange(evaluator.rangeVector(arg, steps));
        Column out = Column.empty(labels(arg), false, steps.count());
        for (int i = 0; i < present.length; i++) {
            if (!present[i]) {
                out.set(i, 1);
            }
        }
        return out.isEmpty() ? List.of() : List.of(out);
    }

    private static boolean[] present(List<Column> columns, Steps steps) {
        boolean[] present = new boolean[steps.count()];
        for (Column c : columns) {
            for (int i = 0; i < present.length; i++) {
                present[i] |= c.has(i);
            }
        }
        return present;
    }

    private static boolean[] presentInRange(RangeVector vector) {
        boolean[] present = new boolean[vector.windows().count()];
        var reader = vector.readers().get();
        for (int s = 0; s < vector.count(); s++) {
            RangeSeries series = reader.apply(s);
            WindowPlan floats = WindowPlan.of(series.times(), series.from(), series.to(), vector.windows());
            WindowPlan histograms = WindowPlan.of(series.histogramTimes(), 0, series.histogramTimes().length, vector.windows());
            for (int i = 0; i < present.length; i++) {
                present[i] |= floats.from[i] < floats.to[i] || histograms.from[i] < histograms.to[i];
            }
        }
        return present;
    }

    private static Labels labels(Expr arg) {
        return switch (arg) {
            case Expr.VectorSelector s -> labels(s.matchers());
            case Expr.MatrixSelector m -> labels(m.vector().matchers());
            case Expr.NumberLiteral _, Expr.StringLiteral _, Expr.Subquery _, Expr.Call _, Expr.Aggregate _, Expr.Binary _,
                    Expr.Unary _, Expr.Parens _ -> Labels.EMPTY;
        };
    }

    private static Labels labels(List<LabelMatcher> matchers) {
        var builder = new Labels.Builder();
        var seen = new HashSet<String>();
        for (LabelMatcher m : matchers) {
            if (m.name().equals(Labels.METRIC_NAME)) {
                continue;
            }
            if (m.type() == LabelMatcher.Type.EQUAL && seen.add(m.name())) {
                builder.set(m.name(), m.value());
            } else {
                builder.remove(m.name());
            }
        }
        return builder.build();
    }
}
