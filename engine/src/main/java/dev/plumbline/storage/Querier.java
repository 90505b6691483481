package dev.plumbline.storage;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.Collection;
import java.util.List;

/**
 * Answers about the series that have samples in the querier's range. Each append is seen whole or not at all per
 * source. One thread at a time calls {@code select}; the series it returns may be read by many.
 */
public interface Querier extends AutoCloseable {

    /**
     * The series that satisfy all matchers, in ascending order of labels. Series that certainly have no sample in the
     * querier's range are left out; one that is returned may still turn out to be empty there.
     */
    List<Series> select(List<LabelMatcher> matchers);

    /** The label sets of what {@link #select} finds, in the same order; without what reading samples takes. Not to be written. */
    default List<Labels> labelSets(List<LabelMatcher> matchers) {
        return select(matchers).stream().map(Series::labels).toList();
    }

    /** The names of labels of the series that satisfy all matchers (none given: of all), ascending. */
    List<String> labelNames(Collection<LabelMatcher> matchers);

    /** The values that a label has in the series that satisfy all matchers (none given: of all), ascending. */
    List<String> labelValues(String name, Collection<LabelMatcher> matchers);

    @Override
    void close();
}
