package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.promql.Value;
import dev.plumbline.rules.GroupStatus.Counters;
import dev.plumbline.rules.RuleStatus.Health;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A group at work: a state machine that {@link #evaluate} moves on; it has no thread and no timer. Rules are evaluated in order
 * and each one's samples are written before the next is evaluated. For an alerting rule: alerts take their steps, changed
 * states are kept, the sink is told, series are written. What fails (query, store, sink, state) fails alone and is reported.
 *
 * <p>Thread-safe: evaluations wait for each other; {@link #status} never waits.
 */
public final class GroupEvaluator {
    /** Alerts are restored from series after so many evaluations: before, they may not have been seen again. */
    private static final int EVALUATIONS_BEFORE_RESTORATION = 2;

    private final RuleGroup group;
    private final RuleServices services;
    private final Supplier<RuleOptions> options;
    private final ReentrantLock lock = new ReentrantLock();
    private final RuleQuery query;
    private final List<RuleSlot> slots = new ArrayList<>();
    private final StateKeeper keeper;
    private final Restoration restoration;
    private final AlertTeller teller;
    private final Set<Labels> orphans = new HashSet<>();
    private boolean restoreFromSeries;
    private int evaluations;
    private long lastTs;
    private volatile Counters counters = Counters.NONE;
    private volatile long evaluatedAtMillis;
    private volatile long durationNanos;

    /**
     * A group that was not evaluated yet.
     *
     * @param options asked at each evaluation
     * @param firstLoad whether this is the start of the process: only then, and if nothing was kept, the states of pending
     *     alerts are restored from series
     */
    public GroupEvaluator(RuleGroup group, RuleServices services, Supplier<RuleOptions> options, boolean firstLoad) {
        this.group = group;
        this.services = services;
        this.options = options;
        this.query = new RuleQuery(services.engine(), services.storage());
        this.keeper = new StateKeeper(group.key(), services, this::capture);
        this.restoration = new Restoration(group, services, options);
        this.teller = new AlertTeller(group, services, options);
        group.rules().forEach(rule -> slots.add(new RuleSlot(rule, evaluator(rule), new SeriesWriter(services.storage()))));
        this.restoreFromSeries = firstLoad && !alerting().isEmpty();
    }

    private RuleEvaluator evaluator(Rule rule) {
        return switch (rule) {
            case Rule.RecordingRule r -> new RecordingEvaluator(r, group.limit(), query);
            case Rule.AlertingRule a -> new AlertingEvaluator(a, group.limit(), query, new AlertTexts(a, query, options,
                    f -> services.listener().event(new RuleEvent.ExpansionFailed(group.key(), a.alert(), f.field(), f.reason()))));
        };
    }

    private List<AlertingEvaluator> alerting() {
        return slots.stream().map(s -> s.evaluator).filter(AlertingEvaluator.class::isInstance).map(AlertingEvaluator.class::cast)
                .toList();
    }

    public RuleGroup group() {
        return group;
    }

    /** What can be told of the group now; other threads may ask at any time. */
    public GroupStatus status() {
        return new GroupStatus(group, evaluatedAtMillis, durationNanos, slots.stream().map(s -> s.status).toList(), counters);
    }

    /** Counts intervals that passed without an evaluation. */
    void missed(long count) {
        counters = counters.plusMissed(count);
        services.listener().event(new RuleEvent.IterationsMissed(group.key(), count));
    }

    /**
     * Evaluates every rule once. Does nothing after {@link #stop}.
     *
     * @param ts the time of the evaluation, ms since the epoch; later than that of the one before
     */
    public void evaluate(long ts) {
        lock.lock();
        try {
            if (!query.isCanceled()) {
                evaluateLocked(ts);
            }
        } finally {
            lock.unlock();
        }
    }

    private void evaluateLocked(long ts) {
        long wall = services.clock().wallMillis();
        long start = services.clock().monotonicNanos();
        lastTs = ts;
        keeper.begin(ts);
        loadState(ts);
        var tally = new Tally();
        for (RuleSlot slot : slots) {
            if (query.isCanceled()) {
                return;
            }
            evaluate(slot, ts, tally);
        }
        endOrphans(ts);
        evaluations++;
        if (restoreFromSeries && evaluations >= EVALUATIONS_BEFORE_RESTORATION) {
            restoreFromSeries(ts);
        }
        keeper.saveChanges(ts);
        durationNanos = services.clock().monotonicNanos() - start;
        evaluatedAtMillis = wall;
        counters = counters.plusIteration(slots.size(), tally.failures, tally.samples);
        services.listener().groupEvaluated(group.key(), durationNanos);
    }

    private static final class Tally {
        private long failures;
        private long samples;
    }

    private void evaluate(RuleSlot slot, long ts, Tally tally) {
        long wall = services.clock().wallMillis();
        long start = services.clock().monotonicNanos();
        String error = "";
        try {
            error = evaluateAndWrite(slot, ts, tally);
        } catch (RuntimeException e) {
            if (query.isCanceled()) {
                return;
            }
            error = e.getMessage() == null ? e.toString() : e.getMessage();
            tally.failures++;
            services.listener().event(new RuleEvent.EvaluationFailed(group.key(), slot.rule.name(), error));
        }
        List<Alert> active = List.of();
        if (slot.evaluator instanceof AlertingEvaluator a) {
            keeper.changed(a.alerts().takeChanged());
            active = a.alerts().active();
        }
        long nanos = services.clock().monotonicNanos() - start;
        slot.status = new RuleStatus(slot.rule, error.isEmpty() ? Health.OK : Health.ERROR, error, wall, nanos, active);
        services.listener().ruleEvaluated(group.key(), nanos);
    }

    /** What was not quite right; empty when everything was. */
    private String evaluateAndWrite(RuleSlot slot, long ts, Tally tally) {
        long queryAt = ts - group.queryOffsetMillis();
        List<Value.Element> elements = slot.evaluator.evaluate(ts, queryAt);
        tally.samples += elements.size();
        if (slot.evaluator instanceof AlertingEvaluator a) {
            keeper.changed(a.alerts().takeChanged());
            if (teller.tell(a, ts, () -> keeper.saveChanges(ts))) {
                keeper.told();
            }
        }
        SeriesWriter.Refused refused = slot.writer.write(elements, queryAt);
        if (refused == null) {
            return "";
        }
        services.listener().event(new RuleEvent.SamplesRejected(group.key(), slot.rule.name(), refused.reasons(), refused.example()));
        return refused.example();
    }

    private void endOrphans(long ts) {
        try {
            SeriesWriter.markStale(services.storage(), orphans, ts - group.queryOffsetMillis());
            orphans.clear();
        } catch (RuntimeException e) {
            services.listener().event(new RuleEvent.EvaluationFailed(group.key(), "", "series of removed rules could not be ended: "
                    + e.getMessage()));
        }
    }

    private void loadState(long ts) {
        if (keeper.isLoaded()) {
            return;
        }
        Optional<GroupState> state = keeper.load();
        if (state.isPresent()) {
            List<Restoration.Kept> kept = kept(state.get());
            if (evaluations == 0) {
                restoration.adopt(kept, state.get().atMillis(), ts);
                slots.forEach(GroupEvaluator::adoptSeries);
            } else {
                Restoration.adoptLate(kept);
            }
            restoreFromSeries = false;
        }
        if (!restoreFromSeries) {
            alerting().forEach(AlertingEvaluator::restored);
        }
    }

    /** The series of alerts that another process wrote: they are to be ended when the alert is not seen again. */
    private static void adoptSeries(RuleSlot slot) {
        if (slot.evaluator instanceof AlertingEvaluator a) {
            for (Alert alert : a.alerts().active()) {
                slot.writer.adopt(List.of(AlertSeries.stateLabels(alert.labels(), alert.state()),
                        AlertSeries.forStateLabels(alert.labels())));
            }
        }
    }

    private List<Restoration.Kept> kept(GroupState state) {
        var left = new ArrayList<>(state.rules());
        var kept = new ArrayList<Restoration.Kept>();
        for (AlertingEvaluator rule : alerting()) {
            left.stream().filter(r -> r.name().equals(rule.rule().name()) && r.labels().equals(rule.rule().labels())).findFirst()
                    .ifPresent(found -> {
                        left.remove(found);
                        kept.add(new Restoration.Kept(rule, found.alerts()));
                    });
        }
        return kept;
    }

    private List<GroupState.RuleAlerts> capture() {
        return alerting().stream().map(a -> new GroupState.RuleAlerts(a.rule().name(), a.rule().labels(),
                List.copyOf(a.alerts().all()))).toList();
    }

    /** Prometheus's restoration; see {@link Restoration#fromSeries}. */
    void restoreFromSeries(long ts) {
        long start = services.clock().monotonicNanos();
        restoration.fromSeries(alerting(), ts);
        alerting().forEach(AlertingEvaluator::restored);
        restoreFromSeries = false;
        keeper.changed(true);
        counters = counters.withRestoreNanos(services.clock().monotonicNanos() - start);
    }

    /**
     * Takes over the state of a stopped evaluator of the group as it was configured before: of each rule with the same kind, name
     * and labels, the n-th from the n-th. Series of rules that are gone are ended at the next evaluation.
     */
    public void copyFrom(GroupEvaluator before) {
        evaluatedAtMillis = before.evaluatedAtMillis;
        durationNanos = before.durationNanos;
        evaluations = before.evaluations;
        lastTs = before.lastTs;
        counters = before.counters;
        restoreFromSeries = before.restoreFromSeries && !alerting().isEmpty();
        keeper.inherit(before.keeper);
        orphans.addAll(before.orphans);
        var left = new ArrayList<>(before.slots);
        for (RuleSlot slot : slots) {
            left.stream().filter(s -> s.rule.isSameAs(slot.rule)).findFirst().ifPresent(from -> {
                left.remove(from);
                copy(from, slot);
            });
            if (slot.evaluator instanceof AlertingEvaluator a && !restoreFromSeries && keeper.isLoaded()) {
                a.restored();
            }
        }
        left.forEach(slot -> orphans.addAll(slot.writer.previous()));
    }

    private static void copy(RuleSlot from, RuleSlot to) {
        to.writer.adopt(from.writer.previous());
        if (from.evaluator instanceof AlertingEvaluator old && to.evaluator instanceof AlertingEvaluator fresh) {
            fresh.alerts().put(old.alerts().all());
        }
    }

    /** Cancels a running evaluation, waits for its end, and keeps the state a last time. */
    public void stop() {
        query.cancel();
        lock.lock();
        try {
            keeper.finish(lastTs);
        } finally {
            lock.unlock();
        }
    }

    /** Ends all series of a stopped group, as of {@code timeMillis}. */
    void markStale(long timeMillis) {
        var all = new HashSet<>(orphans);
        slots.forEach(slot -> all.addAll(slot.writer.previous()));
        try {
            SeriesWriter.markStale(services.storage(), all, timeMillis);
        } catch (RuntimeException e) {
            services.listener().event(new RuleEvent.EvaluationFailed(group.key(), "", "its series could not be ended: " + e.getMessage()));
        }
    }
}
