package dev.plumbline.promql.eval;

/** Takes the columns of a vector one after the other, in the vector's order. */
interface ColumnSink {

    /**
     * Takes a column.
     *
     * @param nameless whether the column stands for its labels without those of the metric
     * @return whether the column is kept; if not, its values are overwritten after the call
     */
    boolean take(Column column, boolean nameless);
}
