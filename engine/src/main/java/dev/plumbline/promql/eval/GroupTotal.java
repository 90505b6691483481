package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.StaleMarker;
import dev.plumbline.promql.ast.AggregateOp;
import java.util.ArrayList;
import java.util.List;

/**
 * What one group has come to so far, at each step: members are added one by one and need not be kept, unless they have
 * histograms. Additions happen in members' order, so that the bits are those of adding step by step. 20 bytes a step.
 */
final class GroupTotal {
    private final AggregateOp op;
    private final double[] total; // sum, or best
    private final double[] correction; // of sums
    private final int[] floats;
    private boolean[] incremental = {}; // averages whose sum would overflow
    /** From the first member with histograms on, all; before them a column that says at which steps there were floats. */
    private final List<Column> members = new ArrayList<>();
    private boolean dropsName;

    GroupTotal(AggregateOp op, int steps) {
        this.op = op;
        boolean sums = op == AggregateOp.SUM || op == AggregateOp.AVG;
        this.total = new double[sums || op == AggregateOp.MIN || op == AggregateOp.MAX ? steps : 0];
        this.correction = new double[sums ? steps : 0];
        this.floats = new int[steps];
    }

    static long bytes(int steps) {
        return 128 + 20L * steps;
    }

    boolean dropsName() {
        return dropsName;
    }

    int floats(int step) {
        return floats[step];
    }

    /** What {@link HistogramAggregation} needs to see of the members: none where no member has histograms. */
    List<Column> members() {
        return members;
    }

    /** The histograms at a step, in members' order. */
    List<Histogram> histograms(int step) {
        if (members.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<Histogram>();
        for (Column c : members) {
            Histogram h = c.histogram(step);
            if (h != null) {
                found.add(h);
            }
        }
        return found;
    }

    /** What the operator makes of the floats at a step that has any. */
    double value(int step) {
        return switch (op) {
            case SUM -> total[step] + correction[step];
            case AVG -> incremental.length > 0 && incremental[step] ? total[step] + correction[step]
                    : total[step] / floats[step] + correction[step] / floats[step];
            case MIN, MAX -> total[step];
            case COUNT -> floats[step];
            case GROUP -> 1;
            case STDDEV, STDVAR, QUANTILE, COUNT_VALUES, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO -> Double.NaN;
        };
    }

    /** Adds a member; answers whether it is kept. */
    boolean add(Column c, boolean nameless) {
        dropsName |= c.dropName;
        if (c.histograms != null && members.isEmpty()) {
            members.add(floatsSoFar());
        }
        if (!members.isEmpty()) {
            members.add(nameless ? c.relabeled(Columns.withoutMetric(c.labels), c.dropName) : c);
        }
        if (c.histograms == null) {
            add(c.values, 0, floats.length);
        } else {
            for (int i = 0; i < floats.length; i++) {
                if (c.hasFloat(i)) {
                    add(c.values, i, i + 1);
                }
            }
        }
        return !members.isEmpty();
    }

    private Column floatsSoFar() {
        Column so = Column.empty(Labels.EMPTY, false, floats.length);
        for (int i = 0; i < floats.length; i++) {
            if (floats[i] > 0) {
                so.set(i, 0);
            }
        }
        return so;
    }

    private void add(double[] values, int from, int to) {
        switch (op) {
            case SUM -> sum(values, from, to);
            case AVG -> average(values, from, to);
            case MIN -> least(values, from, to);
            case MAX -> largest(values, from, to);
            case COUNT, GROUP -> count(values, from, to);
            case STDDEV, STDVAR, QUANTILE, COUNT_VALUES, TOPK, BOTTOMK, LIMITK, LIMIT_RATIO ->
                throw new IllegalStateException(op + " needs all members");
        }
    }

    private void count(double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            floats[i] += StaleMarker.is(values[i]) ? 0 : 1;
        }
    }

    private void sum(double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            double v = values[i];
            if (StaleMarker.is(v)) {
                continue;
            }
            floats[i]++;
            double sum = total[i];
            double next = sum + v;
            if (Math.abs(next) <= Double.MAX_VALUE) {
                // The exact error of the addition without a branch (two-sum): what Neumaier's two cases yield.
                double seen = next - sum;
                correction[i] += (sum - (next - seen)) + (v - seen);
            } else {
                correction[i] = Double.isInfinite(next) ? 0 : Double.NaN;
            }
            total[i] = next;
        }
    }

    private void average(double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            double v = values[i];
            if (StaleMarker.is(v)) {
                continue;
            }
            int n = ++floats[i];
            double sum = total[i];
            double next = sum + v;
            if (n > 1 && Double.isInfinite(next) && !Double.isInfinite(sum) || incremental.length > 0 && incremental[i]) {
                incrementally(i, v, n);
            } else if (n == 1) {
                total[i] = v;
            } else {
                correct(i, sum, v, next);
            }
        }
    }

    private void correct(int i, double sum, double v, double next) {
        if (Double.isInfinite(next)) {
            correction[i] = 0;
        } else if (Math.abs(sum) >= Math.abs(v)) {
            correction[i] += (sum - next) + v;
        } else {
            correction[i] += (v - next) + sum;
        }
        total[i] = next;
    }

    /** As {@link dev.plumbline.promql.function.CompensatedMean} goes on once the sum would overflow. */
    private void incrementally(int i, double v, double n) {
        if (incremental.length == 0) {
            incremental = new boolean[floats.length];
        }
        if (!incremental[i]) {
            incremental[i] = true;
            total[i] /= n - 1;
            correction[i] /= n - 1;
        }
        double mean = total[i];
        if (Double.isInfinite(mean) && !Double.isNaN(v) && (!Double.isInfinite(v) || mean > 0 == v > 0)) {
            return;
        }
        total[i] = mean * ((n - 1) / n);
        correction[i] *= (n - 1) / n;
        correct(i, total[i], v / n, total[i] + v / n);
    }

    private void least(double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            double v = values[i];
            if (!StaleMarker.is(v) && (floats[i]++ == 0 || v < total[i] || Double.isNaN(total[i]))) {
                total[i] = v;
            }
        }
    }

    private void largest(double[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            double v = values[i];
            if (!StaleMarker.is(v) && (floats[i]++ == 0 || v > total[i] || Double.isNaN(total[i]))) {
                total[i] = v;
            }
        }
    }
}
