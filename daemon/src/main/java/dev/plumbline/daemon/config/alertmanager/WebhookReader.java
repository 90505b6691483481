package dev.plumbline.daemon.config.alertmanager;

import com.google.re2j.Pattern;
import dev.plumbline.daemon.config.Secret;
import dev.plumbline.daemon.config.alertmanager.Integration.Payload;
import dev.plumbline.daemon.config.alertmanager.Integration.Webhook;
import dev.plumbline.daemon.config.yaml.MappingReader;
import dev.plumbline.daemon.config.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;

/** Reads one entry of webhook_configs. */
final class WebhookReader {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private WebhookReader() {}

    static Webhook read(Surroundings around, MappingReader r) {
        Secret url = Reading.address(around.context(), r, "url");
        around.templates(r.node("url"));
        if (url == null) {
            r.problems().error(r.at(), "one of url or url_file must be configured");
        }
        YamlNode payload = r.node("payload");
        around.templates(payload);
        return new Webhook(r.bool("send_resolved", true), url == null ? Secret.of("") : url,
                (int) r.integer("max_alerts", 0, 0, Integer.MAX_VALUE), Reading.timeout(r),
                payload == null ? Optional.empty() : Optional.of(payload(payload)),
                Reading.signingSecret(around.context(), r, "leave it out to send unsigned"),
                Reading.http(around.context(), r, around.global().http()));
    }

    private static Payload payload(YamlNode node) {
        return switch (node) {
            case YamlNode.Mapping mapping -> new Payload.Fields(
                    mapping.entries().stream().map(e -> Map.entry(e.key(), payload(e.value()))).toList());
            case YamlNode.Sequence sequence -> new Payload.Items(sequence.items().stream().map(WebhookReader::payload).toList());
            case YamlNode.Scalar scalar -> scalar(scalar);
        };
    }

    private static Payload scalar(YamlNode.Scalar scalar) {
        if (scalar.isNull()) {
            return new Payload.Literal("null");
        }
        boolean literal = scalar.plain() && (scalar.text().equals("true") || scalar.text().equals("false") || NUMBER.matches(scalar.text()));
        return literal ? new Payload.Literal(scalar.text()) : new Payload.Template(scalar.text());
    }
}
