package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Engine;
import dev.plumbline.promql.EngineOptions;
import dev.plumbline.promql.Value;
import dev.plumbline.promql.parser.ParserOptions;
import dev.plumbline.promql.parser.PromqlParser;
import dev.plumbline.storage.InMemoryStorage;
import dev.plumbline.storage.Storage;
import dev.plumbline.time.VirtualTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A store, an engine, a sink and a state store that remember, and short ways to make rules. */
final class RuleFixture {
    static final long MINUTE = 60_000;
    final VirtualTime clock = new VirtualTime(0);
    Storage storage = new InMemoryStorage();
    final Engine engine = new Engine(EngineOptions.defaults(), clock);
    final List<RuleAlert> told = new ArrayList<>();
    final List<RuleEvent> events = new ArrayList<>();
    final RememberedStates states = new RememberedStates();
    AlertSink sink = told::addAll;
    RuleOptions options = RuleOptions.defaults();

    /** Keeps states in memory; fails while told to. */
    static final class RememberedStates implements AlertStateStore {
        final Map<String, GroupState> kept = new HashMap<>();

        /** What is kept of a group that must be there. */
        GroupState of(String groupKey) {
            return java.util.Objects.requireNonNull(kept.get(groupKey), groupKey);
        }

        boolean failing;
        int saves;
        long expiredBefore = Long.MIN_VALUE;

        @Override
        public Optional<GroupState> load(String groupKey) {
            check();
            return Optional.ofNullable(kept.get(groupKey));
        }

        @Override
        public void save(String groupKey, GroupState state) {
            check();
            saves++;
            kept.put(groupKey, state);
        }

        @Override
        public void expire(long beforeMillis) {
            expiredBefore = beforeMillis;
        }

        private void check() {
            if (failing) {
                throw dev.plumbline.model.PlumblineException.resource("disk full", null);
            }
        }
    }

    RuleServices services() {
        return new RuleServices(engine, storage, states, alerts -> sink.accept(alerts), events::add, clock);
    }

    GroupEvaluator evaluator(RuleGroup group) {
        return new GroupEvaluator(group, services(), () -> options, false);
    }

    GroupEvaluator firstLoad(RuleGroup group) {
        return new GroupEvaluator(group, services(), () -> options, true);
    }

    static RuleGroup group(Rule... rules) {
        return new RuleGroup("g", "f.yml", MINUTE, 0, 0, List.of(rules));
    }

    static Rule.AlertingRule alert(String expr, long forMillis) {
        return alert("A", expr, forMillis, 0, Map.of());
    }

    static Rule.AlertingRule alert(String name, String expr, long forMillis, long keepFiringMillis, Map<String, String> labels) {
        return new Rule.AlertingRule(name, PromqlParser.parse(expr, ParserOptions.STABLE), expr, forMillis, keepFiringMillis, labels,
                Map.of("summary", "it is"));
    }

    static Rule.RecordingRule record(String name, String expr, Map<String, String> labels) {
        return new Rule.RecordingRule(name, PromqlParser.parse(expr, ParserOptions.STABLE), expr, labels);
    }

    /** Writes a sample of the metric {@code m}; labels as name, value, name, value. */
    RuleFixture sample(long timeMillis, double value, String... labels) {
        try (var appender = storage.appender()) {
            appender.append(Labels.of(labels).with(Labels.METRIC_NAME, "m"), timeMillis, value);
            appender.commit();
        }
        return this;
    }

    /** The elements as {@code {labels} value}, sorted. */
    List<String> ask(String query, long timeMillis) {
        return ((Value.Vector) engine.instant(storage, query, timeMillis).value()).elements().stream()
                .map(e -> e.labels() + " " + e.value()).sorted().toList();
    }

    static List<Alert> alerts(GroupEvaluator group) {
        return group.status().rules().stream().flatMap(r -> r.alerts().stream()).toList();
    }

    static List<AlertState> states(GroupEvaluator group) {
        return alerts(group).stream().map(Alert::state).toList();
    }
}
