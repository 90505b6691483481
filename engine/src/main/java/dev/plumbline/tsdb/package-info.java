/**
 * The embedded series store: a write-ahead log and everything it says in memory, packed. {@link dev.plumbline.tsdb.Tsdb}
 * is the only door; it implements {@link dev.plumbline.storage.Storage}.
 *
 * <p>A source of rows (a scrape target) is a <i>group</i>, a table whose rows are timestamps and whose columns are
 * series. Up to 128 rows are the open frame: per column a run of variable-length tokens, the same bytes as in the log.
 * A full frame is sealed into one immutable byte array. Series are found through postings per label and value.
 * Formats: docs/formats/wal.md and docs/formats/frames.md.
 *
 * <p>Locks, in the order in which they may be taken: transactions, group, index, log.
 */
@NullMarked
package dev.plumbline.tsdb;

import org.jspecify.annotations.NullMarked;
