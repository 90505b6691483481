package dev.plumbline.tsdb;

import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds series by matchers, and remembers what it found: ids in order of their labels. An entry holds until {@link #clear},
 * which the index calls when a series goes or an id is given again; series created since are matched one by one. Bounded by
 * what it remembers. Thread-safe; the index's lock is held.
 */
final class Selections {
    private static final int MOST_IDS = 1 << 20;

    private final Recent<List<LabelMatcher>, Selection> recent = new Recent<>(MOST_IDS, s -> s.ids.length);

    /** Series in order of their labels; ids from {@code upTo} on were not looked at. Nobody writes to the array. */
    private record Selection(int[] ids, int upTo) {}

    /** All series of the index: labels by id, null where there is none; ids from {@code used} on were never given. */
    record All(@Nullable Labels[] labels, int used, Postings postings) {}

    private record Entry(Labels labels, int id) {}

    /** The ids of the series that satisfy all matchers, in ascending order of labels. Not to be written. */
    int[] ids(List<LabelMatcher> matchers, All all) {
        Selection known = recent.get(matchers);
        if (known != null && known.upTo == all.used) {
            return known.ids;
        }
        int[] ids = known != null && all.used - known.upTo < 256 + all.used / 8 ? withNew(known, matchers, all) : search(matchers, all);
        recent.put(List.copyOf(matchers), new Selection(ids, all.used));
        return ids;
    }

    /** Forgets everything. The index's lock is held for writing. */
    void clear() {
        recent.clear();
    }

    /** What was found before and the series created since that match. */
    private static int[] withNew(Selection known, List<LabelMatcher> matchers, All all) {
        int[] ids = Arrays.copyOf(known.ids, known.ids.length + all.used - known.upTo);
        int n = known.ids.length;
        for (int id = known.upTo; id < all.used; id++) {
            Labels l = all.labels[id];
            if (l != null && matchers.stream().allMatch(m -> m.matches(l))) {
                ids[n++] = id;
            }
        }
        return n == known.ids.length ? known.ids : sorted(ids, n, all);
    }

    private static int[] search(List<LabelMatcher> matchers, All all) {
        var filters = matchers.stream().filter(m -> !Postings.narrows(m)).toList();
        var cached = filters.stream().map(ValueMatcher::new).toList();
        SortedInts narrowed = all.postings.narrow(matchers);
        int candidates = narrowed == null ? all.used : narrowed.size();
        int[] ids = new int[candidates];
        int n = 0;
        for (int i = 0; i < candidates; i++) {
            int id = narrowed == null ? i : narrowed.get(i);
            Labels l = all.labels[id];
            if (l != null && passes(l, filters, cached)) {
                ids[n++] = id;
            }
        }
        return sorted(ids, n, all);
    }

    private static boolean passes(Labels l, List<LabelMatcher> filters, List<ValueMatcher> cached) {
        for (int i = 0; i < filters.size(); i++) {
            if (!cached.get(i).matches(l.get(filters.get(i).name()))) {
                return false;
            }
        }
        return true;
    }

    private static int[] sorted(int[] ids, int n, All all) {
        var entries = new Entry[n];
        for (int i = 0; i < n; i++) {
            entries[i] = new Entry(java.util.Objects.requireNonNull(all.labels[ids[i]]), ids[i]);
        }
        Arrays.sort(entries, (a, b) -> a.labels.compareTo(b.labels));
        int[] sorted = new int[n];
        for (int i = 0; i < n; i++) {
            sorted[i] = entries[i].id;
        }
        return sorted;
    }
}
