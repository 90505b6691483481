package dev.plumbline.daemon.notifiers;

import dev.plumbline.daemon.config.HttpClientConfig;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration;
import dev.plumbline.daemon.http.HttpClients;
import dev.plumbline.model.Labels;
import dev.plumbline.template.alertmanager.AlertmanagerTemplates;
import dev.plumbline.template.alertmanager.TemplateFile;
import dev.plumbline.time.VirtualTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the tests of notifiers send, and through what: contexts with a clock that stands, and the counted failures. */
public final class Messages implements AutoCloseable {
    public static final String URL = "http://plumbline.example";
    public static final String ROUTING_KEY = "0123456789abcdef0123456789abcdef";
    public static final long T0 = Instant.parse("2026-03-01T10:00:00.120Z").toEpochMilli();
    public final List<String> failures = new ArrayList<>();
    private final HttpClients clients = new HttpClients(Map.of());
    private final VirtualTime time = new VirtualTime(T0);

    public NotifierContext context(TemplateFile... files) {
        return new NotifierContext(AlertmanagerTemplates.load(List.of(files), time), URL, clients, time,
                (kind, message) -> failures.add(kind + ": " + message));
    }

    public static NotifiedAlert alert(String instance, boolean firing) {
        var labels = Labels.of("alertname", "X", "team", "a", "job", "api", "instance", instance);
        var annotations = Labels.of("summary", "it <burns> & smokes", "runbook", instance);
        return new NotifiedAlert(labels, annotations, firing, T0, firing ? 0 : T0 + 60_000, "http://g/" + instance,
                "00000000000000a" + instance.charAt(instance.length() - 1));
    }

    public static Notification message(NotifiedAlert... alerts) {
        return new Notification("key", "id-1", "on.call", "{}:{alertname=\"X\", team=\"a\"}", Labels.of("alertname", "X", "team", "a"),
                Labels.EMPTY, Notification.Reason.FIRST, List.of(alerts), T0, false);
    }

    public static Notification firing() {
        return message(alert("i1", true), alert("i2", false));
    }

    public static Notification resolved() {
        return message(alert("i1", false), alert("i2", false));
    }

    public static Notification marked(Notification n) {
        return new Notification(n.key(), n.id(), n.receiver(), n.groupKey(), n.groupLabels(), n.routeLabels(), n.reason(), n.alerts(),
                n.createdAtMillis(), true);
    }

    public static Integration.Webhook webhook(String url) {
        return webhook(url, 0, null, HttpClientConfig.DEFAULT);
    }

    public static Integration.Webhook webhook(String url, int maxAlerts, Integration.@Nullable Payload payload, HttpClientConfig http) {
        return new Integration.Webhook(true, Secret.of(url), maxAlerts, 2_000L, Optional.ofNullable(payload), null, http);
    }

    public static Integration.Slack slack(String url, Map<String, String> templates) {
        return new Integration.Slack(true, Secret.of(url), null, "", templates, false, false, List.of(), List.of(), List.of(), 2_000L,
                null, HttpClientConfig.DEFAULT);
    }

    public static Integration.PagerDuty pagerDuty(String url, Map<String, String> details) {
        var templates = Map.of("description", "X is on fire", "severity", "critical", "client", "Plumbline", "source", "Plumbline");
        return new Integration.PagerDuty(true, Secret.of(ROUTING_KEY), null, url, templates, details, List.of(), List.of(), 2_000L,
                HttpClientConfig.DEFAULT);
    }

    public static HttpClientConfig http(HttpClientConfig.TlsConfig tls) {
        var d = HttpClientConfig.DEFAULT;
        return new HttpClientConfig(null, null, null, tls, d.proxy(), true, true, Map.of());
    }

    @Override
    public void close() {
        clients.close();
    }
}
