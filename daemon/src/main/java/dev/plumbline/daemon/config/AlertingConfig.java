package dev.plumbline.daemon.config;

import dev.plumbline.daemon.relabel.RelabelRule;
import java.util.List;

/**
 * The section alerting: which Alertmanagers are told of alerts, as in Prometheus.
 *
 * @param alertRelabel applied to every alert before it goes anywhere, our own routing included
 */
public record AlertingConfig(List<RelabelRule> alertRelabel, List<Alertmanagers> alertmanagers) {
    public static final AlertingConfig NONE = new AlertingConfig(List.of(), List.of());

    public AlertingConfig {
        alertRelabel = List.copyOf(alertRelabel);
        alertmanagers = List.copyOf(alertmanagers);
    }

    /** One entry: how Alertmanagers are found and spoken to. {@code pathPrefix} begins with a slash. */
    public record Alertmanagers(String scheme, String pathPrefix, long timeoutMillis, List<RelabelRule> relabel,
            List<RelabelRule> alertRelabel, HttpClientConfig http, List<DiscoveryConfig> discoveries) {
        public Alertmanagers {
            relabel = List.copyOf(relabel);
            alertRelabel = List.copyOf(alertRelabel);
            discoveries = List.copyOf(discoveries);
        }
    }
}
