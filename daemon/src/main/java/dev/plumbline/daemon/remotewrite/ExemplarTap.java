package dev.plumbline.daemon.remotewrite;

import dev.plumbline.daemon.remotewrite.queue.SampleQueue;
import dev.plumbline.model.Exemplar;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.Rejection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * A storage of exemplars that tells the queue of new ones. Targets tell the same one scrape after scrape: the last of each of
 * the {@value #REMEMBERED} series that were told of last is remembered, and not told again.
 */
final class ExemplarTap implements ExemplarStorage {
    private static final int REMEMBERED = 50_000;
    private final ExemplarStorage storage;
    private final SampleQueue queue;
    private final BooleanSupplier wanted;
    private final Map<Labels, Exemplar> told = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Labels, Exemplar> eldest) {
            return size() > REMEMBERED;
        }
    };

    ExemplarTap(ExemplarStorage storage, SampleQueue queue, BooleanSupplier wanted) {
        this.storage = storage;
        this.queue = queue;
        this.wanted = wanted;
    }

    @Override
    public Optional<Rejection> append(Labels series, Exemplar exemplar) {
        Optional<Rejection> rejection = storage.append(series, exemplar);
        if (rejection.isEmpty() && wanted.getAsBoolean() && isNew(series, exemplar)) {
            queue.append(series, exemplar);
        }
        return rejection;
    }

    private boolean isNew(Labels series, Exemplar exemplar) {
        synchronized (told) {
            return !exemplar.equals(told.put(series, exemplar));
        }
    }

    @Override
    public List<SeriesExemplars> select(long minMillis, long maxMillis, List<List<LabelMatcher>> selectors) {
        return storage.select(minMillis, maxMillis, selectors);
    }
}
