package dev.plumbline.storage;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.List;

/** Looks single samples up in a store: exact, and slow, a selection for each. Thread-safe. */
public final class StoredSamples {
    private final Queryable store;

    public StoredSamples(Queryable store) {
        this.store = store;
    }

    /**
     * Whether the series has a sample of this time: with the very bits of {@code value}, or any histogram when
     * {@code histogram} is said.
     */
    public boolean holds(Labels labels, long timeMillis, double value, boolean histogram) {
        List<LabelMatcher> matchers = new ArrayList<>();
        labels.forEach((name, text) -> matchers.add(LabelMatcher.equal(name, text)));
        try (Querier querier = store.querier(timeMillis, timeMillis)) {
            for (Series series : querier.select(matchers)) {
                if (series.labels().equals(labels)) {
                    Samples samples = series.samples(timeMillis, timeMillis);
                    return !samples.isEmpty() && same(samples, value, histogram);
                }
            }
        }
        return false;
    }

    private static boolean same(Samples samples, double value, boolean histogram) {
        int i = samples.from();
        boolean found = samples.histogram(i) != null;
        return found == histogram
                && (found || Double.doubleToRawLongBits(samples.values()[i]) == Double.doubleToRawLongBits(value));
    }
}
