package dev.plumbline.promql.cache;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The results of all steps from one to another, both included. Immutable.
 *
 * @param series floats only, in ascending order of labels
 */
record Stretch(long fromMillis, long toMillis, List<Value.Points> series) {

    /** What a matrix says of these steps; null when it has histograms. */
    static @Nullable Stretch of(Value.Matrix matrix, long fromMillis, long toMillis) {
        return matrix.series().stream().anyMatch(p -> p.histograms() != null) ? null
                : new Stretch(fromMillis, toMillis, matrix.series()).cut(fromMillis, toMillis);
    }

    /** Only the steps from one to another. */
    Stretch cut(long from, long to) {
        var cut = new ArrayList<Value.Points>(series.size());
        for (Value.Points p : series) {
            int first = at(p.times(), from);
            int end = at(p.times(), to + 1);
            if (first == 0 && end == p.times().length) {
                cut.add(p);
            } else if (first < end) {
                cut.add(new Value.Points(p.labels(), Arrays.copyOfRange(p.times(), first, end), Arrays.copyOfRange(p.values(), first, end), null));
            }
        }
        return new Stretch(from, to, cut);
    }

    private static int at(long[] times, long time) {
        int at = Arrays.binarySearch(times, time);
        return at < 0 ? -at - 1 : at;
    }

    /** This with the steps that follow it. */
    Stretch then(Stretch next) {
        var all = new ArrayList<Value.Points>(Math.max(series.size(), next.series.size()));
        int a = 0;
        int b = 0;
        while (a < series.size() || b < next.series.size()) {
            int order = a == series.size() ? 1 : b == next.series.size() ? -1 : labels(this, a).compareTo(labels(next, b));
            if (order == 0) {
                all.add(joined(series.get(a++), next.series.get(b++)));
            } else {
                all.add(order < 0 ? series.get(a++) : next.series.get(b++));
            }
        }
        return new Stretch(fromMillis, next.toMillis, all);
    }

    private static Labels labels(Stretch of, int i) {
        return of.series.get(i).labels();
    }

    private static Value.Points joined(Value.Points a, Value.Points b) {
        int n = a.times().length;
        long[] times = Arrays.copyOf(a.times(), n + b.times().length);
        double[] values = Arrays.copyOf(a.values(), times.length);
        System.arraycopy(b.times(), 0, times, n, b.times().length);
        System.arraycopy(b.values(), 0, values, n, b.times().length);
        return new Value.Points(a.labels(), times, values, null);
    }

    /** About what it holds, in bytes. */
    long bytes() {
        long bytes = 200;
        for (Value.Points p : series) {
            bytes += 300 + 16L * p.times().length;
        }
        return bytes;
    }
}
