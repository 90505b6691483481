package dev.plumbline.analysis.sequential;

/**
 * Where an {@link EventComparison} stands, as plain numbers.
 *
 * @param baseline unsteadiness of the stable version's rate, its time before the release included
 * @param canary of the canary's
 * @param margin the test
 */
public record ComparisonState(Dispersion baseline, Dispersion canary, MarginState margin) {}
