package dev.plumbline.promql.parser;

/**
 * Which parts of the language that Prometheus calls experimental are accepted.
 *
 * @param experimentalFunctions functions and aggregators marked experimental ({@code promql-experimental-functions})
 * @param durationExpressions arithmetic in ranges, steps and offsets ({@code promql-duration-expr})
 * @param extendedRangeSelectors {@code anchored} and {@code smoothed} ({@code promql-extended-range-selectors})
 * @param fillModifiers {@code fill}, {@code fill_left}, {@code fill_right} ({@code promql-binop-fill-modifiers})
 */
public record ParserOptions(boolean experimentalFunctions, boolean durationExpressions, boolean extendedRangeSelectors,
        boolean fillModifiers) {
    /** The stable language. */
    public static final ParserOptions STABLE = new ParserOptions(false, false, false, false);

    /** Everything there is. */
    public static final ParserOptions ALL = new ParserOptions(true, true, true, true);
}
