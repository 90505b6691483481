package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Storage;
import dev.plumbline.testkit.script.SeriesDescription;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A store, an engine, a sink that remembers, and short ways to make rules. */
final class RuleBench {
    static final long MINUTE = 60_000;
    final VirtualTime clock = new VirtualTime(0);
    final Storage storage;
    final Engine engine = new Engine(EngineOptions.defaults(), clock);
    final List<RuleAlert> told = new ArrayList<>();
    final List<RuleEvent> events = new ArrayList<>();
    AlertStateStore states = AlertStateStore.NONE;
    AlertSink sink = told::addAll;
    RuleOptions options = RuleOptions.defaults();

    RuleBench(Storage storage) {
        this.storage = storage;
    }

    RuleBench() {
        this(new InMemoryStorage());
    }

    RuleServices services() {
        return new RuleServices(engine, storage, states, alerts -> sink.accept(alerts), events::add, clock);
    }

    GroupEvaluator evaluator(RuleGroup group, boolean firstLoad) {
        return new GroupEvaluator(group, services(), () -> options, firstLoad);
    }

    static RuleGroup group(Rule... rules) {
        return new RuleGroup("g", "f.yml", MINUTE, 0, 0, List.of(rules));
    }

    static Rule.AlertingRule alert(String name, String expr, long forMillis, long keepFiringMillis) {
        return alert(name, expr, forMillis, keepFiringMillis, Map.of());
    }

    static Rule.AlertingRule alert(String name, String expr, long forMillis, long keepFiringMillis, Map<String, String> labels) {
        return new Rule.AlertingRule(name, PromqlParser.parse(expr, ParserOptions.STABLE), expr, forMillis, keepFiringMillis, labels, Map.of());
    }

    static Rule.RecordingRule record(String name, String expr) {
        return new Rule.RecordingRule(name, PromqlParser.parse(expr, ParserOptions.STABLE), expr, Map.of());
    }

    /** Series in the notation of query tests, one value every step from 0. */
    RuleBench load(long stepMillis, Map<String, String> series) {
        try (var appender = storage.appender()) {
            series.forEach((labels, values) -> {
                SeriesDescription parsed = SeriesDescription.parse(labels + " " + values);
                for (int i = 0; i < parsed.samples().size(); i++) {
                    var sample = parsed.samples().get(i);
                    if (!sample.omitted()) {
                        appender.append(parsed.labels(), i * stepMillis, sample.value());
                    }
                }
            });
            appender.commit();
        }
        return this;
    }

    void write(Labels labels, long timeMillis, double value) {
        try (var appender = storage.appender()) {
            appender.append(labels, timeMillis, value);
            appender.commit();
        }
    }

    /** The elements as {@code {labels} value}, sorted. */
    List<String> ask(String query, long timeMillis) {
        return ((Value.Vector) engine.instant(storage, query, timeMillis).value()).elements().stream()
                .map(e -> e.labels() + " " + e.value()).sorted().toList();
    }
}
