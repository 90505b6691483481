package dev.plumbline.promql.parser;

import dev.plumbline.promql.Feature;
import java.util.Set;

/**
 * Which parts of the language that Prometheus calls experimental, or once did, are accepted.
 *
 * @param experimentalFunctions functions and aggregators marked experimental ({@code promql-experimental-functions})
 * @param durationExpressions arithmetic in ranges, steps and offsets ({@code promql-duration-expr}; always on since 3.14)
 * @param extendedRangeSelectors {@code anchored} and {@code smoothed} ({@code promql-extended-range-selectors})
 * @param fillModifiers {@code fill}, {@code fill_left}, {@code fill_right} ({@code promql-binop-fill-modifiers})
 */
public record ParserOptions(boolean experimentalFunctions, boolean durationExpressions, boolean extendedRangeSelectors,
        boolean fillModifiers) {
    /** What Prometheus takes without features. */
    public static final ParserOptions STABLE = new ParserOptions(false, true, false, false);

    /** Everything there is. */
    public static final ParserOptions ALL = new ParserOptions(true, true, true, true);

    /** What these features switch on. */
    public static ParserOptions of(Set<Feature> features) {
        return new ParserOptions(features.contains(Feature.EXPERIMENTAL_FUNCTIONS), true,
                features.contains(Feature.EXTENDED_RANGE_SELECTORS), features.contains(Feature.FILL_MODIFIERS));
    }
}
