package dev.plumbline.tsdb;

import java.util.Map;

/**
 * A snapshot of the store's counters. Counters start at 0 when the store is opened; sizes are in bytes.
 *
 * @param rejected samples not taken, by {@link dev.plumbline.storage.Rejection#reason()}
 * @param bytesCut bytes of log cut off because of damage
 * @param series in memory; those that are in blocks only are not counted
 */
public record TsdbStats(
        int series, int groups, int frames, long samples, Map<String, Long> rejected, long openBytes, long sealedBytes,
        long walBytes, int walSegments, long syncs, long syncFailures, long writeFailures, long corruptions, long bytesCut,
        long replayMillis, long replaySamples, long seriesRemoved, int blocks, long blockBytes) {
    public TsdbStats {
        rejected = Map.copyOf(rejected);
    }
}
