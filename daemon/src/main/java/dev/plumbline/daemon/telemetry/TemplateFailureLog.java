package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.time.Clock;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts messages that went out as plain text because a template failed, and says why at most every ten seconds. Thread-safe. */
public final class TemplateFailureLog implements NotifierContext.TemplateFailures {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateFailureLog.class);
    private static final long QUIET_NANOS = 10_000_000_000L;
    private final Counter failures;
    private final Clock clock;
    private long saidNanos;
    private boolean said;

    public TemplateFailureLog(PrometheusRegistry registry, Clock clock) {
        this.clock = clock;
        failures = Counter.builder().name("plumbline_notification_template_failures_total")
                .help("Messages sent as plain text because a template failed.").labelNames("integration").register(registry);
    }

    @Override
    public void failed(String kind, String message) {
        failures.labelValues(kind).inc();
        if (due()) {
            LOG.error("a template of a {} receiver failed; the message goes out as plain text: {}", kind, message);
        }
    }

    private synchronized boolean due() {
        long now = clock.monotonicNanos();
        if (said && now - saidNanos < QUIET_NANOS) {
            return false;
        }
        said = true;
        saidNanos = now;
        return true;
    }
}
