package dev.plumbline.daemon.kayenta;

import dev.plumbline.analysis.kayenta.MeasuredSeries;
import dev.plumbline.model.PlumblineException;
import java.util.List;

/** Where executions get their series from. Thread-safe; may block. */
public interface RangeSource {

    /** @throws PlumblineException of kind USER when the text is no query whose values can be compared */
    void check(String promql);

    /**
     * Evaluates PromQL at every step from the start to the end, both inclusive.
     *
     * @param stepMillis above 0
     * @return one series for each set of labels, of those points that have a value
     * @throws PlumblineException of kind RESOURCE when it may be answered later, else of another kind
     */
    List<MeasuredSeries> range(String promql, long startMillis, long endMillis, long stepMillis);

    /** Names of metrics that contain the text, whatever its case, ascending; at most so many. */
    List<String> metricNames(String part, int most);
}
