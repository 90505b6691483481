package dev.plumbline.analysis.sequential;

/** Where a {@link LimitTest} stands: running sums, and the most evidence there ever was for either side, as natural logarithms. */
public record LimitState(Dispersion baseline, Dispersion canary, double highestWorse, double highestWithin) {}
