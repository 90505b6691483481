package dev.plumbline.fleet;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration that scrapes a fleet and judges its two releases, as text and as files. Immutable.
 *
 * @param pods whom to scrape
 * @param scrapeInterval how often, 100 ms to 1 min, whole milliseconds
 * @param receivers who is told of alerts and of a release that fails, or null for neither rules nor alerts
 * @param cluster the API server whose Rollouts follow the verdicts, or null for none
 */
public record FleetConfig(List<Pod> pods, Duration scrapeInterval, @Nullable AlertReceivers receivers, @Nullable URI cluster) {
    /** The names of the files; the first names the others. */
    public static final String CONFIG_FILE = "plumbline.yml";

    public static final String CANARY_FILE = "canaries.yml";
    public static final String RULE_FILE = "rules.yml";
    public static final String ALERTMANAGER_FILE = "alertmanager.yml";

    public FleetConfig {
        pods = List.copyOf(pods);
        if (scrapeInterval.toMillis() < 100 || scrapeInterval.compareTo(Duration.ofMinutes(1)) > 0) {
            throw new IllegalArgumentException("fleet: scrapeInterval is " + scrapeInterval + ", must be 100 ms to 1 min");
        }
    }

    /** Without rules and alerts. */
    public FleetConfig(List<Pod> pods, Duration scrapeInterval) {
        this(pods, scrapeInterval, null, null);
    }

    /** With rules and alerts, and without a cluster. */
    public FleetConfig(List<Pod> pods, Duration scrapeInterval, @Nullable AlertReceivers receivers) {
        this(pods, scrapeInterval, receivers, null);
    }

    /** Writes the files into an existing folder, over what is there, and returns the path of the configuration. */
    public Path write(Path folder) throws IOException {
        Files.writeString(folder.resolve(CANARY_FILE), canaries());
        if (receivers != null) {
            Files.writeString(folder.resolve(RULE_FILE), AlertReceivers.rules());
            Files.writeString(folder.resolve(ALERTMANAGER_FILE), receivers.routing());
        }
        return Files.writeString(folder.resolve(CONFIG_FILE), configuration());
    }

    /** A prometheus.yml with one job for each service, and our keys that name the canary file and the Alertmanager's. */
    public String configuration() {
        String interval = scrapeInterval.toMillis() + "ms";
        var text = new StringBuilder("""
                # Written by the fleet for its own pods; the ports are those of this run.
                global:
                  scrape_interval: %s
                  scrape_timeout: %s
                  evaluation_interval: 5s
                canary_files:
                - %s
                """.formatted(interval, interval, CANARY_FILE));
        if (receivers != null) {
            text.append("rule_files:\n- ").append(RULE_FILE).append("\nalertmanager_config_file: ").append(ALERTMANAGER_FILE).append('\n');
        }
        if (cluster != null) {
            text.append("rollouts: {api_server: '").append(cluster).append("'}\n");
        }
        text.append("scrape_configs:\n");
        var services = new LinkedHashSet<String>();
        pods.forEach(pod -> services.add(pod.service()));
        services.forEach(service -> appendJob(text, service));
        return text.toString();
    }

    private void appendJob(StringBuilder text, String service) {
        // The pods say service, version and tenant themselves on what counts requests: honoured, there is no exported_ twin.
        text.append("- job_name: ").append(service).append("\n  honor_labels: true\n  static_configs:\n");
        for (Pod pod : pods) {
            if (pod.service().equals(service)) {
                text.append("  - targets: ['").append(pod.address()).append("']\n    labels:\n");
                pod.labels().forEach((name, value) ->
                        text.append("      ").append(name).append(": '").append(value).append("'\n"));
            }
        }
    }

    /** One policy for each service with a canary: checkout's passes, payments' fails. */
    public String canaries() {
        return "# Written by the fleet: what a release of checkout or payments must show before it gets more traffic.\npolicies:\n"
                + policy("checkout") + policy("payments");
    }

    private String policy(String service) {
        return judged(service) + reactions(service);
    }

    /** What follows a verdict: the next step or the way back, and people hear of a failure. */
    private String reactions(String service) {
        String told = receivers == null ? "" : ", notify: [on-call]";
        return cluster == null ? "" : """
                  rollout: {kind: argo, namespace: shop, name: %s}
                  on:
                    go: {rollout: promote}
                    no_go: {rollout: abort%s}
                """.formatted(service, told);
    }

    private static String judged(String service) {
        return """
                - name: web-%1$s
                  match: {service: %1$s}
                  canary: '{service="{{service}}", version="{{version}}"}'
                  stages:
                  - {weight: 25, at_most: 5m}
                  - {weight: 50, at_most: 5m}
                  - {weight: 100, at_most: 5m}
                  metrics:
                  - {name: error_rate, signal: error_rate, fail_above: 5%%, critical: true}
                  - {name: latency_p99, signal: latency, quantile: 0.99, fail_above: 1000ms}
                  judge: {min_requests: 200, warm_up: 5s, min_window: 10s}
                  decision_valid_for: 1h
                """.formatted(service);
    }
}
