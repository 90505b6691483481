package dev.plumbline.promql.eval;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.Labels;
import dev.plumbline.model.Quoting;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.function.ClassicHistogram;
import dev.plumbline.promql.function.NativeHistogram;
import dev.plumbline.promql.function.ShortestDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Functions over histograms. Classic ones are gathered from their buckets: series are assigned to histograms by their
 * labels without {@code le} once for all steps.
 */
final class HistogramCalls {
    private static final String LE = "le";
    private final Query query;
    private final Evaluator evaluator;

    HistogramCalls(Query query, Evaluator evaluator) {
        this.query = query;
        this.evaluator = evaluator;
    }

    List<Column> evaluate(Expr.Call c, Steps steps) {
        return switch (c.function()) {
            case "histogram_quantile" -> quantile(c, steps);
            case "histogram_quantiles" -> quantiles(c, steps);
            case "histogram_fraction" -> fraction(c, steps);
            default -> simple(c, steps);
        };
    }

    private List<Column> simple(Expr.Call c, Steps steps) {
        var out = new ArrayList<Column>();
        for (Column in : evaluator.vector(c.args().getFirst(), steps)) {
            if (in.histograms == null) {
                continue;
            }
            Column column = evaluator.named(in, steps.count());
            for (int i = 0; i < steps.count(); i++) {
                Histogram h = in.histogram(i);
                if (h != null) {
                    column.set(i, ofHistogram(c.function(), h));
                }
            }
            out.add(column);
        }
        return Columns.mergeEqual(out);
    }

    private static double ofHistogram(String function, Histogram h) {
        return switch (function) {
            case "histogram_count" -> h.count();
            case "histogram_sum" -> h.sum();
            case "histogram_avg" -> h.sum() / h.count();
            case "histogram_stdvar" -> NativeHistogram.variance(h);
            case "histogram_stddev" -> Math.sqrt(NativeHistogram.variance(h));
            default -> throw new QueryException(QueryException.Type.EXECUTION, "function " + function + " is not available yet");
        };
    }

    /** The series of one histogram: classic buckets with their bounds, and native ones. */
    private record Family(Column first, Labels labels, List<Column> buckets, List<Double> bounds, List<Column> natives) {}

    /** What is asked of each histogram. */
    private interface Question {
        double ofClassic(ClassicHistogram h, int step, String metric);

        double ofNative(Histogram h, int step, Consumer<String> note);
    }

    private List<Column> ask(List<Column> in, Expr vector, Steps steps, Question question) {
        var out = new ArrayList<Column>();
        for (Family f : families(in, vector).values()) {
            Column column = evaluator.named(f.first.relabeled(f.labels, f.first.dropName), steps.count());
            double[] bounds = new double[f.buckets.size()];
            double[] counts = new double[f.buckets.size()];
            for (int i = 0; i < steps.count(); i++) {
                int n = 0;
                for (int b = 0; b < f.buckets.size(); b++) {
                    if (f.buckets.get(b).hasFloat(i)) {
                        bounds[n] = f.bounds.get(b);
                        counts[n++] = f.buckets.get(b).values[i];
                    }
                }
                answer(column, i, new Found(f, bounds, counts, n, vector), question);
            }
            out.add(column);
        }
        return Columns.mergeEqual(out);
    }

    private record Found(Family family, double[] bounds, double[] counts, int n, Expr vector) {
        @Nullable Histogram nativeAt(int step) {
            for (Column c : family.natives) {
                Histogram h = c.histogram(step);
                if (h != null) {
                    return h;
                }
            }
            return null;
        }
    }

    private void answer(Column column, int step, Found found, Question question) {
        String metric = shownName(found.family.labels);
        Histogram h = found.nativeAt(step);
        if (h != null && found.n > 0) {
            query.annotations.warn(Annotations.named("vector contains a mix of classic and native histograms", metric),
                    found.vector.span());
        } else if (h != null) {
            column.set(step, question.ofNative(h, step,
                    note -> query.annotations.inform(Annotations.named(note, metric), found.vector.span())));
        } else if (found.n > 0) {
            column.set(step, question.ofClassic(ClassicHistogram.of(found.bounds, found.counts, found.n), step, metric));
        }
    }

    /** Once names are dropped, notes show none. */
    private String shownName(Labels labels) {
        return query.dropsNamesLate() ? labels.metricName() : "";
    }

    private Map<Labels, Family> families(List<Column> in, Expr vector) {
        Map<Labels, Family> families = new LinkedHashMap<>();
        for (Column c : in) {
            if (c.histograms != null) {
                family(families, c, c.labels).natives.add(c);
            }
            boolean hasFloats = false;
            for (int i = 0; i < c.values.length && !hasFloats; i++) {
                hasFloats = c.hasFloat(i);
            }
            if (hasFloats) {
                addBucket(families, c, vector);
            }
        }
        return families;
    }

    private static Family family(Map<Labels, Family> families, Column c, Labels key) {
        return families.computeIfAbsent(key,
                k -> new Family(c, k, new ArrayList<>(), new ArrayList<>(), new ArrayList<>()));
    }

    private void addBucket(Map<Labels, Family> families, Column c, Expr vector) {
        String le = c.labels.get(LE);
        Double bound = bound(le);
        if (bound == null) {
            query.annotations.warn(Annotations.named("bucket label \"le\" is missing or has a malformed value of "
                    + Quoting.quote(le), c.labels.metricName()), vector.span());
            return;
        }
        Family f = family(families, c, c.labels.without(LE));
        f.buckets.add(c);
        f.bounds.add(bound);
    }

    private static @Nullable Double bound(String le) {
        String text = le.startsWith("+") || le.startsWith("-") ? le.substring(1) : le;
        if (text.equalsIgnoreCase("inf") || text.equalsIgnoreCase("infinity")) {
            return le.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (text.isEmpty() || "0123456789.".indexOf(text.charAt(0)) < 0 || "dDfF \t\n".indexOf(text.charAt(text.length() - 1)) >= 0) {
            return null;
        }
        try {
            double value = Double.parseDouble(le);
            return Double.isInfinite(value) ? null : Double.valueOf(value);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private List<Column> quantile(Expr.Call c, Steps steps) {
        double[] q = evaluator.scalar(c.args().get(0), steps);
        List<Column> in = evaluator.vector(c.args().get(1), steps);
        return ask(in, c.args().get(1), steps, quantileQuestion(q, c.args().get(0), c.args().get(1), steps));
    }

    private Question quantileQuestion(double[] q, Expr at, Expr vector, Steps steps) {
        for (double v : q) {
            if (!(v >= 0 && v <= 1)) {
                query.annotations.warn("quantile value should be between 0 and 1, got " + ShortestDecimal.general(v), at.span());
            }
        }
        return new Question() {
            @Override
            public double ofClassic(ClassicHistogram h, int step, String metric) {
                double value = h.quantile(q[step]);
                if (h.monotonicityForced()) {
                    noteForced(h, steps.time(step), metric, vector);
                }
                return value;
            }

            @Override
            public double ofNative(Histogram h, int step, Consumer<String> note) {
                return NativeHistogram.quantile(h, q[step], note);
            }
        };
    }

    private void noteForced(ClassicHistogram h, long time, String metric, Expr vector) {
        query.annotations.forced(Annotations.named("input to histogram_quantile needed to be fixed for monotonicity (see "
                + "https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile)", metric),
                new Annotations.Forced(h.forcedFrom(), h.forcedTo(), h.worstDifference(), time, time, 1, vector.span()));
    }

    /** {@code histogram_quantiles(v, "label", q…)}: one series a quantile, told apart by the label. */
    private List<Column> quantiles(Expr.Call c, Steps steps) {
        Expr vector = c.args().get(0);
        List<Column> in = evaluator.vector(vector, steps);
        if (!(evaluator.evaluate(c.args().get(1), steps) instanceof Operand.Text label)) {
            throw new QueryException(QueryException.Type.INTERNAL, "histogram_quantiles without a label name");
        }
        var out = new ArrayList<Column>();
        for (Expr arg : c.args().subList(2, c.args().size())) {
            double[] q = evaluator.scalar(arg, steps);
            for (Column column : ask(in, vector, steps, quantileQuestion(q, arg, vector, steps))) {
                out.addAll(labeled(column, label.value(), q));
            }
        }
        return Columns.mergeEqual(out);
    }

    /** The column with the quantile as a label; a column for each when the quantile changes from step to step. */
    private static List<Column> labeled(Column column, String label, double[] q) {
        if (Arrays.stream(q).allMatch(v -> Double.compare(v, q[0]) == 0)) {
            return List.of(column.relabeled(column.labels.with(label, ShortestDecimal.openMetrics(q[0])), column.dropName));
        }
        Map<String, Column> byQuantile = new LinkedHashMap<>();
        for (int i = 0; i < q.length; i++) {
            if (column.has(i)) {
                String text = ShortestDecimal.openMetrics(q[i]);
                byQuantile.computeIfAbsent(text, t -> Column.empty(column.labels.with(label, t), column.dropName, q.length))
                        .copy(i, column);
            }
        }
        return List.copyOf(byQuantile.values());
    }

    private List<Column> fraction(Expr.Call c, Steps steps) {
        double[] lower = evaluator.scalar(c.args().get(0), steps);
        double[] upper = evaluator.scalar(c.args().get(1), steps);
        return ask(evaluator.vector(c.args().get(2), steps), c.args().get(2), steps, new Question() {
            @Override
            public double ofClassic(ClassicHistogram h, int step, String metric) {
                return h.fraction(lower[step], upper[step]);
            }

            @Override
            public double ofNative(Histogram h, int step, Consumer<String> note) {
                return NativeHistogram.fraction(h, lower[step], upper[step], note);
            }
        });
    }
}
