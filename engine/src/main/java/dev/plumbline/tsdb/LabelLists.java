package dev.plumbline.tsdb;

import dev.plumbline.model.Labels;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What lists of label sets, each in ascending order, have between them: those in memory and those of each block. Neighbours are much
 * alike, so what the one before had is looked at first.
 */
final class LabelLists {
    private LabelLists() {}

    /** The names of labels, ascending. */
    static List<String> names(List<List<Labels>> lists) {
        var names = new TreeSet<String>();
        for (List<Labels> list : lists) {
            Labels before = Labels.EMPTY;
            for (Labels labels : list) {
                if (!labels.hasNamesOf(before)) {
                    for (int i = 0; i < labels.size(); i++) {
                        names.add(labels.name(i));
                    }
                    before = labels;
                }
            }
        }
        return List.copyOf(names);
    }

    /** The values of a label, ascending. */
    static List<String> values(List<List<Labels>> lists, String name) {
        Set<String> values = new HashSet<>();
        for (List<Labels> list : lists) {
            String before = "";
            for (Labels labels : list) {
                String value = labels.get(name);
                if (!value.equals(before)) {
                    values.add(value);
                    before = value;
                }
            }
        }
        values.remove("");
        return values.stream().sorted().toList();
    }

    /** The strings of all lists, each of which is ascending and has none twice; so is the answer. */
    static List<String> union(List<List<String>> lists) {
        List<String> all = List.of();
        for (List<String> list : lists) {
            if (all.isEmpty()) {
                all = list;
            } else if (!list.isEmpty() && !list.equals(all)) {
                all = merged(all, list);
            }
        }
        return all;
    }

    /** The label sets of all lists, ascending, each once. */
    static List<Labels> merged(List<List<Labels>> lists) {
        List<Labels> all = List.of();
        for (List<Labels> list : lists) {
            all = all.isEmpty() ? list : list.isEmpty() ? all : merged(all, list);
        }
        return all;
    }

    private static <T extends Comparable<T>> List<T> merged(List<T> a, List<T> b) {
        var both = new ArrayList<T>(Math.max(a.size(), b.size()) + 16);
        int i = 0;
        int j = 0;
        while (i < a.size() && j < b.size()) {
            T left = a.get(i);
            T right = b.get(j);
            int order = left == right ? 0 : left.compareTo(right);
            both.add(order <= 0 ? left : right);
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        both.addAll(a.subList(i, a.size()));
        both.addAll(b.subList(j, b.size()));
        return both;
    }
}
