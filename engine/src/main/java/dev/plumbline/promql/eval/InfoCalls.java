package dev.plumbline.promql.eval;

import com.google.re2j.Pattern;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.LabelMatcher.Type;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.QueryException;
import dev.plumbline.promql.ast.Expr;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code info(v, {selector})}: adds the labels of info metrics, {@code target_info} unless the selector names others, to the
 * series with the same {@code instance} and {@code job}. Info series are read as of the time that the modifiers of the first
 * selector in {@code v} say. Of info series that replace each other the newest counts. Series are matched once for all steps; a
 * step then only looks which info series is there.
 */
final class InfoCalls {
    private static final List<String> IDENTIFYING = List.of("instance", "job");
    private static final String TARGET_INFO = "target_info";
    private final Evaluator evaluator;

    InfoCalls(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /** The second argument: conditions on the info metrics' names and on the labels to be added. */
    private record Selector(List<LabelMatcher> names, List<LabelMatcher> data) {
        static Selector of(Expr.Call c) {
            if (c.args().size() < 2 || !(c.args().get(1) instanceof Expr.VectorSelector s)) {
                return new Selector(namesToSelect(List.of()), List.of());
            }
            Map<Boolean, List<LabelMatcher>> byKind =
                    s.matchers().stream().collect(Collectors.partitioningBy(m -> m.name().equals(Labels.METRIC_NAME)));
            return new Selector(namesToSelect(byKind.getOrDefault(true, List.of())), byKind.getOrDefault(false, List.of()));
        }

        /** What only excludes names excludes them from all that end like an info metric. */
        private static List<LabelMatcher> namesToSelect(List<LabelMatcher> given) {
            if (given.isEmpty()) {
                return List.of(LabelMatcher.equal(Labels.METRIC_NAME, TARGET_INFO));
            }
            if (given.stream().anyMatch(m -> m.type() == Type.EQUAL || m.type() == Type.MATCH)) {
                return given;
            }
            var names = new ArrayList<LabelMatcher>();
            names.add(new LabelMatcher(Type.MATCH, Labels.METRIC_NAME, ".+_info"));
            names.addAll(given);
            return names;
        }

        boolean isInfo(Labels labels) {
            return names.stream().allMatch(m -> m.matches(labels));
        }

        boolean adds(String label) {
            return !label.equals(Labels.METRIC_NAME) && (data.isEmpty() || data.stream().anyMatch(m -> m.name().equals(label)));
        }

        boolean needsMatch() {
            return data.stream().anyMatch(m -> !m.matchesEmpty());
        }
    }

    /** Info series of one metric with the same identifying labels: at most one of them counts at a time. */
    private record Group(Labels key, List<Column> series) {}

    List<Column> evaluate(Expr.Call c, Steps steps) {
        List<Column> base = evaluator.vector(c.args().getFirst(), steps);
        Selector selector = Selector.of(c);
        List<Column> enriched = base.stream().filter(column -> !selector.isInfo(column.labels)).toList();
        BitSet present = present(base, steps.count());
        Map<Labels, List<@Nullable Column[]>> newest = new HashMap<>();
        for (Group group : groups(infoSeries(c, selector, enriched, steps))) {
            newest.computeIfAbsent(group.key.withoutMetricName(), k -> new ArrayList<>()).add(newest(group, present));
        }
        var out = new Outcome(selector, steps.count());
        for (Column column : base) {
            if (selector.isInfo(column.labels)) {
                out.keep(column);
            } else {
                out.enrich(column, newest.getOrDefault(column.labels.keep(IDENTIFYING), List.of()));
            }
        }
        return out.columns();
    }

    /** The steps at which any series has an element. */
    private static BitSet present(List<Column> columns, int steps) {
        var present = new BitSet(steps);
        for (Column column : columns) {
            for (int i = 0; i < steps; i++) {
                if (column.has(i)) {
                    present.set(i);
                }
            }
        }
        return present;
    }

    private List<Column> infoSeries(Expr.Call c, Selector selector, List<Column> base, Steps steps) {
        var matchers = new ArrayList<LabelMatcher>();
        for (String label : IDENTIFYING) {
            Set<String> values = new TreeSet<>();
            base.forEach(column -> values.add(column.labels.get(label)));
            values.remove("");
            if (!values.isEmpty()) {
                matchers.add(new LabelMatcher(Type.MATCH, label,
                        values.stream().map(Pattern::quote).collect(Collectors.joining("|"))));
            }
        }
        if (matchers.isEmpty()) {
            return List.of();
        }
        matchers.addAll(selector.data);
        matchers.addAll(selector.names);
        return evaluator.selectors().infos(matchers, InfoTimes.of(c.args().getFirst(), evaluator.selectors()), steps);
    }

    private static List<Group> groups(List<Column> infos) {
        Map<Labels, Group> groups = new TreeMap<>();
        for (Column info : infos) {
            Labels key = info.labels.keep(IDENTIFYING).with(Labels.METRIC_NAME, info.labels.metricName());
            groups.computeIfAbsent(key, k -> new Group(k, new ArrayList<>())).series.add(info);
        }
        return List.copyOf(groups.values());
    }

    /** At each of the steps the info series with the newest sample; the columns' values are the samples' times. */
    private static @Nullable Column[] newest(Group group, BitSet steps) {
        @Nullable Column[] newest = new @Nullable Column[steps.length()];
        for (int i = steps.nextSetBit(0); i >= 0; i = steps.nextSetBit(i + 1)) {
            for (Column info : group.series) {
                Column best = newest[i];
                if (!info.has(i) || best != null && best.values[i] > info.values[i]) {
                    continue;
                }
                if (best != null && best.values[i] == info.values[i]) {
                    throw failure("found duplicate series for info metric: existing " + best.labels + " @ "
                            + (long) best.values[i] + ", new " + info.labels + " @ " + (long) info.values[i]);
                }
                newest[i] = info;
            }
        }
        return newest;
    }

    private static QueryException failure(String message) {
        return new QueryException(QueryException.Type.EXECUTION, message);
    }

    /** The result's series by their labels. */
    private static final class Outcome {
        private final Selector selector;
        private final int steps;
        private final Map<Labels, Column> columns = new LinkedHashMap<>();

        Outcome(Selector selector, int steps) {
            this.selector = selector;
            this.steps = steps;
        }

        List<Column> columns() {
            return List.copyOf(columns.values());
        }

        void keep(Column column) {
            for (int i = 0; i < steps; i++) {
                if (column.has(i)) {
                    put(column, column.labels, i);
                }
            }
        }

        private void put(Column from, Labels labels, int step) {
            Column to = columns.computeIfAbsent(labels, l -> Column.empty(l, from.dropName, steps));
            if (to.has(step)) {
                throw Columns.sameLabelset();
            }
            to.copy(step, from);
        }

        void enrich(Column column, List<@Nullable Column[]> infos) {
            Map<List<Labels>, Labels> known = new HashMap<>();
            for (int i = 0; i < steps; i++) {
                if (!column.has(i)) {
                    continue;
                }
                var present = new ArrayList<Labels>();
                for (@Nullable Column[] info : infos) {
                    Column atStep = info[i];
                    if (atStep != null) {
                        present.add(atStep.labels);
                    }
                }
                if (!present.isEmpty() || !selector.needsMatch()) {
                    put(column, known.computeIfAbsent(present, p -> enriched(column.labels, p)), i);
                }
            }
        }

        private Labels enriched(Labels base, List<Labels> infos) {
            var added = new TreeMap<String, String>();
            for (Labels info : infos) {
                info.forEach((name, value) -> {
                    if (selector.adds(name)) {
                        String before = added.get(name);
                        if (before != null && !before.equals(value)) {
                            throw failure("conflicting label: " + name);
                        }
                        if (!base.has(name)) {
                            added.put(name, value);
                        }
                    }
                });
            }
            var builder = base.builder();
            added.forEach(builder::set);
            return builder.build();
        }
    }
}
