package dev.plumbline.tsdb;

/** A table as a reader sees it: a group's rows in memory, or those of a block. Rows ascend by time. */
sealed interface Rows permits Snapshot, BlockTable {

    /** Time of the first row of the reader's range, or earlier. */
    long minTime();

    /** Time of the last row of the reader's range, or later. */
    long maxTime();

    /** The runs that overlap a range, ascending. */
    Run[] meeting(Snapshot.Span span);
}
