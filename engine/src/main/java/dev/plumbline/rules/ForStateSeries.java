package dev.plumbline.rules;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Queryable;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what {@code ALERTS_FOR_STATE} said last. */
final class ForStateSeries {
    private ForStateSeries() {}

    /** The last sample of a series. {@code activeAtMillis} is in whole seconds and means nothing where {@code ended}. */
    record Last(long timeMillis, long activeAtMillis, boolean ended) {}

    /** By alert labels, for all alerts of a name that have a sample in {@code [fromMillis, toMillis]}. */
    static Map<Labels, Last> read(Queryable store, String alertName, long fromMillis, long toMillis) {
        var found = new HashMap<Labels, Last>();
        try (Querier querier = store.querier(fromMillis, toMillis)) {
            var matchers = List.of(LabelMatcher.equal(Labels.METRIC_NAME, AlertSeries.FOR_STATE),
                    LabelMatcher.equal(AlertSeries.ALERT_NAME, alertName));
            for (Series series : querier.select(matchers)) {
                Samples samples = series.samples(fromMillis, toMillis);
                if (!samples.isEmpty()) {
                    found.put(series.labels().withoutMetricName(), last(samples));
                }
            }
        }
        return found;
    }

    private static Last last(Samples samples) {
        int i = samples.to() - 1;
        double value = samples.values()[i];
        return new Last(samples.times()[i], (long) value * 1000, StaleMarker.is(value));
    }
}
