package dev.plumbline.daemon.notifiers.message;

import dev.plumbline.daemon.notifiers.Message;
import dev.plumbline.daemon.notifiers.Notification;
import dev.plumbline.daemon.notifiers.NotifiedAlert;
import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Metric;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import dev.plumbline.model.Labels;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The words for a verdict that all receivers share. */
public final class VerdictText {
    private static final String ALERT_NAME = "PlumblineVerdict";
    private static final int FINGERPRINT_DIGITS = 16;

    private VerdictText() {}

    /** One line: {@code NO-GO: shop/checkout 2.4.1, stage 25}. */
    public static String title(VerdictReport report) {
        String word = report.outcome().text().toUpperCase(Locale.ROOT);
        String head = switch (report.kind()) {
            case VERDICT -> word;
            case LATE_NO_GO -> "LATE " + word;
            case DECISION -> word + " decided by " + (report.by().isEmpty() ? "a person" : report.by());
        };
        Subject s = report.subject();
        return line(head + ": " + (s.namespace().isEmpty() ? "" : s.namespace() + "/") + s.service() + " " + s.version()
                + (s.stage().isEmpty() ? "" : ", stage " + s.stage()));
    }

    /** The title and the reason in one line. */
    public static String summary(VerdictReport report) {
        return title(report) + (report.reason().isEmpty() ? "" : ": " + line(report.reason()));
    }

    /** What a metric says: {@code fail: error_rate 7 % > 5 %}. */
    public static String metric(Metric metric) {
        return metric.outcome() + (metric.reason().isEmpty() ? "" : ": " + metric.reason());
    }

    /** The whole as plain text, a line for each metric. */
    public static String body(VerdictReport report) {
        String metrics = report.metrics().stream().map(m -> "  " + m.name() + ": " + metric(m) + "\n").collect(Collectors.joining());
        return title(report) + "\n\n" + (report.reason().isEmpty() ? "" : report.reason() + "\n\n") + metrics
                + "\nscore " + report.score() + (report.subject().policy().isEmpty() ? "" : ", policy " + report.subject().policy())
                + ", analysis " + report.analysis() + "\n" + (report.reportUrl().isEmpty() ? "" : report.reportUrl() + "\n");
    }

    private static String line(String text) {
        return text.replaceAll("\\s*[\\r\\n]+\\s*", " ").strip();
    }

    /** What a receiver's templates see of a message. */
    public static Notification forTemplates(Message message) {
        return switch (message) {
            case Notification alerts -> alerts;
            case VerdictMessage verdict -> asAlert(verdict);
        };
    }

    /**
     * The verdict as an alert, for what the user's templates say of receivers' addresses and names: labels alertname
     * ({@code PlumblineVerdict}), namespace, service, version, revision, stage, policy, verdict, kind and severity
     * (critical, warning, info), annotations summary and description. Fires if somebody must look at it.
     */
    public static Notification asAlert(VerdictMessage message) {
        VerdictReport report = message.report();
        Subject s = report.subject();
        Labels group = Labels.of("alertname", ALERT_NAME, "namespace", s.namespace(), "service", s.service());
        Labels labels = group.with("version", s.version()).with("revision", s.revision()).with("stage", s.stage())
                .with("policy", s.policy()).with("verdict", report.outcome().text()).with("kind", report.kind().text())
                .with("severity", severity(report));
        var annotations = Labels.of("summary", title(report), "description", report.reason());
        var alert = new NotifiedAlert(labels, annotations, report.alarms(), report.timeMillis(), report.timeMillis(),
                report.reportUrl(), GroupHash.of(labels.toString()).substring(0, FINGERPRINT_DIGITS));
        return new Notification(message.key(), message.id(), message.receiver(), "{}/verdict:" + group, group, Labels.EMPTY,
                Notification.Reason.FIRST, List.of(alert), message.createdAtMillis(), false);
    }

    private static String severity(VerdictReport report) {
        return switch (report.outcome()) {
            case GO -> "info";
            case INCONCLUSIVE -> "warning";
            case NO_GO -> report.alarms() ? "critical" : "warning";
        };
    }
}
