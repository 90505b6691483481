package dev.plumbline.daemon.notifiers.webhook;

import dev.plumbline.daemon.notifiers.VerdictMessage;
import dev.plumbline.daemon.notifiers.VerdictReport;
import dev.plumbline.daemon.notifiers.VerdictReport.Subject;
import dev.plumbline.daemon.notifiers.message.JsonWriter;
import java.time.Instant;

/** A verdict as a document: the gate's answer, what happened and each metric. See docs/formats/verdict-messages.md. */
final class WebhookVerdict {
    private static final String SCHEMA = "plumbline.verdict/v1";

    private WebhookVerdict() {}

    static byte[] json(VerdictMessage message) {
        VerdictReport report = message.report();
        Subject s = report.subject();
        return JsonWriter.object(w -> {
            w.string("schema", SCHEMA).string("id", message.id()).string("receiver", message.receiver())
                    .string("kind", report.kind().text()).string("verdict", report.outcome().text()).string("reason", report.reason())
                    .string("analysis", report.analysis()).string("namespace", s.namespace()).string("service", s.service())
                    .string("version", s.version()).string("revision", s.revision()).string("stage", s.stage())
                    .string("policy", s.policy()).number("score", report.score());
            w.name("metrics").array(report.metrics(), m -> w.nested(
                    line -> line.string("name", m.name()).string("outcome", m.outcome()).string("reason", m.reason())));
            w.unlessEmpty("by", report.by()).string("decided", Instant.ofEpochMilli(report.timeMillis()).toString())
                    .unlessEmpty("reportUrl", report.reportUrl()).unlessEmpty("pictureUrl", report.picture().url());
        });
    }
}
