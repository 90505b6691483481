package dev.plumbline.promql.ast;

import java.util.Locale;

/** Aggregation operators; the name in lower case is how the language writes it. */
public enum AggregateOp {
    SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR, TOPK, BOTTOMK, COUNT_VALUES, QUANTILE, LIMITK, LIMIT_RATIO;

    public String keyword() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it takes a parameter before the vector: a number, or (count_values) a string. */
    public boolean hasParameter() {
        return switch (this) {
            case TOPK, BOTTOMK, COUNT_VALUES, QUANTILE, LIMITK, LIMIT_RATIO -> true;
            case SUM, AVG, COUNT, MIN, MAX, GROUP, STDDEV, STDVAR -> false;
        };
    }

    /** limitk and limit_ratio need the feature {@code promql-experimental-functions}. */
    public boolean isExperimental() {
        return this == LIMITK || this == LIMIT_RATIO;
    }
}
