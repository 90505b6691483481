package dev.plumbline.daemon.remotewrite.queue;

/**
 * What was found in a segment of another process.
 *
 * @param end where the last good record ends
 * @param series how many it defines
 * @param samples how many it holds in records that are not void
 */
record SegmentEnd(long segment, long end, int series, long samples) {}
