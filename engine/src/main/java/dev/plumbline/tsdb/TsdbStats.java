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
        long replayMillis, long replaySamples, long seriesRemoved, int blocks, long blockBytes, Late late) {

    /**
     * Samples out of order.
     *
     * @param floats taken
     * @param histograms taken
     * @param bytes of those that are not on disk yet
     * @param rejectedHistograms of {@link TsdbStats#rejected}, those that were histograms
     */
    public record Late(long floats, long histograms, long bytes, Map<String, Long> rejectedHistograms) {
        public Late {
            rejectedHistograms = Map.copyOf(rejectedHistograms);
        }
    }

    public TsdbStats {
        rejected = Map.copyOf(rejected);
    }
}
