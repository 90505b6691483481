package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.rollouts.Outcome;
import dev.plumbline.daemon.rollouts.RolloutListener;
import dev.plumbline.daemon.rollouts.RolloutOrder;
import dev.plumbline.time.Clock;
import dev.plumbline.time.Seldom;
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
    private final Seldom<String> seldom;
    private final Counter actions;

    public RolloutMetrics(PrometheusRegistry registry, Clock clock) {
        seldom = new Seldom<>(clock, LOG_NANOS);
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
            case RETRIED, AWAY -> later(order, outcome.detail());
        }
    }

    private void later(RolloutOrder order, String detail) {
        String message = seldom.message("", detail);
        if (message != null) {
            LOG.warn("{}: is tried again: {}", order, message);
        }
    }
}
