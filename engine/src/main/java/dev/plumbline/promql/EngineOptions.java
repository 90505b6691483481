package dev.plumbline.promql;

/**
 * What bounds and shapes every query of an engine.
 *
 * @param lookbackMillis how far back an instant vector looks for a sample, exclusive; at least 1
 * @param maxSamples most samples that one query may hold in memory at a time; at least 1
 * @param maxQueryBytes most memory that one query may hold at a time, in bytes: columns, decoded samples, result; at least 1
 * @param timeoutMillis longest run of one query; at least 1
 * @param defaultSubqueryStepMillis the step of a subquery that names none; at least 1
 * @param delayedNameRemoval whether names are dropped at the end of the query instead of at each operator
 * @param experimental whether the parser takes everything that is behind a feature flag in Prometheus
 */
public record EngineOptions(long lookbackMillis, long maxSamples, long maxQueryBytes, long timeoutMillis,
        long defaultSubqueryStepMillis, boolean delayedNameRemoval, boolean experimental) {
    public EngineOptions {
        if (lookbackMillis < 1 || maxSamples < 1 || maxQueryBytes < 1 || timeoutMillis < 1 || defaultSubqueryStepMillis < 1) {
            throw new IllegalArgumentException("lookback, samples, bytes, timeout and subquery step must be at least 1");
        }
    }

    /** Prometheus's defaults: 5 min lookback, 50 M samples, 2 min, 1 min, names dropped at once, nothing experimental; 1/4 heap. */
    public static EngineOptions defaults() {
        return new EngineOptions(300_000, 50_000_000, Math.max(1, Runtime.getRuntime().maxMemory() / 4), 120_000, 60_000,
                false, false);
    }

    public EngineOptions withLookbackMillis(long millis) {
        return new EngineOptions(millis, maxSamples, maxQueryBytes, timeoutMillis, defaultSubqueryStepMillis,
                delayedNameRemoval, experimental);
    }

    public EngineOptions withMaxSamples(long samples) {
        return new EngineOptions(lookbackMillis, samples, maxQueryBytes, timeoutMillis, defaultSubqueryStepMillis,
                delayedNameRemoval, experimental);
    }

    public EngineOptions withMaxQueryBytes(long bytes) {
        return new EngineOptions(lookbackMillis, maxSamples, bytes, timeoutMillis, defaultSubqueryStepMillis,
                delayedNameRemoval,
                experimental);
    }

    public EngineOptions withTimeoutMillis(long millis) {
        return new EngineOptions(lookbackMillis, maxSamples, maxQueryBytes, millis, defaultSubqueryStepMillis,
                delayedNameRemoval, experimental);
    }

    public EngineOptions withDefaultSubqueryStepMillis(long millis) {
        return new EngineOptions(lookbackMillis, maxSamples, maxQueryBytes, timeoutMillis, millis, delayedNameRemoval,
                experimental);
    }

    public EngineOptions withDelayedNameRemoval(boolean delayed) {
        return new EngineOptions(lookbackMillis, maxSamples, maxQueryBytes, timeoutMillis, defaultSubqueryStepMillis,
                delayed, experimental);
    }

    public EngineOptions withExperimental(boolean enabled) {
        return new EngineOptions(lookbackMillis, maxSamples, maxQueryBytes, timeoutMillis, defaultSubqueryStepMillis,
                delayedNameRemoval, enabled);
    }
}
