package dev.plumbline.promql.eval;

import java.util.ArrayList;
import java.util.List;

/** Brings the columns of a source to a sink, in order; when there is much to do, by several threads. */
final class Streaming {
    /** Samples and steps below which it does not pay to wake another thread: a millisecond or so. */
    private static final long MUCH_WORK = 500_000;
    private final Query query;

    Streaming(Query query) {
        this.query = query;
    }

    void run(ColumnSource source, int steps, ColumnSink sink) {
        if (query.budget.resources().parallelism() > 1 && source.work() >= MUCH_WORK) {
            new OrderedWork(query, source, steps, sink).run();
        } else {
            alone(source, steps, sink);
        }
    }

    private void alone(ColumnSource source, int steps, ColumnSink sink) {
        ColumnSource.Maker maker = source.maker(query.annotations);
        boolean nameless = source.nameless();
        double[] room = null;
        for (int i = 0; i < source.count(); i++) {
            query.budget.check();
            if (room == null) {
                query.budget.holdBytes(Column.bytes(steps));
                room = new double[steps];
            }
            Column column = maker.column(i, room);
            if (column != null && sink.take(column, nameless)) {
                room = null;
            }
        }
    }

    /** All columns of a source. */
    List<Column> collect(ColumnSource source, int steps) {
        var columns = new ArrayList<Column>();
        run(source, steps, (c, nameless) -> columns.add(nameless ? c.relabeled(Columns.withoutMetric(c.labels), c.dropName) : c));
        return columns;
    }
}
