package dev.plumbline.fleet;

import java.net.URI;
import java.util.List;

/**
 * Where the shop's alerts go, with the files that send them there: critical ones to Slack and PagerDuty, the Watchdog to a
 * webhook, each with its resolve. Everything is quick, so that an incident of seconds can be watched.
 *
 * @param slack an incoming webhook
 * @param pagerDuty what takes Events API v2 events, {@code …/v2/enqueue}
 * @param webhook takes Alertmanager's webhook messages
 */
public record AlertReceivers(URI slack, URI pagerDuty, URI webhook) {
    /** Of the form that PagerDuty has; known to the stand-in only. */
    static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";

    public AlertReceivers {
        for (URI uri : List.of(slack, pagerDuty, webhook)) {
            if (!uri.toString().matches("https?://[^'\\s]+")) {
                throw new IllegalArgumentException("fleet: a receiver is " + uri + ", must be an http or https address");
            }
        }
    }

    /**
     * A rule file: an alert for each service that answers more than a tenth of its requests with an error for 3 s, which the
     * failing canary of payments, a part of its service, does not reach; and the Watchdog.
     */
    static String rules() {
        return """
                # Written by the fleet: windows and waits are short, so that an incident of seconds can be watched.
                groups:
                - name: shop
                  interval: 1s
                  rules:
                  - record: service:http_requests_errors:ratio_rate5s
                    expr: >-
                      sum by (service) (rate(http_requests_total{status_code=~"5.."}[5s]))
                      / sum by (service) (rate(http_requests_total[5s]))
                  - alert: ErrorRatioHigh
                    expr: service:http_requests_errors:ratio_rate5s > 0.1
                    for: 3s
                    labels: {severity: critical, team: shop}
                    annotations:
                      summary: '{{ $labels.service }} answers {{ $value | humanizePercentage }} of its requests with an error'
                      description: 'More than 10 % of the requests to {{ $labels.service }} have failed for 3 s.'
                - name: watchdog
                  interval: 5s
                  rules:
                  - alert: Watchdog
                    expr: vector(1)
                    labels: {severity: none}
                    annotations:
                      summary: Alerts flow.
                """;
    }

    /** An alertmanager.yml. */
    String routing() {
        return """
                # Written by the fleet; the addresses are those of this run's stand-ins.
                route:
                  receiver: nobody
                  group_by: [alertname, service]
                  group_wait: 1s
                  group_interval: 2s
                  repeat_interval: 1h
                  routes:
                  - matchers: ['severity="critical"']
                    receiver: on-call
                  - matchers: ['alertname="Watchdog"']
                    receiver: watchdog
                receivers:
                - name: nobody
                - name: on-call
                  slack_configs:
                  - api_url: '%s'
                    channel: '#shop-alerts'
                    send_resolved: true
                  pagerduty_configs:
                  - url: '%s'
                    routing_key: '%s'
                    send_resolved: true
                - name: watchdog
                  webhook_configs:
                  - url: '%s'
                    send_resolved: true
                """.formatted(slack, pagerDuty, ROUTING_KEY, webhook);
    }
}
