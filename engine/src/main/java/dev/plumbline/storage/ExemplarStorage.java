package dev.plumbline.storage;

import dev.plumbline.model.Exemplar;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Optional;

/** Where exemplars are kept: the newest ones, a bounded number in all. Thread-safe. */
public interface ExemplarStorage {

    /**
     * Adds an exemplar to a series; the oldest of all goes when there is no room. One that equals the series' newest is
     * left out silently.
     *
     * @return why it was not taken (older than the series' newest, labels too long, storage off), or empty
     */
    Optional<Rejection> append(Labels series, Exemplar exemplar);

    /**
     * The exemplars with {@code minMillis <= time <= maxMillis} of the series that satisfy all matchers of at least one
     * selector; series ascending by labels, exemplars of each ascending by time.
     */
    List<SeriesExemplars> select(long minMillis, long maxMillis, List<List<LabelMatcher>> selectors);

    /** The exemplars of one series, at least one. */
    record SeriesExemplars(Labels series, List<Exemplar> exemplars) {
        public SeriesExemplars {
            exemplars = List.copyOf(exemplars);
        }
    }
}
