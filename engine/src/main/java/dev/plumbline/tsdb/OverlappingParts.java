package dev.plumbline.tsdb;

import dev.plumbline.storage.SampleBuffer;
import dev.plumbline.storage.WindowFigures;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Windows of a series that is on several timelines, because some of its tables overlap in time: where they do their samples are read and merged, and all
 * else is figures as on one timeline. A series that moved from one table of a block to another is such a one until its samples are merged into one column.
 *
 * @param series on several timelines, with nothing late in the window
 */
record OverlappingParts(StoredSeries series) {

    /** A part of one of the timelines. */
    private record Part(Timeline timeline, int index, int column) {
        Rows rows() {
            return timeline.part(index);
        }
    }

    /**
     * Adds the figures of a window in order of time.
     *
     * @return false, with nothing added, when none of them would be of summaries
     */
    boolean window(Snapshot.Span span, SampleBuffer buffer, WindowFigures figures) {
        Part[] parts = parts(span);
        int[] ends = new int[parts.length];
        boolean any = false;
        for (int from = 0; from < parts.length; from = ends[from]) {
            ends[from] = endOfOverlap(parts, from);
            any |= ends[from] == from + 1 && parts[from].rows() instanceof BlockTable;
        }
        for (int from = 0; from < parts.length && any; from = ends[from]) {
            if (ends[from] == from + 1) {
                Part part = parts[from];
                part.timeline.window(part.index, new Timeline.Column(part.column, series.id()), span, buffer, figures);
            } else {
                figures.add(series.raw(extent(parts, from, ends[from], span), buffer));
            }
        }
        return any;
    }

    /** The parts that the window meets, in order of their first rows. */
    private Part[] parts(Snapshot.Span span) {
        var met = new ArrayList<Part>();
        add(series.timeline(), series.columns(), span, met);
        for (StoredSeries.Other other : series.beside().others()) {
            add(other.timeline(), other.columns(), span, met);
        }
        Part[] parts = met.toArray(Part[]::new);
        Arrays.sort(parts, Comparator.comparingLong(p -> p.rows().minTime()));
        return parts;
    }

    private static void add(Timeline timeline, int[] columns, Snapshot.Span span, List<Part> met) {
        for (int i = 0; i < columns.length; i++) {
            if (timeline.part(i).minTime() <= span.max() && timeline.part(i).maxTime() >= span.min()) {
                met.add(new Part(timeline, i, columns[i]));
            }
        }
    }

    /** The first part behind this one that begins after all between have ended. */
    private static int endOfOverlap(Part[] parts, int from) {
        long end = parts[from].rows().maxTime();
        int next = from + 1;
        while (next < parts.length && parts[next].rows().minTime() <= end) {
            end = Math.max(end, parts[next++].rows().maxTime());
        }
        return next;
    }

    private static Snapshot.Span extent(Part[] parts, int from, int to, Snapshot.Span span) {
        long end = Long.MIN_VALUE;
        for (int i = from; i < to; i++) {
            end = Math.max(end, parts[i].rows().maxTime());
        }
        return new Snapshot.Span(Math.max(span.min(), parts[from].rows().minTime()), Math.min(span.max(), end));
    }
}
