package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.alertmanager.AlertmanagerConfig;
import java.util.List;

/** Configurations that a simulated world changes between. */
final class SimulatedConfigs {
    private static final String RECEIVERS = """
            inhibit_rules:
            - source_matchers: [alertname="C"]
              target_matchers: [alertname="A"]
              equal: [team]
            receivers:
            - name: hooks
              webhook_configs:
              - {url: 'http://h/0'}
              - {url: 'http://h/1', send_resolved: false}
            """;
    private static final String PAGER = """
            - name: pager
              webhook_configs: [{url: 'http://p/0'}]
            """;
    /** Only told of verdicts. */
    private static final String INCIDENTS = """
            - name: incidents
              pagerduty_configs: [{routing_key: '0123456789abcdef0123456789abcdef'}]
            """;

    static final AlertmanagerConfig FIRST = Configs.parse("""
            route:
              receiver: hooks
              group_by: [alertname]
              group_wait: 5s
              group_interval: 10s
              repeat_interval: 3m
              routes:
              - {matchers: [team="x"], receiver: pager, group_by: [team], continue: true}
              - {receiver: hooks}
            """ + RECEIVERS + PAGER + INCIDENTS);

    /** Other intervals, the same groups. */
    private static final AlertmanagerConfig SLOWER = Configs.parse("""
            route:
              receiver: hooks
              group_by: [alertname]
              group_wait: 4s
              group_interval: 12s
              repeat_interval: 2m
              routes:
              - {matchers: [team="x"], receiver: pager, group_by: [team], continue: true}
              - {receiver: hooks}
            """ + RECEIVERS + PAGER + INCIDENTS);

    /** Without the pager. */
    private static final AlertmanagerConfig FEWER = Configs.parse("""
            route:
              receiver: hooks
              group_by: [alertname]
              group_wait: 5s
              group_interval: 10s
              repeat_interval: 3m
              routes:
              - {receiver: hooks}
            """ + RECEIVERS + INCIDENTS);

    static final List<AlertmanagerConfig> ALL = List.of(FIRST, SLOWER, FEWER);

    private SimulatedConfigs() {}
}
