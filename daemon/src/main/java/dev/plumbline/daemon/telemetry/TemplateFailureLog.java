package dev.plumbline.daemon.telemetry;

import dev.plumbline.daemon.notifiers.NotifierContext;
import dev.plumbline.time.Clock;
import dev.plumbline.time.Seldom;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts messages that went out as plain text because a template failed, and says why at most every ten seconds
 * for each kind of receiver. Thread-safe. */
public final class TemplateFailureLog implements NotifierContext.TemplateFailures {
    private static final Logger LOG = LoggerFactory.getLogger(TemplateFailureLog.class);
    private static final long QUIET_NANOS = 10_000_000_000L;
    private final Counter failures;
    private final Seldom<String> seldom;

    public TemplateFailureLog(PrometheusRegistry registry, Clock clock) {
        seldom = new Seldom<>(clock, QUIET_NANOS);
        failures = Counter.builder().name("plumbline_notification_template_failures_total")
                .help("Messages sent as plain text because a template failed.").labelNames("integration").register(registry);
    }

    @Override
    public void failed(String kind, String message) {
        failures.labelValues(kind).inc();
        String text = seldom.message(kind, message);
        if (text != null) {
            LOG.error("a template of a {} receiver failed; the message goes out as plain text: {}", kind, text);
        }
    }
}
