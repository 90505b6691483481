package dev.plumbline.daemon.notifiers.slack;

import dev.plumbline.daemon.config.alertmanager.Integration.Slack;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Metric;
import dev.plumbline.daemon.notifiers.VerdictReport.Outcome;
import dev.plumbline.daemon.notifiers.message.JsonWriter;
import dev.plumbline.daemon.notifiers.message.Rendering;
import dev.plumbline.daemon.notifiers.message.VerdictText;
import java.util.List;

/** The body of a request about a verdict: where to and from whom as the receiver says, the rest is ours. Used by one thread. */
final class SlackVerdict {
    /** Slack folds longer attachments away. */
    private static final int MAX_FIELDS = 20;
    private final Slack config;
    private final VerdictReport report;
    private final Rendering rendering;

    SlackVerdict(Slack config, VerdictReport report, Rendering rendering) {
        this.config = config;
        this.report = report;
        this.rendering = rendering;
    }

    byte[] json() {
        return JsonWriter.object(w -> {
            w.unlessEmpty("channel", text("channel")).unlessEmpty("username", text("username"))
                    .unlessEmpty("icon_emoji", text("icon_emoji")).unlessEmpty("icon_url", text("icon_url"));
            if (config.linkNames()) {
                w.bool("link_names", true);
            }
            boolean asks = config.signingSecret() != null && report.outcome() == Outcome.INCONCLUSIVE;
            w.name("attachments").array(asks ? List.of(false, true) : List.of(false), buttons -> {
                if (buttons) {
                    SlackButtons.write(w, report.analysis(), color());
                } else {
                    attachment(w);
                }
            });
        });
    }

    private void attachment(JsonWriter writer) {
        List<Metric> metrics = report.metrics();
        int left = Math.max(0, metrics.size() - MAX_FIELDS);
        String more = left == 0 ? "" : "\nand " + left + " metrics more";
        writer.nested(w -> w.string("title", escaped(VerdictText.title(report))).unlessEmpty("title_link", report.reportUrl())
                .string("text", escaped(report.reason() + more + caption())).string("fallback", escaped(VerdictText.summary(report)))
                .unlessEmpty("image_url", report.picture().url())
                .name("fields").array(metrics.subList(0, metrics.size() - left), metric -> field(w, metric))
                .string("footer", escaped("Plumbline, analysis " + report.analysis() + ", score " + report.score()))
                .number("ts", report.timeMillis() / 1_000).string("color", color()));
    }

    private String caption() {
        return report.picture().url().isEmpty() ? "" : "\n" + report.picture().caption();
    }

    private static void field(JsonWriter writer, Metric metric) {
        writer.nested(w -> w.string("title", escaped(metric.name())).string("value", escaped(VerdictText.metric(metric)))
                .bool("short", false));
    }

    private String color() {
        return switch (report.outcome()) {
            case GO -> "good";
            case NO_GO -> "danger";
            case INCONCLUSIVE -> "warning";
        };
    }

    /** Slack reads these three as markup: a version must not be able to call the whole channel. */
    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private String text(String key) {
        return rendering.text(config.templates().getOrDefault(key, ""));
    }
}
