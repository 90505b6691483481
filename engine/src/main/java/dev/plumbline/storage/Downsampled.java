package dev.plumbline.storage;

/**
 * What is known of the part of a series' past of which only aggregate rows are left (docs/formats/downsampling.md).
 *
 * @param resolutionMillis how much the coarsest row covers, ms
 * @param untilMillis the end of the last row, or later: nothing after it is downsampled
 */
public record Downsampled(long resolutionMillis, long untilMillis) {}
