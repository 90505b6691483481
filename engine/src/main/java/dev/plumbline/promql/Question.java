package dev.plumbline.promql;

import dev.plumbline.promql.ast.Expr;

/**
 * What an engine is asked.
 *
 * @param expr parsed and type-checked
 * @param text what {@code expr} was parsed from
 * @param startMillis the first step, ms since the epoch; an instant query's only one
 * @param endMillis the end, inclusive, which the last step may fall short of
 * @param stepMillis between steps, at least 1
 * @param isRange whether it is a range query, even one of a single step
 * @param lookbackMillis how far back an instant vector looks for a sample, at least 1
 */
public record Question(Expr expr, String text, long startMillis, long endMillis, long stepMillis, boolean isRange, long lookbackMillis) {

    /** The same of other steps, which must be steps of this one. */
    public Question within(long firstMillis, long lastMillis) {
        return new Question(expr, text, firstMillis, lastMillis, stepMillis, isRange, lookbackMillis);
    }

    /** The last step. */
    public long lastStepMillis() {
        return startMillis + (endMillis - startMillis) / stepMillis * stepMillis;
    }
}
