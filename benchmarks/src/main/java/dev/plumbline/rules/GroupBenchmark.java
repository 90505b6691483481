package dev.plumbline.rules;

import dev.plumbline.model.Histogram;
import dev.plumbline.model.LabelMatcher;
import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.storage.Appender;
import dev.plumbline.storage.Querier;
import dev.plumbline.storage.Rejection;
import dev.plumbline.storage.RowAppender;
import dev.plumbline.storage.Samples;
import dev.plumbline.storage.Series;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.SystemTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One evaluation of a group of 100 alerting rules, each with 10 of 1,000 series firing: queries, steps of alerts, and the making
 * of 2,000 samples. Series lie in arrays and what is written is thrown away, so no store is measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class GroupBenchmark {
    private static final int RULES = 100;
    private static final int SERIES = 1_000;

    /** Whether annotations are templates. */
    @Param({"false", "true"})
    private boolean templates;

    private final SystemTime clock = new SystemTime();
    private GroupEvaluator group = group(new ArrayStorage(Map.of()));
    private long ts;

    @Setup
    public void load() {
        var byRule = new HashMap<String, List<Series>>();
        for (int s = 0; s < SERIES; s++) {
            String rule = "r" + s % RULES;
            Labels labels = Labels.of(Labels.METRIC_NAME, "m", "rule", rule, "instance", "host-" + s + ":9100", "job", "node", "env",
                    "production");
            byRule.computeIfAbsent(rule, r -> new ArrayList<>()).add(new Constant(labels, s));
        }
        group = group(new ArrayStorage(byRule));
        ts = 0;
    }

    private GroupEvaluator group(Storage store) {
        var rules = new ArrayList<Rule>();
        for (int r = 0; r < RULES; r++) {
            String expr = "m{rule=\"r" + r + "\"} >= 0";
            String text = templates ? "{{ $labels.instance }} has {{ $value | humanize }}" : "it is so";
            rules.add(new Rule.AlertingRule("Alert" + r, PromqlParser.parse(expr, ParserOptions.STABLE), expr, 0, 0,
                    Map.of("severity", "page"), Map.of("summary", text)));
        }
        var services = new RuleServices(new Engine(EngineOptions.defaults(), clock), store, AlertStateStore.NONE, alerts -> { },
                RuleListener.NONE, clock);
        return new GroupEvaluator(new RuleGroup("g", "f", 1, 0, 0, rules), services, RuleOptions::defaults, false);
    }

    @Benchmark
    public GroupStatus evaluate() {
        group.evaluate(ts++);
        return group.status();
    }

    @TearDown
    public void close() {
        clock.close();
    }

    /** A series that has the same value at any time. */
    private record Constant(Labels labels, double value) implements Series {
        @Override
        public Samples samples(long minMillis, long maxMillis) {
            return Samples.floats(new long[] {maxMillis}, new double[] {value}, 0, 1);
        }
    }

    /** Finds series by the label {@code rule}. */
    private record ArrayStorage(Map<String, List<Series>> byRule) implements Storage, Querier, Appender {
        @Override
        public Querier querier(long minMillis, long maxMillis) {
            return this;
        }

        @Override
        public List<Series> select(List<LabelMatcher> matchers) {
            return matchers.stream().filter(m -> m.name().equals("rule")).findFirst().map(m -> byRule.getOrDefault(m.value(), List.of()))
                    .orElse(List.of());
        }

        @Override
        public List<String> labelNames(Collection<LabelMatcher> matchers) {
            return List.of();
        }

        @Override
        public List<String> labelValues(String name, Collection<LabelMatcher> matchers) {
            return List.of();
        }

        @Override
        public Appender appender() {
            return this;
        }

        @Override
        public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, double value) {
            return Optional.empty();
        }

        @Override
        public Optional<Rejection> append(Labels labels, long startMillis, long timeMillis, Histogram histogram) {
            return Optional.empty();
        }

        @Override
        public void commit() {
            // Thrown away.
        }

        @Override
        public void rollback() {
            // Thrown away.
        }

        @Override
        public RowAppender rows(String source) {
            throw new UnsupportedOperationException("rules write no rows");
        }

        @Override
        public long oldestMillis() {
            return 0;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
