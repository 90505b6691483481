package dev.plumbline.promql.function;

import dev.plumbline.model.Histogram;

/** Takes what a window yields at the current step; calling neither method means: nothing. */
public interface Output extends Notes {

    void set(double value);

    void set(Histogram histogram);
}
