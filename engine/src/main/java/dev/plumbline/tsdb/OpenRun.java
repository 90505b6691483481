package dev.plumbline.tsdb;

import dev.plumbline.model.Histogram;
import java.util.BitSet;

/**
 * The open frame as it was at one moment. It shares the slab and the times with the frame, which only ever writes
 * behind what is visible here, and owns the small arrays that say where each column's tokens end.
 */
record OpenRun(long[] rowTimes, int rows, byte[] slab, int[] series, int[] offsets, int[] lengths, BitSet rich) implements Run {

    @Override
    public long minTime() {
        return rowTimes[0];
    }

    @Override
    public long maxTime() {
        return rowTimes[rows - 1];
    }

    @Override
    public boolean has(int column, int seriesId) {
        return column < lengths.length && lengths[column] > 0 && series[column] == seriesId;
    }

    @Override
    public boolean isFull(int column) {
        if (rich.get(column)) {
            return false;
        }
        var tokens = new Tokens().on(slab, offsets[column], offsets[column] + lengths[column]);
        int found = 0;
        while (tokens.more() && tokens.passDecimal()) {
            found++;
        }
        return found == rows && !tokens.more();
    }

    @Override
    public void times(long[] out, int at) {
        System.arraycopy(rowTimes, 0, out, at, rows);
    }

    @Override
    public boolean values(int column, double[] out, Place place) {
        var tokens = new Tokens().on(slab, offsets[column], offsets[column] + lengths[column]);
        int row = place.at();
        int end = row + place.limit();
        while (tokens.more() && row < end) {
            row = tokens.deltas(out, row, end);
            if (!tokens.more() || row == end) {
                break;
            }
            tokens.next();
            if (tokens.kind == Tokens.ABSENT) {
                place.missing().set(row, row + (int) tokens.run);
                row += (int) tokens.run;
            } else {
                out[row++] = tokens.value;
            }
        }
        place.missing().set(row, tokens.more() ? row : place.at() + rows);
        return rich.get(column);
    }

    @Override
    public void extras(int column, double[] values, int at, Extras out) {
        var tokens = new Tokens().on(slab, offsets[column], offsets[column] + lengths[column]);
        var bodies = new Tokens();
        Histogram before = null;
        int row = at;
        while (tokens.more()) {
            tokens.next();
            if (tokens.kind == Tokens.ABSENT) {
                row += (int) tokens.run;
                continue;
            }
            before = tokens.histogramEnd == 0 ? null
                    : HistogramCoder.read(bodies.on(slab, tokens.histogramAt, tokens.histogramEnd), tokens.value, before);
            out.put(row++, before, tokens.start);
        }
    }
}
