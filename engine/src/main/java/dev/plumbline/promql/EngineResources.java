package dev.plumbline.promql;

import java.util.concurrent.Executor;

/**
 * What the queries of an engine share with others.
 *
 * @param memory bounds what all queries hold together
 * @param executor runs parts of large queries beside the asking thread, which never waits for a part to begin; a pool of
 *     {@code parallelism - 1} platform threads is enough
 * @param parallelism most threads that work on one query, the asking one included; 1: only that one
 */
public record EngineResources(MemoryPool memory, Executor executor, int parallelism) {
    public EngineResources {
        if (parallelism < 1) {
            throw new IllegalArgumentException("parallelism must be at least 1, not " + parallelism);
        }
    }

    /** Only the asking thread, and no common bound. */
    public static EngineResources alone() {
        return new EngineResources(MemoryPool.unlimited(), Runnable::run, 1);
    }

    /** Only the asking thread. */
    public static EngineResources of(MemoryPool memory) {
        return new EngineResources(memory, Runnable::run, 1);
    }
}
