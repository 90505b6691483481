package dev.plumbline.promql.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.storage.Queryable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/**
 * Asks the engine and the naive evaluator the same. Equal are the same labels with the same numbers, or such as differ by
 * 1e-12 of the larger of them and 1; where the naive evaluator has no answer the engine must say so too.
 */
record EngineComparison(Engine engine, Queryable storage, List<NaiveSeries> data, String what) {
    private static final double TOLERANCE = 1e-12;

    void range(String query, Engine.Range range) {
        var naive = naive(range.startMillis(), range.endMillis(), range.stepMillis());
        Expr e = engine.parse(query);
        var expected = new ArrayList<Map<Labels, Double>>();
        try {
            for (long t = range.startMillis(); t <= range.endMillis(); t += range.stepMillis()) {
                expected.add(naive.at(e, t));
            }
        } catch (NaiveFailure failure) {
            fails(failure, () -> engine.range(storage, query, range.startMillis(), range.endMillis(), range.stepMillis()));
            return;
        }
        var matrix = (Value.Matrix) engine.range(storage, query, range.startMillis(), range.endMillis(), range.stepMillis()).value();
        long t = range.startMillis();
        for (Map<Labels, Double> step : expected) {
            assertAgree(step, at(matrix, t), what + " at " + t);
            t += range.stepMillis();
        }
    }

    void instant(String query, long time) {
        Expr e = engine.parse(query);
        Map<Labels, Double> expected;
        try {
            expected = naive(time, time, 0).at(e, time);
        } catch (NaiveFailure failure) {
            fails(failure, () -> engine.instant(storage, query, time));
            return;
        }
        Value value = engine.instant(storage, query, time).value();
        Map<Labels, Double> actual = elements(value);
        assertAgree(expected, actual, what + " instant at " + time);
        if (e instanceof Expr.Call c && c.function().startsWith("sort")) {
            assertThat(actual.values()).as(what).containsExactlyElementsOf(expected.values());
        }
    }

    private NaiveEvaluator naive(long start, long end, long step) {
        return new NaiveEvaluator(data, new NaiveEvaluator.Frame(start, end, step, engine.options().lookbackMillis(),
                engine.options().defaultSubqueryStepMillis()));
    }

    private void fails(NaiveFailure expected, ThrowingCallable question) {
        assertThatThrownBy(question).as("%s must fail: %s", what, expected.getMessage()).isInstanceOf(QueryException.class);
    }

    private static Map<Labels, Double> elements(Value value) {
        var out = new LinkedHashMap<Labels, Double>();
        switch (value) {
            case Value.Scalar s -> out.put(Labels.EMPTY, s.value());
            case Value.Vector v -> v.elements().forEach(e -> out.put(e.labels(), e.value()));
            case Value.Matrix _, Value.Text _ -> throw new IllegalArgumentException("no vector: " + value);
        }
        return out;
    }

    private static Map<Labels, Double> at(Value.Matrix matrix, long time) {
        var out = new HashMap<Labels, Double>();
        for (Value.Points p : matrix.series()) {
            for (int i = 0; i < p.times().length; i++) {
                if (p.times()[i] == time) {
                    out.put(p.labels(), p.values()[i]);
                }
            }
        }
        return out;
    }

    private static void assertAgree(Map<Labels, Double> expected, Map<Labels, Double> actual, String what) {
        assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((labels, v) -> assertThat(isClose(v, actual.get(labels)))
                .as("%s: %s is %s, expected %s", what, labels, actual.get(labels), v).isTrue());
    }

    private static boolean isClose(double expected, @Nullable Double actual) {
        if (actual == null || expected == actual || Double.isNaN(expected) && Double.isNaN(actual)) {
            return actual != null;
        }
        return Math.abs(expected - actual) <= TOLERANCE * Math.max(1, Math.max(Math.abs(expected), Math.abs(actual)));
    }
}
