/**
 * Reads the data directory of a Prometheus server, so that who moves here keeps the history: immutable blocks (index
 * versions 1 to 3, chunks of every encoding, tombstones), the write-ahead log with its checkpoint, and the log of what came
 * late. {@link dev.plumbline.prometheusdata.PrometheusDirectory} says what is there and hands it out range by range, oldest
 * first, each series once per range in ascending order with its samples strictly ascending
 * ({@link dev.plumbline.prometheusdata.ImportSink}): whatever overlapped or was doubled is merged, what was deleted is left out.
 *
 * <p>Every checksum is checked. Damage is isolated: the chunk, series, record or file that has it is left out and named in
 * the {@link dev.plumbline.prometheusdata.ImportReport} with file and offset, all else is read. Memory is bounded by one series of
 * one range, the labels of the log's series, and a given number of the log's samples. Nothing is written here. Source of
 * the formats: Prometheus {@code tsdb/docs/format}.
 */
@NullMarked
package dev.plumbline.prometheusdata;

import org.jspecify.annotations.NullMarked;
