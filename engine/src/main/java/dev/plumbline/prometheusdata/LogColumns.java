package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;
import dev.plumbline.prometheuschunk.SampleColumns;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Samples of the log by series, in the order in which they came. Not thread-safe. */
final class LogColumns {
    private static final int FIRST_CAPACITY = 8;
    private final LogSeries series;
    private @Nullable SampleColumns[] columns = new SampleColumns[0];

    LogColumns(LogSeries series) {
        this.series = series;
    }

    /** The samples of a series, to be added to. */
    SampleColumns of(int number) {
        if (number >= columns.length) {
            columns = Arrays.copyOf(columns, Math.max(series.size(), number + 1));
        }
        SampleColumns known = columns[number];
        if (known == null) {
            known = new SampleColumns(FIRST_CAPACITY);
            columns[number] = known;
        }
        return known;
    }

    /** The series with samples, of which those within {@code [from, to)} that were not deleted are given. */
    SeriesSource source(int[] order, long from, long to, Findings findings) {
        return new Source(order, from, to, findings);
    }

    private final class Source implements SeriesSource {
        private final int[] order;
        private final long from;
        private final long to;
        private final Findings findings;
        private int at = -1;

        Source(int[] order, long from, long to, Findings findings) {
            this.order = order;
            this.from = from;
            this.to = to;
            this.findings = findings;
        }

        @Override
        public boolean next() {
            do {
                at++;
            } while (at < order.length && (order[at] >= columns.length || columns[order[at]] == null));
            return at < order.length;
        }

        @Override
        public Labels labels() {
            return series.labels(order[at]);
        }

        @Override
        public void samples(SampleColumns into) {
            SampleColumns from = of(order[at]);
            Intervals deleted = series.deleted(order[at]);
            long deletions = 0;
            for (int i = 0; i < from.size(); i++) {
                long time = from.time(i);
                if (time < this.from || time >= to) {
                    continue;
                }
                if (deleted.contains(time)) {
                    deletions++;
                } else {
                    into.add(from, i);
                }
            }
            findings.left("deleted samples", deletions);
        }
    }
}
