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
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which series have which value of which label. Matchers that cannot match the empty string narrow the candidates by
 * intersecting lists, shortest first; the others filter what is left, since an absent label satisfies them. Guarded by
 * the index's lock.
 */
final class Postings {
    private final TreeMap<String, Map<String, SortedInts>> byName = new TreeMap<>();

    void add(int id, Labels labels) {
        labels.forEach((name, value) -> byName.computeIfAbsent(name, n -> new HashMap<>())
                .computeIfAbsent(value, v -> new SortedInts()).add(id));
    }

    void remove(int id, Labels labels) {
        labels.forEach((name, value) -> {
            Map<String, SortedInts> values = byName.getOrDefault(name, Map.of());
            SortedInts list = values.get(value);
            if (list != null) {
                list.remove(id);
                if (list.size() == 0) {
                    values.remove(value);
                }
            }
            if (values.isEmpty()) {
                byName.remove(name);
            }
        });
    }

    Set<String> names() {
        return byName.keySet();
    }

    Set<String> values(String name) {
        return byName.getOrDefault(name, Map.of()).keySet();
    }

    /** The names of the labels that any of these series has, ascending. */
    List<String> names(BitSet ids) {
        return byName.entrySet().stream().filter(e -> e.getValue().values().stream().anyMatch(l -> l.meets(ids))).map(Map.Entry::getKey)
                .toList();
    }

    /** The values of a label that any of these series has, ascending. */
    List<String> values(String name, BitSet ids) {
        return byName.getOrDefault(name, Map.of()).entrySet().stream().filter(e -> e.getValue().meets(ids)).map(Map.Entry::getKey)
                .sorted().toList();
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
