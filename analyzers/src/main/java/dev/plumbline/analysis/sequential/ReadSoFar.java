package dev.plumbline.analysis.sequential;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/**
 * How far the tests of one metric have read its trail: the next reading goes on from there if the trail begins as it did, and begins anew if it does not. The state is
 * the same either way, to the bit. Not thread-safe.
 */
final class ReadSoFar {
    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(Object context, List<?> read, Object state) {}

    /** One test's own place. */
    final class Place<S> {
        private final String test;
        private final Object context;
        private final S start;

        private Place(String test, Object context, S start) {
            this.test = test;
            this.context = context;
            this.start = start;
        }

        /** The state after all intervals. */
        <I> S read(List<I> intervals, BiFunction<S, I, S> next) {
            Entry known = entries.get(test);
            S state = start;
            int from = 0;
            if (known != null && known.context.equals(context) && known.read.size() <= intervals.size()
                    && known.read.equals(intervals.subList(0, known.read.size()))) {
                state = resumed(known);
                from = known.read.size();
            }
            for (I interval : intervals.subList(from, intervals.size())) {
                state = next.apply(state, interval);
            }
            entries.put(test, new Entry(context, List.copyOf(intervals), Objects.requireNonNull(state)));
            return state;
        }

        @SuppressWarnings("unchecked") // a test's states are of one class, which its name stands for
        private S resumed(Entry known) {
            return (S) known.state;
        }
    }

    /**
     * @param test its name among the metric's tests
     * @param context what else the state depends on
     * @param start where a reading begins
     */
    <S> Place<S> place(String test, Object context, S start) {
        return new Place<>(test, context, start);
    }
}
