package dev.plumbline.tsdb;

import dev.plumbline.storage.SampleStretch;
import dev.plumbline.storage.WindowFigures;
import dev.plumbline.storage.WindowFigures.Figure;

/**
 * The figures of one chunk of one series: what a window that holds the whole chunk needs to know of it, and often one that holds
 * a part. Mostly 17 to 30 bytes when written, 60 to 90 ns to read. Layout and contract: docs/formats/frames.md, "Chunk summaries".
 *
 * @param flags of {@link #ROWS} … {@link #STARTS}
 * @param samples how many are no staleness markers; 0: no other figure means anything
 * @param stale how many are
 * @param firstRow row of the chunk at which the first sample is
 * @param lastRow row of the last sample
 * @param resetRows rows of the samples that are smaller than the sample before
 * @param resetValues the samples before them
 * @param min the smallest, the first of equal ones; NaN only when all are
 * @param sumHigh the exact sum rounded once
 * @param sumLow the rest of it
 */
record ChunkSummary(int flags, int samples, int stale, int firstRow, int lastRow, double first, double last, int[] resetRows,
        double[] resetValues, int changes, double min, double max, double sumHigh, double sumLow) implements SampleStretch {
    /** Most resets that are listed. */
    static final int MAX_RESETS = 8;
    static final int ROWS = 1;
    static final int CONSTANT = 1 << 1;
    static final int RESETS = 1 << 2;
    static final int EXTREMES = 1 << 3;
    static final int LOW = 1 << 4;
    static final int NO_SUM = 1 << 5;
    static final int MANY_RESETS = 1 << 6;
    static final int HISTOGRAMS = 1 << 7;
    static final int STARTS = 1 << 8;

    /** Whether the figure of the whole chunk is known; if not, its samples are to be unpacked. */
    boolean knows(Figure figure) {
        if ((flags & HISTOGRAMS) != 0) {
            return false;
        }
        return switch (figure) {
            case COUNT, ENDS, CHANGES, MIN, MAX -> true;
            case RESETS -> (flags & MANY_RESETS) == 0;
            case SUM -> (flags & NO_SUM) == 0;
        };
    }

    /** Adds the whole chunk, which {@link #knows} the figure. The times are those of the first and last row that have a sample. */
    void addTo(WindowFigures figures, long firstMillis, long lastMillis) {
        figures.addMarkers(stale);
        if (samples > 0) {
            figures.add(this, firstMillis, lastMillis);
        }
    }

    /** Adds the rows 0 … to - 1 of a chunk that has a sample in every row; row {@code to} is to be added as a sample next. @param firstMillis time of row 0 */
    void addHead(WindowFigures figures, int to, long firstMillis) {
        figures.beginAt(firstMillis, first);
        addBetween(figures, 0, to);
    }

    /** Adds the rows from … to - 1; row {@code from - 1} was added before, row {@code to} is to be added as a sample next. */
    void addBetween(WindowFigures figures, int from, int to) {
        int begin = 0;
        while (begin < resetRows.length && resetRows[begin] < from) {
            begin++;
        }
        int end = begin;
        while (end < resetRows.length && resetRows[end] <= to) {
            end++;
        }
        figures.passOver(to - from, this, begin, end);
    }

    /** Adds the rows from … to the chunk's end; row {@code from - 1} was added before. @param lastMillis time of the last row */
    void addTail(WindowFigures figures, int from, long lastMillis) {
        addBetween(figures, from, samples);
        figures.endAt(lastMillis, last);
    }

    @Override
    public int resets() {
        return resetRows.length;
    }

    @Override
    public double beforeReset(int i) {
        return resetValues[i];
    }

    /** Appends the summary with its length in front. @param body scratch memory */
    void write(Bytes body, Bytes out) {
        SummaryCoder.write(this, body, out);
    }

    /**
     * Reads what a figure needs, or more; the reader is behind the whole summary then.
     *
     * @throws MalformedBytes when the bytes are no summary
     */
    static ChunkSummary read(Tokens in, Figure figure) {
        return SummaryCoder.read(in, figure);
    }
}
