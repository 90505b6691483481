package dev.plumbline.promql.eval;

import java.util.ArrayList;
import java.util.List;

/** Brings the columns of a source to a sink, in order. */
final class Streaming {
    private final Query query;

    Streaming(Query query) {
        this.query = query;
    }

    void run(ColumnSource source, int steps, ColumnSink sink) {
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
