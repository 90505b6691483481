package dev.plumbline.promql.function;

/** What one window yields. Stateless. */
@FunctionalInterface
public interface RangeFunction {

    /**
     * Computes one step.
     *
     * @param window not empty
     * @param parameters values of the scalar arguments at this step, in order
     */
    void apply(Window window, double[] parameters, Output out);
}
