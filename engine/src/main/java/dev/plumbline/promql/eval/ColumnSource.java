package dev.plumbline.promql.eval;

import org.jspecify.annotations.Nullable;

/** A vector whose columns are made when asked for, each on its own, so that nobody need hold all of them. */
interface ColumnSource {

    /** Number of columns, those that turn out to be empty included. */
    int count();

    /** Whether all columns stand for their labels without those of the metric. */
    boolean nameless();

    /** Whether columns may have equal labels then, which is for {@link Columns#mergeEqual} to deal with. */
    boolean mayMeet();

    /** About how many samples and steps there are to look at, for all columns together. */
    long work();

    /** Makes columns on one thread; what it has to say goes to {@code notes}. */
    Maker maker(Annotations notes);

    /** Makes the columns that it is asked for, in ascending order, each at most once. */
    interface Maker {

        /**
         * The i-th column, or null when it has no element.
         *
         * @param values room for the column's values, one a step, with anything in it
         */
        @Nullable Column column(int i, double[] values);
    }
}
