package dev.plumbline.daemon.collectors.remotewrite;

/**
 * What bounds the receiver's memory and time.
 *
 * @param maxBodyBytes largest body as it is sent, compressed
 * @param maxDecodedBytes largest body uncompressed; a request that says more is refused before memory is reserved
 * @param concurrent requests that are decoded and written at a time; each has a buffer of at most {@code maxDecodedBytes}
 * @param waitMillis how long a request waits for its turn before the sender is told to come again
 * @param cachedSeries label sets that are kept to be recognised; about 700 bytes each, a power of two
 * @param cachedSymbols strings of labels that are kept to be recognised, a power of two
 * @param metadata metric families whose metadata is kept; the oldest go
 */
public record RemoteWriteLimits(int maxBodyBytes, int maxDecodedBytes, int concurrent, long waitMillis, int cachedSeries,
        int cachedSymbols, int metadata) {
    /** 32 MiB, 64 MiB, 4 at a time, 5 s, 131,072 label sets, 32,768 strings, 20,000 families. */
    public static final RemoteWriteLimits DEFAULTS =
            new RemoteWriteLimits(32 << 20, 64 << 20, 4, 5_000, 1 << 17, 1 << 15, 20_000);

    public RemoteWriteLimits {
        if (maxBodyBytes < 1 || maxDecodedBytes < 1 || concurrent < 1 || waitMillis < 0 || metadata < 1) {
            throw new IllegalArgumentException("limits must be positive");
        }
        if (Integer.bitCount(cachedSeries) != 1 || Integer.bitCount(cachedSymbols) != 1 || cachedSeries < 4 || cachedSymbols < 2) {
            throw new IllegalArgumentException("caches need a power of two, 4 label sets and 2 strings at least");
        }
    }
}
