package dev.plumbline.daemon.api.external;

import java.util.Set;

/**
 * One part of a label selector.
 *
 * @param values for {@link Operator#IN} and {@link Operator#NOT_IN}; empty for the others
 */
record Requirement(String key, Operator operator, Set<String> values) {
    Requirement {
        values = Set.copyOf(values);
    }

    /** What is asked of a label. */
    enum Operator {
        /** It is there with one of the values; also {@code =} and {@code ==}. */
        IN,
        /** It is not there, or has none of the values; also {@code !=}. */
        NOT_IN,
        /** It is there. */
        EXISTS,
        /** It is not there. */
        DOES_NOT_EXIST
    }

    /** @param has whether the label is there */
    boolean matches(boolean has, String value) {
        return switch (operator) {
            case IN -> has && values.contains(value);
            case NOT_IN -> !has || !values.contains(value);
            case EXISTS -> has;
            case DOES_NOT_EXIST -> !has;
        };
    }
}
