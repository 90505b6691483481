package dev.plumbline.promql.eval;

import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What is the same for every node of one running query: where series come from, settings, bounds, annotations. Queriers
 * stay open until the query is closed. One thread.
 */
public final class Query implements AutoCloseable {
    private final Queryable store;
    private final List<Querier> open = new ArrayList<>();
    final EngineOptions options;
    final long lookbackMillis;
    final Budget budget;
    final Annotations annotations;
    final Steps steps;
    final boolean isRange;
    private final long endMillis;
    final Durations durations;
    /** Selectors of whose histograms only count and sum are asked for, by identity. */
    final Set<Expr.VectorSelector> countsOnly = Collections.newSetFromMap(new IdentityHashMap<>());

    /**
     * What is asked for.
     *
     * @param isRange whether it is a range query, even one of a single step
     * @param endMillis the end that was asked for, which the last step may fall short of
     */
    public record Frame(Steps steps, boolean isRange, long lookbackMillis, long endMillis) {}

    public Query(Queryable store, EngineOptions options, Budget budget, Frame frame, Annotations annotations) {
        this.store = store;
        this.options = options;
        this.lookbackMillis = frame.lookbackMillis;
        this.budget = budget;
        this.annotations = annotations;
        this.steps = frame.steps;
        this.isRange = frame.isRange;
        this.endMillis = frame.endMillis;
        this.durations = new Durations(isRange ? steps.stepMillis() : 0, endMillis() - startMillis());
    }

    long startMillis() {
        return steps.startMillis();
    }

    long endMillis() {
        return endMillis;
    }

    boolean dropsNamesLate() {
        return options.delayedNameRemoval();
    }

    Querier querier(long minMillis, long maxMillis) {
        Querier querier = store.querier(minMillis, maxMillis);
        open.add(querier);
        return querier;
    }

    @Override
    public void close() {
        open.forEach(Querier::close);
    }
}
