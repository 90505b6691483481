/**
 * Prometheus's chunk encodings: XOR for floats, its encodings of native histograms, and those of both that have start
 * times. Two are written, as remote read streams them; all are read, from the data directories of those who move here. The
 * store has formats of its own (docs/formats). Each chunk begins with the number of its samples, 16 bits big-endian.
 * Source: Prometheus {@code tsdb/docs/format/chunks.md}.
 *
 * <p>What is read is foreign: nothing is allocated for a number that only claims to be true, and what is wrong is a
 * {@link dev.plumbline.prometheuschunk.MalformedChunk}.
 */
@NullMarked
package dev.plumbline.prometheuschunk;

import org.jspecify.annotations.NullMarked;
