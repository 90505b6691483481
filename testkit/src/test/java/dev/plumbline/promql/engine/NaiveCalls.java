package dev.plumbline.promql.engine;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.ast.Expr;
import dev.plumbline.promql.ast.Expr.Extension;
import dev.plumbline.promql.ast.ValueType;
import dev.plumbline.promql.engine.NaiveSeries.Range;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Calls of functions. */
final class NaiveCalls {
    private static final Set<String> KEEP_NAME = Set.of("last_over_time", "first_over_time");
    private final NaiveEvaluator evaluator;

    NaiveCalls(NaiveEvaluator evaluator) {
        this.evaluator = evaluator;
    }

    double scalar(Expr.Call c, long time) {
        return switch (c.function()) {
            case "time" -> time / 1000.0;
            case "pi" -> Math.PI;
            case "scalar" -> {
                Map<Labels, Double> v = evaluator.vector(c.args().getFirst(), time);
                yield v.size() == 1 ? v.values().iterator().next() : Double.NaN;
            }
            case "start" -> evaluator.frame().start() / 1000.0;
            case "end" -> evaluator.frame().end() / 1000.0;
            case "range" -> (evaluator.frame().end() - evaluator.frame().start()) / 1000.0;
            case "step" -> evaluator.frame().start() == evaluator.frame().end() ? 0 : evaluator.frame().step() / 1000.0;
            case "min_of" -> Math.min(argument(c, 0, time), argument(c, 1, time));
            case "max_of" -> Math.max(argument(c, 0, time), argument(c, 1, time));
            default -> throw new IllegalArgumentException("not in the naive subset: " + c.function());
        };
    }

    private double argument(Expr.Call c, int i, long time) {
        return evaluator.scalar(c.args().get(i), time);
    }

    Map<Labels, Double> vector(Expr.Call c, long time) {
        if (c.function().equals("absent_over_time")) {
            return absent(c, evaluator.ranges(c.args().getFirst(), time).stream().allMatch(r -> r.points().isEmpty()));
        }
        if (c.args().stream().anyMatch(a -> a.type() == ValueType.MATRIX)) {
            return overRange(c, time);
        }
        return switch (c.function()) {
            case "vector" -> Map.of(Labels.EMPTY, argument(c, 0, time));
            case "absent" -> absent(c, evaluator.vector(c.args().getFirst(), time).isEmpty());
            case "timestamp" -> timestamp(c, time);
            case "start_timestamp" -> startTimestamp(c, time);
            case "sort", "sort_desc" -> sorted(c, time);
            case "sort_by_label", "sort_by_label_desc" -> evaluator.vector(c.args().getFirst(), time);
            case "label_replace" -> replaced(c, time);
            case "label_join" -> joined(c, time);
            case "histogram_quantile" ->
                NaiveHistograms.quantiles(argument(c, 0, time), evaluator.vector(c.args().get(1), time));
            case "clamp", "clamp_min", "clamp_max", "round" -> bounded(c, time);
            default -> plain(c, time);
        };
    }

    private Map<Labels, Double> plain(Expr.Call c, long time) {
        boolean ofNow = c.args().isEmpty();
        Map<Labels, Double> in = ofNow ? Map.of(Labels.EMPTY, time / 1000.0) : evaluator.vector(c.args().getFirst(), time);
        return NaiveEvaluator.renamed(in, v -> NaiveFunctions.apply(c.function(), v));
    }

    private Map<Labels, Double> overRange(Expr.Call c, long time) {
        Expr matrix = c.args().stream().filter(a -> a.type() == ValueType.MATRIX).findFirst().orElseThrow();
        double[] scalars = c.args().stream().filter(a -> a.type() == ValueType.SCALAR)
                .mapToDouble(a -> evaluator.scalar(a, time)).toArray();
        Extension extension = matrix instanceof Expr.MatrixSelector m ? m.vector().extension() : Extension.NONE;
        var out = new LinkedHashMap<Labels, Double>();
        for (Range r : evaluator.ranges(matrix, time)) {
            Double v = extension == Extension.NONE
                    ? NaiveRanges.evaluate(c.function(), r, new NaiveRanges.Arguments(scalars, time))
                    : NaiveExtended.evaluate(c.function(), extension, r);
            if (v != null) {
                NaiveEvaluator.put(out, KEEP_NAME.contains(c.function()) ? r.labels() : r.labels().withoutMetricName(), v);
            }
        }
        return out;
    }

    /** One element when there is nothing, with the labels that the selector's equalities fix. */
    private static Map<Labels, Double> absent(Expr.Call c, boolean isAbsent) {
        if (!isAbsent) {
            return Map.of();
        }
        List<LabelMatcher> matchers = switch (c.args().getFirst()) {
            case Expr.VectorSelector s -> s.matchers();
            case Expr.MatrixSelector m -> m.vector().matchers();
            default -> List.of();
        };
        Map<String, Long> mentions = matchers.stream().collect(Collectors.groupingBy(LabelMatcher::name, Collectors.counting()));
        var labels = new Labels.Builder();
        for (LabelMatcher m : matchers) {
            boolean fixed = m.type() == LabelMatcher.Type.EQUAL && mentions.getOrDefault(m.name(), 0L) == 1;
            if (fixed && !m.name().equals(Labels.METRIC_NAME)) {
                labels.set(m.name(), m.value());
            }
        }
        return Map.of(labels.build(), 1.0);
    }

    private Map<Labels, Double> timestamp(Expr.Call c, long time) {
        var out = new LinkedHashMap<Labels, Double>();
        if (c.args().getFirst() instanceof Expr.VectorSelector s) {
            evaluator.newest(s, time).forEach((labels, p) -> NaiveEvaluator.put(out, labels.withoutMetricName(), p.time() / 1000.0));
            return out;
        }
        return NaiveEvaluator.renamed(evaluator.vector(c.args().getFirst(), time), v -> time / 1000.0);
    }

    private Map<Labels, Double> startTimestamp(Expr.Call c, long time) {
        var out = new LinkedHashMap<Labels, Double>();
        if (c.args().getFirst() instanceof Expr.VectorSelector s) {
            evaluator.newest(s, time).forEach((labels, p) -> NaiveEvaluator.put(out, labels.withoutMetricName(), p.start() / 1000.0));
        }
        return out;
    }

    private Map<Labels, Double> sorted(Expr.Call c, long time) {
        Comparator<Double> order = c.function().equals("sort") ? Comparator.naturalOrder() : Comparator.reverseOrder();
        var out = new LinkedHashMap<Labels, Double>();
        evaluator.vector(c.args().getFirst(), time).entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.<Double, Boolean>comparing(v -> v.isNaN()).thenComparing(order)))
                .forEach(e -> out.put(e.getKey(), e.getValue()));
        return out;
    }

    private Map<Labels, Double> replaced(Expr.Call c, long time) {
        String target = NaiveEvaluator.string(c.args().get(1));
        String replacement = NaiveEvaluator.string(c.args().get(2));
        Pattern pattern = Pattern.compile("(?s:" + NaiveEvaluator.string(c.args().get(4)) + ")");
        var out = new LinkedHashMap<Labels, Double>();
        evaluator.vector(c.args().getFirst(), time).forEach((labels, v) -> {
            Matcher m = pattern.matcher(labels.get(NaiveEvaluator.string(c.args().get(3))));
            String value = m.matches() ? replacement.replace("$1", m.groupCount() > 0 ? String.valueOf(m.group(1)) : "") : "";
            NaiveEvaluator.put(out, m.matches() ? labels.with(target, value) : labels, v);
        });
        return out;
    }

    private Map<Labels, Double> joined(Expr.Call c, long time) {
        var out = new LinkedHashMap<Labels, Double>();
        evaluator.vector(c.args().getFirst(), time).forEach((labels, v) -> {
            String joined = c.args().stream().skip(3).map(a -> labels.get(NaiveEvaluator.string(a)))
                    .collect(Collectors.joining(NaiveEvaluator.string(c.args().get(2))));
            NaiveEvaluator.put(out, labels.with(NaiveEvaluator.string(c.args().get(1)), joined), v);
        });
        return out;
    }

    private Map<Labels, Double> bounded(Expr.Call c, long time) {
        double first = c.args().size() > 1 ? argument(c, 1, time) : 1;
        double second = c.args().size() > 2 ? argument(c, 2, time) : 0;
        Map<Labels, Double> in = evaluator.vector(c.args().getFirst(), time);
        return switch (c.function()) {
            case "clamp_min" -> NaiveEvaluator.renamed(in, v -> Math.max(first, v));
            case "clamp_max" -> NaiveEvaluator.renamed(in, v -> Math.min(first, v));
            case "round" -> NaiveEvaluator.renamed(in, v -> Math.floor(v * (1.0 / first) + 0.5) / (1.0 / first));
            default -> second < first ? Map.of() : NaiveEvaluator.renamed(in, v -> Math.max(first, Math.min(second, v)));
        };
    }
}
