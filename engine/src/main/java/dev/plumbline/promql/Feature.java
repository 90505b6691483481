package dev.plumbline.promql;

import java.util.Arrays;
import java.util.Optional;

/** What of PromQL is switched on by a feature of its own in Prometheus. Arithmetic of durations needs none since 3.14. */
public enum Feature {
    /** Functions and aggregators that are marked experimental. */
    EXPERIMENTAL_FUNCTIONS("promql-experimental-functions"),
    /** Arithmetic in ranges, steps and offsets: always on, the name is known for old command lines. */
    DURATION_EXPRESSIONS("promql-duration-expr"),
    /** {@code anchored} and {@code smoothed}. */
    EXTENDED_RANGE_SELECTORS("promql-extended-range-selectors"),
    /** {@code fill}, {@code fill_left}, {@code fill_right}. */
    FILL_MODIFIERS("promql-binop-fill-modifiers"),
    /** Names are dropped at the end of the query instead of at each operator. */
    DELAYED_NAME_REMOVAL("promql-delayed-name-removal"),
    /**
     * {@code rate}, {@code increase}, {@code irate} and {@code resets} look at the start times of samples, and
     * {@code start_timestamp()} yields them.
     */
    START_TIMESTAMPS("use-start-timestamps"),
    /** Whether a metric is a counter is told by its label {@code __type__} instead of by its name. */
    TYPE_AND_UNIT_LABELS("type-and-unit-labels");

    private final String prometheusName;

    Feature(String prometheusName) {
        this.prometheusName = prometheusName;
    }

    /** The name on Prometheus's command line. */
    public String prometheusName() {
        return prometheusName;
    }

    /** The feature of this name, or empty when it is none of PromQL's. */
    public static Optional<Feature> named(String prometheusName) {
        return Arrays.stream(values()).filter(f -> f.prometheusName.equals(prometheusName)).findFirst();
    }
}
