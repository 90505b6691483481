package dev.plumbline.template.prometheus;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers a template's instant queries. */
@FunctionalInterface
public interface QueryFunction {

    /**
     * The samples of an instant query, a scalar as one sample without labels. What it throws becomes the template's error.
     *
     * @param timeMillis the time of the evaluation
     */
    List<QuerySample> query(String query, long timeMillis);

    /** A sample: a number, or a histogram, in which case the number means nothing. */
    record QuerySample(Labels labels, double value, @Nullable Histogram histogram) {
        public QuerySample(Labels labels, double value) {
            this(labels, value, null);
        }
    }
}
