package dev.plumbline.rules;

import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import dev.plumbline.rules.ForStateSeries.Last;
import dev.plumbline.storage.Queryable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the alerts of a group the states that they had before a restart, in one of two ways.
 *
 * <p>{@link #adopt}: from what was kept. An alert that fired fires on, since the same time; its clocks go on. Time in which
 * nobody looked does not count towards {@code for}: when more than two intervals passed since the last evaluation, a pending
 * alert still has to serve what was left of its {@code for}, and at least the grace, or its whole {@code for} if that is
 * shorter; after more than the tolerance it starts anew. And after a gap in which targets may have gone out of the store's sight,
 * nothing ends in the first evaluation for not being seen, because they may not have been scraped yet. When the last evaluation
 * was is known from the samples of {@code ALERTS_FOR_STATE}, which each evaluation writes, or else from the time of what was kept.
 *
 * <p>{@link #fromSeries}: Prometheus's way, for when nothing was kept: after two evaluations, alerts that are active get back
 * when they became so, as {@code ALERTS_FOR_STATE} tells it. Source: Prometheus {@code rules/group.go}, RestoreForState.
 */
final class Restoration {
    private static final int INTERVALS_UNNOTICED = 2;
    private final RuleGroup group;
    private final Queryable store;
    private final long lookbackMillis;
    private final Supplier<RuleOptions> options;
    private final RuleListener listener;

    /** A rule and what was kept of it. */
    record Kept(AlertingEvaluator rule, List<Alert> alerts) {}

    /** When we were away: from the last evaluation to this one; {@code keptAt}: the evaluation that led to what was kept. */
    private record Gap(long seenAt, long ts, long keptAt) {
        long millis() {
            return Math.max(0, ts - seenAt);
        }
    }

    Restoration(RuleGroup group, RuleServices services, Supplier<RuleOptions> options) {
        this.group = group;
        this.store = services.storage();
        this.lookbackMillis = services.engine().options().lookbackMillis();
        this.listener = services.listener();
        this.options = options;
    }

    /**
     * Before the first evaluation, which is at {@code ts}.
     *
     * @param keptAt the evaluation that led to what was kept
     */
    void adopt(List<Kept> kept, long keptAt, long ts) {
        var samples = new HashMap<AlertingEvaluator, Map<Labels, Last>>();
        long seenAt = keptAt;
        for (Kept k : kept) {
            Map<Labels, Last> last = k.alerts.isEmpty() ? Map.of() : lastSamples(k.rule.rule(), ts);
            samples.put(k.rule, last);
            seenAt = Math.max(seenAt, newest(k.alerts, last));
        }
        var gap = new Gap(seenAt, ts, keptAt);
        boolean outOfSight = gap.millis() > Math.min(INTERVALS_UNNOTICED * group.intervalMillis(), lookbackMillis);
        for (Kept k : kept) {
            k.rule.alerts().put(resumed(k, samples.getOrDefault(k.rule, Map.of()), gap));
            if (outOfSight) {
                k.rule.graceOnce(group.intervalMillis());
            }
        }
    }

    private long newest(List<Alert> alerts, Map<Labels, Last> samples) {
        long newest = Long.MIN_VALUE;
        for (Alert alert : alerts) {
            Last last = samples.get(alert.labels());
            if (last != null) {
                newest = Math.max(newest, evaluationOf(last));
            }
        }
        return newest;
    }

    private long evaluationOf(Last last) {
        return last.timeMillis() + group.queryOffsetMillis();
    }

    private List<Alert> resumed(Kept kept, Map<Labels, Last> samples, Gap gap) {
        var resumed = new ArrayList<Alert>();
        for (Alert alert : kept.alerts) {
            switch (alert.state()) {
                case FIRING, INACTIVE -> resumed.add(alert);
                case PENDING -> resumed(alert, kept.rule.rule().forMillis(), samples.get(alert.labels()), gap).ifPresent(resumed::add);
            }
        }
        return resumed;
    }

    /** A pending alert; empty when it ended after what was kept. */
    private Optional<Alert> resumed(Alert alert, long forMillis, @Nullable Last last, Gap gap) {
        long activeAt = alert.times().activeAt();
        if (last != null && evaluationOf(last) > gap.keptAt) {
            if (last.ended()) {
                return Optional.empty();
            }
            activeAt = Math.max(activeAt, last.activeAtMillis());
        }
        return Optional.of(alert.with(alert.times().withActiveAt(resumedAt(activeAt, forMillis, gap))));
    }

    private long resumedAt(long activeAt, long forMillis, Gap gap) {
        if (gap.millis() <= INTERVALS_UNNOTICED * group.intervalMillis()) {
            return activeAt;
        }
        if (gap.millis() > options.get().outageToleranceMillis()) {
            return gap.ts;
        }
        long remaining = forMillis - (gap.seenAt - activeAt);
        if (remaining <= 0) {
            return activeAt; // a shorter "for" than before
        }
        return gap.ts - forMillis + Math.max(remaining, Math.min(forMillis, options.get().forGraceMillis()));
    }

    /**
     * What was kept could only be read after evaluations had been made. What fired fires on, what ended is told again; what is
     * pending has been restored from the series, as far as it could.
     */
    static void adoptLate(List<Kept> kept) {
        for (Kept k : kept) {
            ActiveAlerts alerts = k.rule.alerts();
            alerts.put(k.alerts.stream().filter(a -> {
                Alert live = alerts.get(a.labels());
                return a.state() == AlertState.FIRING && (live == null || live.state() != AlertState.INACTIVE)
                        || a.state() == AlertState.INACTIVE && live == null;
            }).toList());
        }
    }

    /** After the evaluation at {@code ts}. */
    void fromSeries(List<AlertingEvaluator> rules, long ts) {
        RuleOptions current = options.get();
        for (AlertingEvaluator rule : rules) {
            if (rule.rule().forMillis() >= current.forGraceMillis()) {
                Map<Labels, Last> samples = lastSamples(rule.rule(), ts);
                rule.alerts().replaceAll(alert -> restored(alert, rule.rule().forMillis(), samples.get(alert.labels()), ts));
            }
        }
    }

    private Alert restored(Alert alert, long forMillis, @Nullable Last last, long ts) {
        if (last == null || last.ended() || alert.state() == AlertState.INACTIVE) {
            return alert;
        }
        long downAt = Math.floorDiv(last.timeMillis(), 1000) * 1000;
        long remaining = forMillis - (downAt - last.activeAtMillis());
        long grace = options.get().forGraceMillis();
        long activeAt = remaining <= 0 ? last.activeAtMillis()
                : remaining < grace ? ts + grace - forMillis : last.activeAtMillis() + ts - downAt;
        return alert.with(alert.times().withActiveAt(activeAt));
    }

    private Map<Labels, Last> lastSamples(Rule.AlertingRule rule, long ts) {
        try {
            return ForStateSeries.read(store, rule.alert(), ts - options.get().outageToleranceMillis(), ts);
        } catch (PlumblineException e) {
            listener.event(new RuleEvent.RestoreFailed(group.key(), rule.name(), e.getMessage()));
            return Map.of();
        }
    }
}
