package dev.plumbline.prometheusdata;

import dev.plumbline.model.Labels;
import dev.plumbline.prometheuschunk.SampleColumns;

/** Series of one time range from one place, ascending by labels. Not thread-safe. */
interface SeriesSource {

    /** Goes to the next series; false when there is none. */
    boolean next();

    /** The labels of the series. */
    Labels labels();

    /** Adds the samples of the series that lie within the range and were not deleted; they need not be in order. */
    void samples(SampleColumns into);
}
