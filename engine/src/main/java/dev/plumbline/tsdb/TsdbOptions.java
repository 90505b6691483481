package dev.plumbline.tsdb;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of a store.
 *
 * @param folder data directory; created when absent
 * @param retention samples older than this, counted from the newer of wall clock and newest sample's earlier one, are dropped
 * @param memoryBytes budget for frames in memory; beyond it a block is written early
 * @param segmentBytes size at which a new log segment starts, 64 KiB … 1 GiB
 * @param syncEvery longest time between a write and its fsync: the window of a power loss
 * @param maxSeries series in memory at most; a sample of one more is rejected
 * @param blockRange length of the smallest blocks on disk; a range is written when the newest sample is half of it beyond
 * @param diskBytes blocks on disk at most; beyond it the oldest go
 */
public record TsdbOptions(
        Path folder, Duration retention, long memoryBytes, long segmentBytes, Duration syncEvery, int maxSeries,
        Duration blockRange, long diskBytes) {

    public TsdbOptions {
        require(!retention.isNegative() && !retention.isZero(), "retention must be positive, not " + retention);
        require(memoryBytes >= 1 << 20, "memoryBytes must be at least 1 MiB, not " + memoryBytes);
        require(segmentBytes >= 1 << 16 && segmentBytes <= 1 << 30, "segmentBytes must be 64 KiB to 1 GiB, not " + segmentBytes);
        require(syncEvery.toMillis() >= 1, "syncEvery must be at least 1 ms, not " + syncEvery);
        require(blockRange.toMillis() >= 1000, "blockRange must be at least 1 s, not " + blockRange);
        require(diskBytes > 0, "diskBytes must be positive, not " + diskBytes);
        require(maxSeries > 0, "maxSeries must be positive, not " + maxSeries);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** 35 days, half of the heap, segments of 128 MiB, fsync each second, 10 million series, blocks of 2 hours, no limit on disk. */
    public static TsdbOptions defaults(Path folder) {
        return new TsdbOptions(folder, Duration.ofDays(35), Math.max(64 << 20, Runtime.getRuntime().maxMemory() / 2), 128 << 20,
                Duration.ofSeconds(1), 10_000_000, Duration.ofHours(2), Long.MAX_VALUE);
    }

    public TsdbOptions withRetention(Duration value) {
        return new TsdbOptions(folder, value, memoryBytes, segmentBytes, syncEvery, maxSeries, blockRange, diskBytes);
    }

    public TsdbOptions withMemoryBytes(long value) {
        return new TsdbOptions(folder, retention, value, segmentBytes, syncEvery, maxSeries, blockRange, diskBytes);
    }

    public TsdbOptions withSegmentBytes(long value) {
        return new TsdbOptions(folder, retention, memoryBytes, value, syncEvery, maxSeries, blockRange, diskBytes);
    }

    public TsdbOptions withSyncEvery(Duration value) {
        return new TsdbOptions(folder, retention, memoryBytes, segmentBytes, value, maxSeries, blockRange, diskBytes);
    }

    public TsdbOptions withMaxSeries(int value) {
        return new TsdbOptions(folder, retention, memoryBytes, segmentBytes, syncEvery, value, blockRange, diskBytes);
    }

    public TsdbOptions withBlockRange(Duration value) {
        return new TsdbOptions(folder, retention, memoryBytes, segmentBytes, syncEvery, maxSeries, value, diskBytes);
    }

    public TsdbOptions withDiskBytes(long value) {
        return new TsdbOptions(folder, retention, memoryBytes, segmentBytes, syncEvery, maxSeries, blockRange, value);
    }
}
