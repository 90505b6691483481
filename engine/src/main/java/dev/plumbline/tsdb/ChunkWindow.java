package dev.plumbline.tsdb;

import dev.plumbline.storage.WindowFigures;
import dev.plumbline.storage.WindowFigures.Figure;

/**
 * The rows of one chunk that a window sees, and how their figures are got with as little unpacking as can be: planned once for a
 * column of times, used for all series that have it. Whole chunks cost no frame. Of a chunk that the window cuts, first and last samples and
 * resets cost the frames of the cuts; a sum costs what is in the window or what is not, whichever is less; an extreme costs nothing when the window has a
 * better one already; all else, and what its summary does not tell, costs what is in the window.
 *
 * @param rows of the chunk
 * @param from first row in the window
 * @param to row behind the last, more than {@code from}
 * @param skipFrom first row that need not be unpacked, when the chunk has a sample in every row
 * @param skipTo row behind the last such; {@code skipFrom} when there is none
 */
record ChunkWindow(int rows, int from, int to, int skipFrom, int skipTo) {

    /** A series' rows of the chunk. */
    interface Rows {
        /** Time of a row, ms. Asked for the first and last rows of series, of whole chunks only mostly rows 0 and {@code rows - 1}. */
        long time(int row);

        /** Unpacks the rows from … to - 1, at least one, and adds their samples. */
        void unpack(int from, int to, WindowFigures figures);
    }

    /** Plans the rows from … to - 1 of a chunk of so many rows, in frames of {@link OpenFrame#MAX_ROWS}. */
    static ChunkWindow of(int rows, int from, int to) {
        return of(rows, from, to, OpenFrame.MAX_ROWS);
    }

    static ChunkWindow of(int rows, int from, int to, int frameRows) {
        if (from < 0 || to <= from || rows < to) {
            throw new IllegalArgumentException("rows " + from + " to " + to + " of " + rows);
        }
        int skipFrom = from == 0 ? 0 : Math.min(to, (from / frameRows + 1) * frameRows);
        int skipTo = to == rows ? rows : (to - 1) / frameRows * frameRows;
        return new ChunkWindow(rows, from, to, skipFrom, Math.max(skipFrom, skipTo));
    }

    boolean isWhole() {
        return from == 0 && to == rows;
    }

    /** Adds what the window sees of the chunk. */
    void add(ChunkSummary summary, Rows samples, WindowFigures figures) {
        boolean known = summary.knows(figures.wanted());
        boolean full = summary.samples() == rows;
        if (known && isWhole()) {
            addWhole(summary, samples, figures);
        } else if (known && full && needsNoSample(summary, figures)) {
            summary.addBetween(figures, from, to);
        } else if (known && full && skipFrom < skipTo && isOfEnds(figures.wanted())) {
            addParts(summary, samples, figures);
        } else if (known && figures.wanted() == Figure.SUM && rows < 2 * (to - from)) {
            addAllButOutside(summary, samples, figures);
        } else {
            samples.unpack(from, to, figures);
        }
    }

    private static boolean needsNoSample(ChunkSummary summary, WindowFigures figures) {
        return figures.wanted() == Figure.COUNT || figures.isBeyond(summary);
    }

    private static boolean isOfEnds(Figure figure) {
        return figure == Figure.ENDS || figure == Figure.RESETS;
    }

    private static void addWhole(ChunkSummary summary, Rows samples, WindowFigures figures) {
        boolean any = summary.samples() > 0;
        summary.addTo(figures, any ? samples.time(summary.firstRow()) : 0, any ? samples.time(summary.lastRow()) : 0);
    }

    /** The sum is exact, so that what is taken away again leaves nothing behind. */
    private void addAllButOutside(ChunkSummary summary, Rows samples, WindowFigures figures) {
        addWhole(summary, samples, figures);
        figures.takeAway(true);
        if (from > 0) {
            samples.unpack(0, from, figures);
        }
        if (to < rows) {
            samples.unpack(to, rows, figures);
        }
        figures.takeAway(false);
    }

    private void addParts(ChunkSummary summary, Rows samples, WindowFigures figures) {
        if (from < skipFrom) {
            samples.unpack(from, skipFrom, figures);
        }
        if (skipFrom == 0) {
            summary.addHead(figures, skipTo, samples.time(0));
        } else if (skipTo == rows) {
            summary.addTail(figures, skipFrom, samples.time(rows - 1));
        } else {
            summary.addBetween(figures, skipFrom, skipTo);
        }
        if (skipTo < to) {
            samples.unpack(skipTo, to, figures);
        }
    }
}
