package dev.plumbline.daemon.config;

import org.jspecify.annotations.Nullable;

/**
 * The section storage. {@code outOfOrderWindowMillis} 0 means that samples must come in order; a retention that the
 * file does not give is null (the command line's holds), 0 means no limit of that kind.
 */
public record StorageConfig(long outOfOrderWindowMillis, @Nullable Long retentionMillis, @Nullable Long retentionBytes,
                            long maxExemplars) {
    /** In order only, retention from the command line, 100,000 exemplars. */
    public static final StorageConfig DEFAULT = new StorageConfig(0, null, null, 100_000);
}
