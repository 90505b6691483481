package dev.plumbline.promql;

import java.util.EnumSet;
import java.util.Set;

/**
 * What bounds and shapes every query of an engine.
 *
 * @param lookbackMillis how far back an instant vector looks for a sample, exclusive; at least 1
 * @param maxSamples most samples that one query may hold in memory at a time; at least 1
 * @param maxQueryBytes most memory that one query may hold at a time, in bytes: columns, decoded samples, result; at least 1
 * @param timeoutMillis longest run of one query; at least 1
 * @param defaultSubqueryStepMillis the step of a subquery that names none; at least 1
 * @param features what is switched on
 */
public record EngineOptions(long lookbackMillis, long maxSamples, long maxQueryBytes, long timeoutMillis,
        long defaultSubqueryStepMillis, Set<Feature> features) {
    public EngineOptions {
        if (lookbackMillis < 1 || maxSamples < 1 || maxQueryBytes < 1 || timeoutMillis < 1 || defaultSubqueryStepMillis < 1) {
            throw new IllegalArgumentException("lookback, samples, bytes, timeout and subquery step must be at least 1");
        }
        features = Set.copyOf(features);
    }

    /** Prometheus's defaults: 5 min lookback, 50 M samples, 2 min, 1 min, no feature; and 1/4 of the heap. */
    public static EngineOptions defaults() {
        return new EngineOptions(300_000, 50_000_000, Math.max(1, Runtime.getRuntime().maxMemory() / 4), 120_000, 60_000,
                Set.of());
    }

    public EngineOptions withLookbackMillis(long millis) {
        return new EngineOptions(millis, maxSamples, maxQueryBytes, timeoutMillis, defaultSubqueryStepMillis, features);
    }

    public EngineOptions withMaxSamples(long samples) {
        return new EngineOptions(lookbackMillis, samples, maxQueryBytes, timeoutMillis, defaultSubqueryStepMillis, features);
    }

    public EngineOptions withMaxQueryBytes(long bytes) {
        return new EngineOptions(lookbackMillis, maxSamples, bytes, timeoutMillis, defaultSubqueryStepMillis, features);
    }

    public EngineOptions withTimeoutMillis(long millis) {
        return new EngineOptions(lookbackMillis, maxSamples, maxQueryBytes, millis, defaultSubqueryStepMillis, features);
    }

    public EngineOptions withDefaultSubqueryStepMillis(long millis) {
        return new EngineOptions(lookbackMillis, maxSamples, maxQueryBytes, timeoutMillis, millis, features);
    }

    public EngineOptions withFeatures(Set<Feature> newFeatures) {
        return new EngineOptions(lookbackMillis, maxSamples, maxQueryBytes, timeoutMillis, defaultSubqueryStepMillis, newFeatures);
    }

    private EngineOptions with(Set<Feature> some, boolean enabled) {
        var changed = EnumSet.noneOf(Feature.class);
        changed.addAll(features);
        if (enabled) {
            changed.addAll(some);
        } else {
            changed.removeAll(some);
        }
        return withFeatures(changed);
    }

    public EngineOptions withDelayedNameRemoval(boolean delayed) {
        return with(Set.of(Feature.DELAYED_NAME_REMOVAL), delayed);
    }

    /** Whether the parser takes everything that is behind a feature in Prometheus. */
    public EngineOptions withExperimental(boolean enabled) {
        return with(Set.of(Feature.EXPERIMENTAL_FUNCTIONS, Feature.EXTENDED_RANGE_SELECTORS, Feature.FILL_MODIFIERS), enabled);
    }

    public boolean has(Feature feature) {
        return features.contains(feature);
    }

    public boolean delayedNameRemoval() {
        return has(Feature.DELAYED_NAME_REMOVAL);
    }
}
