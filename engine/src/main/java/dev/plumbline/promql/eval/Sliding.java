package dev.plumbline.promql.eval;

import dev.plumbline.model.StaleMarker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Functions over windows of floats that need not look at a window as a whole: what leaves and what comes is enough.
 * O(samples + steps) a series, whatever the windows' length; the bits are those of the functions window by window. Sums and
 * averages only of integers whose sums are exact, since those of other numbers depend on where the adding begins. One thread.
 */
final class Sliding {
    private static final double EXACT = 1L << 53;
    private static final Map<String, Kind> KINDS = Map.of("count_over_time", Kind.COUNT, "present_over_time", Kind.PRESENT,
            "min_over_time", Kind.MIN, "max_over_time", Kind.MAX, "changes", Kind.CHANGES, "resets", Kind.RESETS,
            "sum_over_time", Kind.SUM, "avg_over_time", Kind.AVG);
    private final Kind kind;
    private double[] sums = {}; // sums[i]: of the samples before the i-th of the run
    private int[] queue = {}; // indices whose values descend (or ascend, for the least): the first is the window's best

    private enum Kind { COUNT, PRESENT, MIN, MAX, CHANGES, RESETS, SUM, AVG }

    private Sliding(Kind kind) {
        this.kind = kind;
    }

    /** For a function, or null when it needs whole windows. */
    static @Nullable Sliding of(String function) {
        Kind kind = KINDS.get(function);
        return kind == null ? null : new Sliding(kind);
    }

    /** Writes a value or the marker for each step; false, with anything written, when the function must see the windows. */
    boolean compute(RangeSeries s, WindowPlan plan, double[] out) {
        return switch (kind) {
            case COUNT, PRESENT -> counts(plan, out);
            case MIN -> extremes(s, plan, out, false);
            case MAX -> extremes(s, plan, out, true);
            case CHANGES, RESETS -> pairs(s, plan, out);
            case SUM, AVG -> totals(s, plan, out);
        };
    }

    private boolean counts(WindowPlan plan, double[] out) {
        for (int i = 0; i < out.length; i++) {
            int n = plan.to[i] - plan.from[i];
            out[i] = n == 0 ? StaleMarker.VALUE : kind == Kind.COUNT ? n : 1;
        }
        return true;
    }

    private boolean extremes(RangeSeries s, WindowPlan plan, double[] out, boolean largest) {
        double[] values = s.values();
        if (out.length == 1) {
            out[0] = plan.from[0] == plan.to[0] ? StaleMarker.VALUE : extreme(values, plan.from[0], plan.to[0], largest);
            return true;
        }
        if (queue.length < s.size()) {
            queue = new int[s.size()];
        }
        int head = 0;
        int tail = 0;
        int next = s.from();
        for (int i = 0; i < out.length; i++) {
            int from = plan.from[i];
            int to = plan.to[i];
            for (next = Math.max(next, from); next < to; next++) {
                double v = values[next];
                while (tail > head && (largest ? values[queue[tail - 1]] < v : values[queue[tail - 1]] > v)) {
                    tail--;
                }
                if (!Double.isNaN(v)) {
                    queue[tail++] = next;
                }
            }
            while (head < tail && queue[head] < from) {
                head++;
            }
            out[i] = from == to ? StaleMarker.VALUE : values[head < tail ? queue[head] : to - 1];
        }
        return true;
    }

    /** Of a single window: nothing slides, and a plain loop is ten times as fast. */
    private static double extreme(double[] values, int from, int to, boolean largest) {
        double best = values[from];
        for (int i = from + 1; i < to; i++) {
            double v = values[i];
            if ((largest ? v > best : v < best) || Double.isNaN(best)) {
                best = v;
            }
        }
        return best;
    }

    /** How many samples of the window differ from, or are less than, the one before. */
    private boolean pairs(RangeSeries s, WindowPlan plan, double[] out) {
        double[] values = s.values();
        room(s.size());
        int start = s.from();
        for (int i = 1; i < s.size(); i++) {
            double a = values[start + i - 1];
            double b = values[start + i];
            boolean counts = kind == Kind.RESETS ? b < a : a != b && !(Double.isNaN(a) && Double.isNaN(b));
            sums[i + 1] = sums[i] + (counts ? 1 : 0);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = plan.from[i] == plan.to[i] ? StaleMarker.VALUE : sums[plan.to[i] - start] - sums[plan.from[i] + 1 - start];
        }
        return true;
    }

    private boolean totals(RangeSeries s, WindowPlan plan, double[] out) {
        double[] values = s.values();
        room(s.size());
        int start = s.from();
        double magnitude = 0;
        for (int i = 0; i < s.size(); i++) {
            double v = values[start + i];
            magnitude += Math.abs(v);
            if (v != Math.rint(v) || !(magnitude < EXACT)) {
                return false;
            }
            sums[i + 1] = sums[i] + v;
        }
        for (int i = 0; i < out.length; i++) {
            int n = plan.to[i] - plan.from[i];
            double sum = sums[plan.to[i] - start] - sums[plan.from[i] - start];
            out[i] = n == 0 ? StaleMarker.VALUE : kind == Kind.SUM ? sum : sum / n;
        }
        return true;
    }

    /** Sums 0 and 1 are 0: of no sample, and of the first, which has none before it. */
    private void room(int samples) {
        if (sums.length < samples + 2) {
            sums = new double[samples + 2];
        }
        sums[0] = 0;
        sums[1] = 0;
    }
}
