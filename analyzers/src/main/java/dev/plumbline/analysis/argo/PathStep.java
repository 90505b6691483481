package dev.plumbline.analysis.argo;

import dev.plumbline.analysis.value.Value;
import java.util.ArrayList;
import java.util.List;

/** One step of a path: from a value to any number of values below it. */
sealed interface PathStep {
    List<Value> from(Value value);

    /** Members of this name. */
    record Member(String name) implements PathStep {
        @Override
        public List<Value> from(Value value) {
            return value instanceof Value.Members m && m.byName().containsKey(name) ? List.of(m.byName().getOrDefault(name, Value.Nil.NIL)) : List.of();
        }
    }

    /** All members or elements. */
    record All() implements PathStep {
        @Override
        public List<Value> from(Value value) {
            return switch (value) {
                case Value.Items i -> i.elements();
                case Value.Members m -> List.copyOf(m.byName().values());
                case Value v -> List.of();
            };
        }
    }

    /** Elements by index; negative ones count from the end. */
    record Elements(List<Integer> indices) implements PathStep {
        @Override
        public List<Value> from(Value value) {
            if (!(value instanceof Value.Items items)) {
                return List.of();
            }
            var found = new ArrayList<Value>();
            for (int index : indices) {
                int i = index < 0 ? items.elements().size() + index : index;
                if (i >= 0 && i < items.elements().size()) {
                    found.add(items.elements().get(i));
                }
            }
            return found;
        }
    }

    /** Elements from one index to before another; the largest number for the end. */
    record Slice(int from, int to, int step) implements PathStep {
        @Override
        public List<Value> from(Value value) {
            if (!(value instanceof Value.Items items)) {
                return List.of();
            }
            int size = items.elements().size();
            int end = Math.min(size, to < 0 ? size + to : to);
            var found = new ArrayList<Value>();
            for (int i = Math.max(0, from < 0 ? size + from : from); i < end; i += step) {
                found.add(items.elements().get(i));
            }
            return found;
        }
    }

    /** The value and everything below it, from the top. */
    record Descent() implements PathStep {
        @Override
        public List<Value> from(Value value) {
            var found = new ArrayList<Value>();
            collect(value, found);
            return found;
        }

        private static void collect(Value value, List<Value> found) {
            found.add(value);
            new All().from(value).forEach(v -> collect(v, found));
        }
    }

    /** Elements for which a comparison holds; one whose path leads nowhere is left out. */
    record Filter(JsonPathFilter condition) implements PathStep {
        @Override
        public List<Value> from(Value value) {
            return new All().from(value).stream().filter(condition::holds).toList();
        }
    }
}
