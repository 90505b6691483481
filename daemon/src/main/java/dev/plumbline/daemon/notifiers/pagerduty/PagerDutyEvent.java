package dev.plumbline.daemon.notifiers.pagerduty;

import dev.plumbline.daemon.config.alertmanager.Integration.PagerDuty;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.message.GroupHash;
import dev.plumbline.daemon.notifiers.message.JsonWriter;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.daemon.notifiers.message.Truncation;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The body of one request, members in Alertmanager's order. Used by one thread. */
final class PagerDutyEvent {
    static final int MAX_BYTES = 512_000;
    static final String TOO_LARGE =
            "Custom details have been removed because the original event exceeds the maximum size of 512KB";
    private static final int MAX_SUMMARY_RUNES = 1024;
    private static final Set<String> SEVERITIES = Set.of("critical", "error", "warning", "info");
    private static final String SEVERITY_OF_UNKNOWN = "error";
    private final PagerDuty config;
    private final Notification notification;
    private final Rendering rendering;

    PagerDutyEvent(PagerDuty config, Notification notification, Rendering rendering) {
        this.config = config;
        this.notification = notification;
        this.rendering = rendering;
    }

    /** An event of version 2. */
    byte[] second(String routingKey) {
        String summary = summary();
        Map<String, String> details = details();
        byte[] whole = second(routingKey, summary, details);
        return whole.length <= MAX_BYTES ? whole : second(routingKey, summary, Map.of("error", TOO_LARGE));
    }

    private byte[] second(String routingKey, String summary, Map<String, String> details) {
        return JsonWriter.object(w -> {
            w.string("routing_key", rendering.text(routingKey)).string("dedup_key", key()).string("event_action", action());
            w.name("payload").nested(p -> {
                p.string("summary", summary).string("source", source()).string("severity", severity(text("severity")));
                p.unlessEmpty("class", text("class")).unlessEmpty("component", text("component")).unlessEmpty("group", text("group"));
                details(p, "custom_details", details);
            });
            w.unlessEmpty("client", text("client")).unlessEmpty("client_url", text("client_url"));
            attachments(w);
        });
    }

    /** An event of the old interface. */
    byte[] first(String serviceKey) {
        String description = summary();
        Map<String, String> details = details();
        byte[] whole = first(serviceKey, description, details);
        return whole.length <= MAX_BYTES ? whole : first(serviceKey, description, Map.of("error", TOO_LARGE));
    }

    private byte[] first(String serviceKey, String description, Map<String, String> details) {
        return JsonWriter.object(w -> {
            w.string("service_key", rendering.text(serviceKey)).string("incident_key", key()).string("event_type", action())
                    .string("description", description);
            if (notification.firing()) {
                w.unlessEmpty("client", text("client")).unlessEmpty("client_url", text("client_url"));
            }
            details(w, "details", details);
        });
    }

    private String key() {
        return GroupHash.of(notification.groupKey());
    }

    /** While one alert fires the incident stays open, whatever else has resolved. */
    private String action() {
        return notification.firing() ? "trigger" : "resolve";
    }

    private String summary() {
        String template = config.templates().getOrDefault("description", "");
        return Truncation.runes(rendering.requiredSubject(template), MAX_SUMMARY_RUNES).text();
    }

    private String source() {
        String source = text("source");
        String fallback = source.isBlank() ? text("client") : source;
        return fallback.isBlank() ? "plumbline" : fallback;
    }

    /** What PagerDuty takes for a severity: the given word if it is one. */
    static String severity(String word) {
        String severity = word.strip().toLowerCase(Locale.ROOT);
        return SEVERITIES.contains(severity) ? severity : SEVERITY_OF_UNKNOWN;
    }

    /** By name; with what failed, if a template did. */
    private Map<String, String> details() {
        var details = new TreeMap<String, String>();
        config.details().forEach((name, template) -> details.put(name, rendering.text(template)));
        // Every other template runs again when the event is written: once now, so that a failure of it is told as well.
        config.templates().keySet().forEach(this::text);
        if (!rendering.problem().isEmpty()) {
            details.put("template_problem", rendering.problem());
        }
        return details;
    }

    private static void details(JsonWriter w, String name, Map<String, String> details) {
        if (!details.isEmpty()) {
            w.name(name).nested(d -> details.forEach((key, rendered) -> d.name(key).element(rendered)));
        }
    }

    private void attachments(JsonWriter w) {
        List<PagerDuty.Image> images = config.images().stream()
                .map(i -> new PagerDuty.Image(rendering.text(i.href()), rendering.text(i.src()), rendering.text(i.alt())))
                .filter(i -> !i.src().isEmpty()).toList();
        if (!images.isEmpty()) {
            w.name("images").array(images, i -> w.nested(o -> o.string("src", i.src()).string("alt", i.alt()).string("href", i.href())));
        }
        List<PagerDuty.Link> links = config.links().stream()
                .map(l -> new PagerDuty.Link(rendering.text(l.href()), rendering.text(l.text())))
                .filter(l -> !l.href().isEmpty()).toList();
        if (!links.isEmpty()) {
            w.name("links").array(links, l -> w.nested(o -> o.string("href", l.href()).string("text", l.text())));
        }
    }

    private String text(String key) {
        return rendering.text(config.templates().getOrDefault(key, ""));
    }
}
