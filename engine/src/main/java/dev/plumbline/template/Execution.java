package dev.plumbline.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a template is run.
 *
 * @param functions those that it was parsed with, or some that hide them with the same names; null for the former
 * @param variables values of the predeclared variables, in their order
 */
public record Execution(@Nullable Functions functions, List<? extends @Nullable Object> variables, MissingKey missingKey, Limits limits) {
    public static final Execution DEFAULT = new Execution(null, List.of(), MissingKey.ZERO, Limits.DEFAULT);

    /** What a key that a map does not have stands for. */
    public enum MissingKey {
        /** The zero value: "" in a map of strings, else nil. */
        ZERO,
        /** A mistake, which ends the execution. */
        ERROR
    }

    /** With these functions. */
    public static Execution with(Functions functions) {
        return new Execution(functions, List.of(), MissingKey.ZERO, Limits.DEFAULT);
    }

    /** With these functions and values of variables. */
    public static Execution with(Functions functions, List<? extends @Nullable Object> variables) {
        return new Execution(functions, variables, MissingKey.ZERO, Limits.DEFAULT);
    }
}
