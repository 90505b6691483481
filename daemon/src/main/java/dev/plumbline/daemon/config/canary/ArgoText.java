package dev.plumbline.daemon.config.canary;

import dev.plumbline.daemon.config.yaml.YamlNode;
import java.io.StringWriter;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Trees of YAML as JSON that reads back as the same tree. */
final class ArgoText {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?");

    private ArgoText() {}

    static String json(YamlNode node) {
        return json(out -> write(out, node));
    }

    static String json(Consumer<JsonGenerator> content) {
        var text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            content.accept(json);
        }
        return text.toString();
    }

    static void write(JsonGenerator json, YamlNode node) {
        switch (node) {
            case YamlNode.Mapping m -> {
                json.writeStartObject();
                for (YamlNode.Entry e : m.entries()) {
                    json.writeName(e.key());
                    write(json, e.value());
                }
                json.writeEndObject();
            }
            case YamlNode.Sequence s -> {
                json.writeStartArray();
                s.items().forEach(i -> write(json, i));
                json.writeEndArray();
            }
            case YamlNode.Scalar s -> scalar(json, s);
        }
    }

    private static void scalar(JsonGenerator json, YamlNode.Scalar s) {
        if (s.isNull()) {
            json.writeNull();
        } else if (s.plain() && (s.text().equals("true") || s.text().equals("false"))) {
            json.writeBoolean(Boolean.parseBoolean(s.text()));
        } else if (s.plain() && NUMBER.matcher(s.text()).matches()) {
            json.writeNumber(s.text());
        } else {
            json.writeString(s.text());
        }
    }
}
