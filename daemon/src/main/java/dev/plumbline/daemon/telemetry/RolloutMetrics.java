package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.rollouts.Outcome;
import dev.plumbline.daemon.rollouts.RolloutListener;
import dev.plumbline.daemon.rollouts.RolloutOrder;
import dev.plumbline.time.Clock;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of actions on rollouts, counted and logged. What is final is always logged; what is tried again at most
 * once in 10 s, with what it waits for.
 */
public final class RolloutMetrics implements RolloutListener {
    private static final Logger LOG = LoggerFactory.getLogger(RolloutMetrics.class);
    private static final long LOG_NANOS = 10_000_000_000L;
    private final Clock clock;
    private final Counter actions;
    private long loggedNanos;
    private boolean logged;

    public RolloutMetrics(PrometheusRegistry registry, Clock clock) {
        this.clock = clock;
        actions = Counter.builder().name("plumbline_rollout_actions_total")
                .help("Attempts to act on a rollout: done, unchanged (it was there already), skipped, refused, retried, away.")
                .labelNames("action", "result").register(registry);
    }

    @Override
    public void attempted(RolloutOrder order, Outcome outcome) {
        actions.labelValues(order.action().word(), outcome.result().word()).inc();
        switch (outcome.result()) {
            case DONE, UNCHANGED, SKIPPED -> LOG.info("{}: {}: {}", order, outcome.result().word(), outcome.detail());
            case REFUSED -> LOG.error("{}: refused: {}", order, outcome.detail());
            case RETRIED, AWAY -> later(order, outcome);
        }
    }

    private synchronized void later(RolloutOrder order, Outcome outcome) {
        long now = clock.monotonicNanos();
        if (!logged || now - loggedNanos >= LOG_NANOS) {
            logged = true;
            loggedNanos = now;
            LOG.warn("{}: is tried again: {}", order, outcome.detail());
        }
    }
}
