package dev.plumbline.daemon.collectors.remotewrite;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.storage.ExemplarStorage;
import dev.plumbline.storage.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps every exemplar but what is older than the newest of all. */
final class RecordedExemplars implements ExemplarStorage {
    final List<Exemplar> kept = new ArrayList<>();

    @Override
    public Optional<Rejection> append(Labels series, Exemplar exemplar) {
        if (!kept.isEmpty() && exemplar.timeMillis() < kept.getLast().timeMillis()) {
            return Optional.of(new Rejection.OutOfOrder(series, exemplar.timeMillis(), kept.getLast().timeMillis()));
        }
        kept.add(exemplar);
        return Optional.empty();
    }

    @Override
    public List<SeriesExemplars> select(long minMillis, long maxMillis, List<List<LabelMatcher>> selectors) {
        throw new UnsupportedOperationException("nobody asks here");
    }
}
