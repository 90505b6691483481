package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which series have which value of which label. Matchers that cannot match the empty string narrow the candidates by
 * intersecting lists, shortest first; the others filter what is left, since an absent label satisfies them. Guarded by
 * the index's lock.
 */
final class Postings {
    private static final int MOST_KEPT_VALUES = 4096;
    private static final int MOST_KEPT_LISTS = 64;
    private final Map<String, Map<String, SortedInts>> byName = new HashMap<>();
    private final Map<String, List<String>> sorted = new ConcurrentHashMap<>(); // readers put, side by side

    void add(int id, Labels labels) {
        for (int i = 0; i < labels.size(); i++) { // no lambdas: it is called for each series when the log is read
            Map<String, SortedInts> values = byName.get(labels.name(i));
            SortedInts list = values == null ? null : values.get(labels.value(i));
            (list == null ? added(labels.name(i), labels.value(i)) : list).add(id);
        }
    }

    private SortedInts added(String name, String value) {
        sorted.remove(name);
        var list = new SortedInts();
        byName.computeIfAbsent(name, n -> new HashMap<>()).put(value, list);
        return list;
    }

    void remove(int id, Labels labels) {
        labels.forEach((name, value) -> {
            Map<String, SortedInts> values = byName.getOrDefault(name, Map.of());
            SortedInts list = values.get(value);
            if (list != null) {
                list.remove(id);
                if (list.size() == 0) {
                    values.remove(value);
                    sorted.remove(name);
                }
            }
            if (values.isEmpty()) {
                byName.remove(name);
            }
        });
    }

    /** Ascending. */
    Set<String> names() {
        return new TreeSet<>(byName.keySet());
    }

    /** The values of a label, ascending. The lists that are not long are kept until a value comes or goes. */
    List<String> sortedValues(String name) {
        List<String> known = sorted.get(name);
        if (known == null) {
            known = byName.getOrDefault(name, Map.of()).keySet().stream().sorted().toList();
            if (known.size() <= MOST_KEPT_VALUES && sorted.size() < MOST_KEPT_LISTS) {
                sorted.put(name, known);
            }
        }
        return known;
    }

    /** The candidates by the matchers that narrow; null when none does, so that all series are candidates. */
    @Nullable SortedInts narrow(Collection<LabelMatcher> matchers) {
        List<SortedInts> lists = new ArrayList<>();
        for (LabelMatcher m : matchers) {
            if (!m.matchesEmpty() && narrows(m)) {
                lists.add(matching(m));
            }
        }
        lists.sort(Comparator.comparingInt(SortedInts::size));
        return lists.stream().reduce(SortedInts::and).orElse(null);
    }

    /** Whether {@link #narrow} has fully dealt with this matcher; the others must be asked about every candidate. */
    static boolean narrows(LabelMatcher m) {
        return !m.matchesEmpty();
    }

    private SortedInts matching(LabelMatcher matcher) {
        Map<String, SortedInts> values = byName.getOrDefault(matcher.name(), Map.of());
        var literals = ValueMatcher.literals(matcher);
        List<SortedInts> lists = literals.isPresent()
                ? literals.get().stream().filter(values::containsKey).map(values::get).toList()
                : values.entrySet().stream().filter(e -> matcher.matches(e.getKey())).map(Map.Entry::getValue).toList();
        if (lists.size() == 1) {
            return lists.getFirst();
        }
        var union = new BitSet();
        for (SortedInts list : lists) {
            for (int i = 0; i < list.size(); i++) {
                union.set(list.get(i));
            }
        }
        return SortedInts.of(union);
    }
}
