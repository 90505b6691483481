package dev.plumbline.tsdb;

import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Samples;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the aggregate rows of one series, which are in several downsampled tables, in time order. Remembers what it unpacked: windows of one
 * series are asked for one after the other, and overlap. One thread.
 */
final class DownsampledReader {
    private final List<Part> parts;
    private final int wanted;
    private final List<Tombstones.Range> hidden;
    private final @Nullable AggregateColumn[] columns;
    private final @Nullable AggregateFrame[][] frames;
    private final boolean[][] known;
    private long bytes;
    private Snapshot.Span span = new Snapshot.Span(0, -1);
    private int part;
    private int frame;
    private int row;
    private @Nullable AggregateFrame current;

    /** A downsampled table and the series' column in it. */
    record Part(BlockTable table, int column) {}

    /**
     * Reads the figures that are wanted, a bit for each ({@link AggregateFigures}).
     *
     * @param parts ascending by time
     * @param hidden deleted: a row goes when any of its samples may be in one of these
     */
    DownsampledReader(List<Part> parts, int wanted, List<Tombstones.Range> hidden) {
        this.parts = parts;
        this.wanted = wanted;
        this.hidden = hidden;
        columns = new @Nullable AggregateColumn[parts.size()];
        frames = new @Nullable AggregateFrame[parts.size()][];
        known = new boolean[parts.size()][];
    }

    /** Whether this was made for these. */
    boolean reads(List<Part> of, int figures, List<Tombstones.Range> without) {
        return parts == of && wanted == figures && hidden == without;
    }

    /** Bytes of heap that it keeps, about. */
    long bytes() {
        return bytes;
    }

    /** Goes to the rows that end in a range; {@link #next} comes to the first of them. */
    void begin(Snapshot.Span ends) {
        span = ends;
        part = -1;
        frame = Integer.MAX_VALUE;
        current = null;
    }

    /** Goes on; false when there is no more row. */
    boolean next() {
        while (true) {
            AggregateFrame now = current;
            if (now != null && row + 1 < now.rows()) {
                now.moveTo(++row);
                if (now.endMillis() > span.max()) {
                    current = null;
                    frame = Integer.MAX_VALUE;
                } else if (!isHidden(now)) {
                    return true;
                }
            } else if (!nextFrame()) {
                return false;
            }
        }
    }

    private boolean nextFrame() {
        current = null;
        frame = frame == Integer.MAX_VALUE ? frame : frame + 1;
        while (part < 0 || frame >= parts.get(part).table.frames()) {
            if (++part >= parts.size()) {
                return false;
            }
            BlockTable table = parts.get(part).table;
            int first = table.rowAtOrAfter(span.min());
            frame = first < table.rows() ? first / OpenFrame.MAX_ROWS : Integer.MAX_VALUE;
        }
        if (parts.get(part).table.firstTime(frame) > span.max()) {
            frame = Integer.MAX_VALUE;
            return true;
        }
        AggregateFrame read = read();
        current = read;
        row = read == null ? 0 : read.atOrAfter(span.min()) - 1;
        return true;
    }

    private @Nullable AggregateFrame read() {
        BlockTable table = parts.get(part).table;
        int column = parts.get(part).column;
        try {
            AggregateColumn open = columns[part];
            if (open == null) {
                open = table.aggregates(column);
                columns[part] = open;
                frames[part] = new @Nullable AggregateFrame[table.frames()];
                known[part] = new boolean[table.frames()];
                bytes += 32L * table.frames();
            }
            if (!known[part][frame]) {
                frames[part][frame] = open.frame(frame, wanted);
                known[part][frame] = true;
                bytes += 8L * OpenFrame.MAX_ROWS * Integer.bitCount(wanted);
            }
            return frames[part][frame];
        } catch (MalformedBytes | IndexOutOfBoundsException e) {
            throw table.damaged(column, e);
        }
    }

    /** Whether any sample of a row may be deleted. */
    private boolean isHidden(AggregateFrame at) {
        if (hidden.isEmpty()) {
            return false;
        }
        boolean any = at.samples() > 0;
        return Tombstones.meet(hidden, any ? at.firstMillis() : at.endMillis(), any ? at.lastMillis() : at.endMillis());
    }

    /** The row that it stands at. */
    AggregateFrame row() {
        return java.util.Objects.requireNonNull(current, "a row");
    }

    long resolution() {
        return parts.get(part).table.resolution();
    }

    /** The last sample of each row, and a staleness marker at the end of those that end so, in a range; ascending. */
    Samples lasts(Snapshot.Span within) {
        long coarsest = 0;
        for (Part p : parts) {
            coarsest = Math.max(coarsest, p.table.resolution());
        }
        begin(new Snapshot.Span(within.min(), within.max() > Long.MAX_VALUE - coarsest ? within.max() : within.max() + coarsest - 1));
        var times = new long[64];
        var values = new double[64];
        int n = 0;
        while (next()) {
            if (n + 2 > times.length) {
                times = Arrays.copyOf(times, 2 * n);
                values = Arrays.copyOf(values, 2 * n);
            }
            AggregateFrame at = row();
            if (at.samples() > 0 && at.lastMillis() >= within.min() && at.lastMillis() <= within.max()) {
                n -= n > 0 && times[n - 1] == at.lastMillis() ? 1 : 0; // a marker that came before it, moved to the end of its row
                times[n] = at.lastMillis();
                values[n++] = at.last();
            }
            if (at.endsStale() && at.endMillis() <= within.max()) {
                n -= n > 0 && times[n - 1] == at.endMillis() ? 1 : 0;
                times[n] = at.endMillis();
                values[n++] = StaleMarker.VALUE;
            }
        }
        return n == 0 ? Samples.NONE : Samples.floats(times, values, 0, n);
    }
}
