package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.SystemTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
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
 * One evaluation of a group of 100 alerting rules, each with 10 of 1,000 series firing, over the naive store in memory: queries,
 * steps of alerts and 2,000 samples written. The store grows by these with each evaluation.
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
    private Storage storage = new InMemoryStorage();
    private GroupEvaluator group = group(storage);
    private long ts;

    @Setup(Level.Iteration)
    public void load() {
        storage = new InMemoryStorage();
        try (var appender = storage.appender()) {
            for (int s = 0; s < SERIES; s++) {
                appender.append(Labels.of(Labels.METRIC_NAME, "m", "rule", "r" + s % RULES, "instance", "host-" + s + ":9100",
                        "job", "node", "env", "production"), 0, s);
            }
            appender.commit();
        }
        group = group(storage);
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
}
