package dev.plumbline.daemon.api.slack;

import dev.plumbline.daemon.config.yaml.JsonView;
import dev.plumbline.daemon.verdicts.JsonObject;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Bodies for a {@code response_url}. */
final class SlackAnswers {
    private SlackAnswers() {}

    /** The message anew: the verdict as it was, and instead of the buttons who decided what. */
    static String decided(Pressed pressed) {
        String label = switch (pressed.word()) {
            case "go" -> "GO";
            case "no-go" -> "NO-GO";
            default -> "HOLD";
        };
        String text = "*" + label + "* decided by " + escaped(pressed.by()) + ": " + escaped(pressed.why());
        return JsonObject.write(json -> {
            json.writeBooleanProperty("replace_original", true);
            json.writeArrayPropertyStart("attachments");
            if (!pressed.shown().at("text").text().isEmpty() || !pressed.shown().at("title").text().isEmpty()) {
                json.writeStartObject();
                original(json, pressed.shown());
                json.writeEndObject();
            }
            json.writeStartObject();
            json.writeStringProperty("text", text);
            json.writeStringProperty("fallback", text);
            json.writeStringProperty("color", switch (pressed.word()) {
                case "go" -> "good";
                case "no-go" -> "danger";
                default -> "warning";
            });
            json.writeArrayPropertyStart("mrkdwn_in");
            json.writeString("text");
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndArray();
        });
    }

    /** As Slack gave it back, so what is escaped there is. */
    private static void original(JsonGenerator json, JsonView attachment) {
        for (String key : List.of("title", "title_link", "text", "fallback", "footer", "color")) {
            String value = attachment.at(key).text();
            if (!value.isEmpty()) {
                json.writeStringProperty(key, value);
            }
        }
        json.writeArrayPropertyStart("fields");
        for (JsonView field : attachment.at("fields").items()) {
            json.writeStartObject();
            json.writeStringProperty("title", field.at("title").text());
            json.writeStringProperty("value", field.at("value").text());
            json.writeBooleanProperty("short", field.at("short").isTrue());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** Told to the person alone; the message stays. */
    static String refused(String why) {
        return JsonObject.write(json -> {
            json.writeStringProperty("response_type", "ephemeral");
            json.writeBooleanProperty("replace_original", false);
            json.writeStringProperty("text", escaped("Nothing was decided: " + why));
        });
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
