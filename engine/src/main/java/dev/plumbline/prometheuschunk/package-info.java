/**
 * Prometheus's chunk encodings, as remote read streams them: XOR for floats, and its encoding of float histograms. Only
 * written here: the store has formats of its own (docs/formats), and nobody sends us chunks. Each chunk begins with the
 * number of its samples, 16 bits big-endian. Source: Prometheus {@code tsdb/docs/format/chunks.md}.
 */
@NullMarked
package dev.plumbline.prometheuschunk;

import org.jspecify.annotations.NullMarked;
