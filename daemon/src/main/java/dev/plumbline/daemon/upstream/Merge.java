package dev.plumbline.daemon.upstream;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Puts series of two times together. */
final class Merge {
    private Merge() {}

    /** The series of both, ascending by labels; all points of {@code older} come before all of {@code newer}. */
    static Value.Matrix of(List<Value.Points> older, List<Value.Points> newer) {
        var byLabels = new TreeMap<Labels, Value.Points>();
        for (Value.Points points : older) {
            byLabels.put(points.labels(), points);
        }
        for (Value.Points points : newer) {
            byLabels.merge(points.labels(), points, Merge::joined);
        }
        return new Value.Matrix(new ArrayList<>(byLabels.values()));
    }

    private static Value.Points joined(Value.Points a, Value.Points b) {
        int n = a.times().length;
        int length = n + b.times().length;
        long[] times = Arrays.copyOf(a.times(), length);
        double[] values = Arrays.copyOf(a.values(), length);
        System.arraycopy(b.times(), 0, times, n, b.times().length);
        System.arraycopy(b.values(), 0, values, n, b.values().length);
        return new Value.Points(a.labels(), times, values, histograms(a, b, length));
    }

    private static @Nullable Histogram @Nullable [] histograms(Value.Points a, Value.Points b, int length) {
        if (a.histograms() == null && b.histograms() == null) {
            return null;
        }
        var all = new Histogram[length];
        if (a.histograms() != null) {
            System.arraycopy(a.histograms(), 0, all, 0, a.times().length);
        }
        if (b.histograms() != null) {
            System.arraycopy(b.histograms(), 0, all, a.times().length, b.times().length);
        }
        return all;
    }

    /** Of series that have become one by losing labels, the one that lost most, which is ours; in the order given. */
    static List<Value.Points> unique(List<Value.Points> original, List<Value.Points> renamed) {
        var kept = new LinkedHashMap<Labels, Integer>();
        for (int i = 0; i < renamed.size(); i++) {
            kept.merge(renamed.get(i).labels(), i,
                    (before, now) -> original.get(now).labels().size() > original.get(before).labels().size() ? now : before);
        }
        return kept.size() == renamed.size() ? renamed : kept.values().stream().map(renamed::get).toList();
    }
}
