package dev.plumbline.storage;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Optional;

/**
 * Appends the rows of one source, typically a scrape target: a row is one timestamp and the values of many series
 * that come together again and again. A series of the source is a <b>column</b>, a small number that the caller
 * remembers, so that an append costs an array store. Rows that come in order cost no lookup, no allocation and, at
 * commit, one write to the log.
 *
 * <p>Use: {@code begin(t)}, {@code set(column, value)} for each sample, {@code commit()} or {@code rollback()}. A column
 * that is not set in a row has no sample there. To end a series, set it to the staleness marker. Not thread-safe: one
 * owner per source.
 */
public interface RowAppender extends AutoCloseable {

    /** What became of a row. {@code rejections} holds at most {@link #MAX_REJECTIONS_SHOWN}; {@code rejected} counts all. */
    record Outcome(int appended, int rejected, List<Rejection> rejections) {
        public Outcome {
            rejections = List.copyOf(rejections);
        }
    }

    /** How many rejections of a row are told one by one. */
    int MAX_REJECTIONS_SHOWN = 10;

    /** A column, or why there is none. Exactly one of both is meaningful: {@code rejection} is empty on success. */
    record Column(int index, Optional<Rejection> rejection) {}

    /**
     * The column of a series in this source, created when new. Columns are small (0, 1, 2 …), stay what they are until
     * {@link #release}, and are given again after it. May be called inside and outside of a row.
     */
    Column column(Labels labels);

    /** The series behind a column that has not been released. */
    Labels labels(int column);

    /** Starts a row at a time in milliseconds since the epoch. Columns carry over, values do not. */
    void begin(long timeMillis);

    /** Sets a column's value in this row; the last one set wins. Staleness markers are values. */
    void set(int column, double value);

    /** Sets a column to a native histogram in this row; the last one set wins. */
    void set(int column, Histogram histogram);

    /** Says since when the counter counts that the column was set to in this row: ms since the epoch, 0 when not known. */
    void setStart(int column, long startMillis);

    /** Whether the column was set in this row already. */
    boolean isSet(int column);

    /**
     * Makes the row durable, then visible, whole. Samples that are not newer than their series' newest are left out and
     * reported; the same time with the same value is left out silently.
     *
     * @throws dev.plumbline.model.PlumblineException of kind RESOURCE when the log cannot be written (disk full): then
     *     nothing of the row is kept, and the next row may be tried
     */
    Outcome commit();

    /** Forgets the row. */
    void rollback();

    /** Says that the caller forgets this column; it may be given to another series. Not allowed inside a row that set it. */
    void release(int column);

    /** The source is gone. Its series stay. A row that was begun is rolled back. */
    @Override
    void close();
}
