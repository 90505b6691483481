package dev.plumbline.tsdb;

import java.util.List;

/**
 * What remains of a series' floats in {@code (endMillis - resolution, endMillis]}. Contract: docs/formats/downsampling.md.
 *
 * @param samples how many, staleness markers not counted; when 0 only {@code endsStale} means anything
 * @param min NaN only when all samples are; of equal ones the first
 * @param changes samples that differ from the one before in the row
 * @param resets samples that are less than the one before in the row
 * @param before the sum of the values before the resets
 * @param endsStale whether a staleness marker comes last
 */
record AggregateRow(long endMillis, long samples, Edge first, Edge last, double min, double max, long changes, long resets, Total before,
        Total sum, boolean endsStale) {

    /** Whether any of its samples may be in one of the ranges. */
    boolean meets(List<Tombstones.Range> ranges) {
        return Tombstones.meet(ranges, samples > 0 ? first.millis : endMillis, samples > 0 ? last.millis : endMillis);
    }

    /** A sample. */
    record Edge(long millis, double value) {}

    /** A sum: high is it rounded once, high + low is it to twice the digits, mostly exactly. Not finite: low is 0. */
    record Total(double high, double low) {
        static final Total ZERO = new Total(0, 0);
    }
}
