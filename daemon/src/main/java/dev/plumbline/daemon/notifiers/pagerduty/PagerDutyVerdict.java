package dev.plumbline.daemon.notifiers.pagerduty;

import dev.plumbline.daemon.config.alertmanager.Integration.PagerDuty;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictMessage.Purpose;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import dev.plumbline.daemon.notifiers.message.JsonWriter;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.daemon.notifiers.message.Truncation;
import dev.plumbline.daemon.notifiers.message.VerdictText;
import java.time.Instant;
import java.util.List;

/**
 * The body of a request about a verdict. A verdict against a version is an incident, which a later go of another version ends;
 * anything else is a change event, which wakes nobody. Used by one thread.
 */
final class PagerDutyVerdict {
    private static final int MAX_SUMMARY_RUNES = 1024;
    private static final String SOURCE = "plumbline";
    private final PagerDuty config;
    private final VerdictMessage message;
    private final VerdictReport report;
    private final Rendering rendering;

    PagerDutyVerdict(PagerDuty config, VerdictMessage message, Rendering rendering) {
        this.config = config;
        this.message = message;
        this.report = message.report();
        this.rendering = rendering;
    }

    /** Whether it is told as a change, not as an incident. */
    static boolean isChange(VerdictMessage message) {
        return message.purpose() == Purpose.TELL && !message.report().alarms();
    }

    byte[] change(String routingKey) {
        return JsonWriter.object(w -> {
            w.string("routing_key", rendering.text(routingKey));
            w.name("payload").nested(p -> {
                p.string("summary", summary()).string("source", SOURCE).string("timestamp", timestamp());
                details(p.name("custom_details"));
            });
            links(w);
        });
    }

    /** An event of version 2: opens or ends the incident. */
    byte[] second(String routingKey) {
        return JsonWriter.object(w -> {
            w.string("routing_key", rendering.text(routingKey)).string("dedup_key", message.key()).string("event_action", action());
            if (message.purpose() == Purpose.TELL) {
                payload(w.name("payload"));
                w.unlessEmpty("client", text("client")).unlessEmpty("client_url", report.reportUrl());
                links(w);
                images(w);
            }
        });
    }

    private void payload(JsonWriter writer) {
        Subject s = report.subject();
        writer.nested(p -> {
            p.string("summary", summary()).string("source", SOURCE).string("severity", severity()).string("timestamp", timestamp())
                    .string("component", s.service()).unlessEmpty("group", s.namespace()).string("class", "release");
            details(p.name("custom_details"));
        });
    }

    /** An event of the old interface. */
    byte[] first(String serviceKey) {
        return JsonWriter.object(w -> {
            w.string("service_key", rendering.text(serviceKey)).string("incident_key", message.key()).string("event_type", action())
                    .string("description", summary());
            if (message.purpose() == Purpose.TELL) {
                w.unlessEmpty("client", text("client")).unlessEmpty("client_url", report.reportUrl());
                details(w.name("details"));
            }
        });
    }

    private String action() {
        return switch (message.purpose()) {
            case TELL -> "trigger";
            case END -> "resolve";
        };
    }

    private String summary() {
        return Truncation.runes(VerdictText.summary(report), MAX_SUMMARY_RUNES).text();
    }

    private String timestamp() {
        return Instant.ofEpochMilli(report.timeMillis()).toString();
    }

    private String severity() {
        return PagerDutyEvent.severity(text("severity"));
    }

    private void details(JsonWriter writer) {
        Subject s = report.subject();
        writer.nested(d -> {
            d.string("verdict", report.outcome().text()).string("kind", report.kind().text()).unlessEmpty("namespace", s.namespace())
                    .string("service", s.service()).string("version", s.version()).unlessEmpty("revision", s.revision())
                    .unlessEmpty("stage", s.stage()).unlessEmpty("policy", s.policy()).unlessEmpty("reason", report.reason())
                    .unlessEmpty("by", report.by()).number("score", report.score()).string("analysis", report.analysis());
            d.name("metrics").nested(m -> report.metrics().forEach(line -> m.string(line.name(), VerdictText.metric(line))));
        });
    }

    private void links(JsonWriter writer) {
        if (!report.reportUrl().isEmpty()) {
            writer.name("links").array(List.of(report), r -> writer.nested(
                    l -> l.string("href", r.reportUrl()).string("text", "Report of " + r.analysis())));
        }
    }

    /** PagerDuty shows only those that it can have by HTTPS. */
    private void images(JsonWriter writer) {
        if (report.picture().url().startsWith("https://")) {
            writer.name("images").array(List.of(report.picture()), p -> writer.nested(i -> i.string("src", p.url()).string("alt", p.caption())));
        }
    }

    private String text(String key) {
        return rendering.text(config.templates().getOrDefault(key, ""));
    }
}
