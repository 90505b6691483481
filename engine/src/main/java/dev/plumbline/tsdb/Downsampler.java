package dev.plumbline.tsdb;

import dev.plumbline.storage.Samples;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Makes the aggregate rows of one series. Pure: no state between calls. Contract: docs/formats/downsampling.md.
 *
 * @param resolutionMillis how much a row covers; rows end at its multiples
 */
record Downsampler(long resolutionMillis) {
    Downsampler {
        if (resolutionMillis < 1) {
            throw new IllegalArgumentException("a resolution of " + resolutionMillis + " ms; at least 1 is possible");
        }
    }

    /** The end of the row that has samples of this time. */
    long end(long timeMillis) {
        return Math.ceilDiv(timeMillis, resolutionMillis) * resolutionMillis;
    }

    /** Rows of floats, ascending. Histograms must not be among them; start times are not looked at. */
    List<AggregateRow> rows(Samples samples) {
        if (samples.histograms() != null) {
            throw new IllegalArgumentException("native histograms are not downsampled");
        }
        var rows = new ArrayList<AggregateRow>();
        var aggregation = new Aggregation();
        for (int i = samples.from(); i < samples.to(); ) {
            long end = end(samples.times()[i]);
            aggregation.clear();
            for (; i < samples.to() && samples.times()[i] <= end; i++) {
                aggregation.add(samples.times()[i], samples.values()[i]);
            }
            rows.add(aggregation.row(end));
        }
        return rows;
    }

    /** Rows of finer ones, ascending, whose resolution divides this one. */
    List<AggregateRow> rows(List<AggregateRow> finer) {
        var rows = new ArrayList<AggregateRow>();
        var aggregation = new Aggregation();
        for (int i = 0; i < finer.size(); ) {
            long end = end(finer.get(i).endMillis());
            if (finer.get(i).endMillis() == end && (i + 1 == finer.size() || finer.get(i + 1).endMillis() > end)) {
                rows.add(finer.get(i++)); // alone in its row
                continue;
            }
            aggregation.clear();
            for (; i < finer.size() && finer.get(i).endMillis() <= end; i++) {
                aggregation.add(finer.get(i));
            }
            rows.add(aggregation.row(end));
        }
        return rows;
    }

    /** Rows of this resolution or of finer ones, in any order, as rows of this one: one for each end. */
    List<AggregateRow> joined(List<AggregateRow> parts) {
        var sorted = new ArrayList<>(parts);
        sorted.sort(Comparator.comparingLong((AggregateRow r) -> end(r.endMillis()))
                .thenComparingLong(r -> r.samples() > 0 ? r.first().millis() : r.endMillis()));
        return rows(sorted);
    }

    /** What the rows with {@code startMillis < end <= endMillis} come to: a row of their window. */
    static AggregateRow window(List<AggregateRow> rows, long startMillis, long endMillis) {
        var aggregation = new Aggregation().clear();
        for (AggregateRow row : rows) {
            if (row.endMillis() > startMillis && row.endMillis() <= endMillis) {
                aggregation.add(row);
            }
        }
        return aggregation.row(endMillis);
    }
}
