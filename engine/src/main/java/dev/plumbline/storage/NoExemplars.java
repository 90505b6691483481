package dev.plumbline.storage;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Optional;

/** Keeps no exemplars and says so. */
public final class NoExemplars implements ExemplarStorage {

    @Override
    public Optional<Rejection> append(Labels series, Exemplar exemplar) {
        return Optional.of(new Rejection.Invalid(series, "exemplars are not kept"));
    }

    @Override
    public List<SeriesExemplars> select(long minMillis, long maxMillis, List<List<LabelMatcher>> selectors) {
        return List.of();
    }
}
