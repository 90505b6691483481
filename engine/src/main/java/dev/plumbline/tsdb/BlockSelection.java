package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import java.util.Arrays;
import java.util.List;

/**
 * Series of a block that a selector found, in ascending order of their labels, with where their samples are: read from the index once and
 * kept, since queries ask for the same series again. About 24 bytes a series beside the labels. Immutable.
 */
final class BlockSelection {
    static final BlockSelection NONE = new BlockSelection(new Builder(0));
    private static final int NUMBERS = 4; // table, column, first row, last row

    private final Labels[] labels;
    private final int[] ends;
    private final int[] places;

    private BlockSelection(Builder read) {
        labels = read.labels;
        ends = read.ends;
        places = Arrays.copyOf(read.places, read.used * NUMBERS);
    }

    int size() {
        return labels.length;
    }

    Labels labels(int i) {
        return labels[i];
    }

    /** All of them; not to be written. */
    List<Labels> all() {
        return Arrays.asList(labels);
    }

    /** The places of the i-th series are those from here to {@link #end}, exclusive. */
    int begin(int i) {
        return i == 0 ? 0 : ends[i - 1];
    }

    int end(int i) {
        return ends[i];
    }

    int table(int place) {
        return places[place * NUMBERS];
    }

    int column(int place) {
        return places[place * NUMBERS + 1];
    }

    /** Whether samples of a place can be within a range. */
    boolean meets(int place, BlockTable[] tables, Snapshot.Span span) {
        return tables[table(place)].meets(places[place * NUMBERS + 2], places[place * NUMBERS + 3], span);
    }

    /** Whether samples of the i-th series can be within a range. */
    boolean seriesMeets(int i, BlockTable[] tables, Snapshot.Span span) {
        for (int place = begin(i); place < ends[i]; place++) {
            if (meets(place, tables, span)) {
                return true;
            }
        }
        return false;
    }

    /** Takes series in ascending order of labels, each with its places. */
    static final class Builder {
        private final Labels[] labels;
        private final int[] ends;
        private int[] places;
        private int series;
        private int used;

        /** @param count how many series will come */
        Builder(int count) {
            labels = new Labels[count];
            ends = new int[count];
            places = new int[count * NUMBERS];
        }

        /** A place of the series that {@link #end} names next. */
        void add(BlockIndex.Place place) {
            if (places.length == used * NUMBERS) {
                places = Arrays.copyOf(places, 2 * places.length);
            }
            int at = used++ * NUMBERS;
            places[at] = place.table();
            places[at + 1] = place.column();
            places[at + 2] = place.firstRow();
            places[at + 3] = place.lastRow();
        }

        void end(Labels of) {
            labels[series] = of;
            ends[series++] = used;
        }

        BlockSelection build() {
            return series == 0 ? NONE : new BlockSelection(this);
        }
    }
}
