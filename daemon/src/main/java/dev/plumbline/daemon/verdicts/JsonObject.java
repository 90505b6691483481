package dev.plumbline.daemon.verdicts;

import dev.plumbline.daemon.config.yaml.JsonDocument;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.PlumblineException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An object of JSON, as it is read from a request or from what was kept; what is wrong with it is a {@link PlumblineException}
 * of the kind USER that names the document and the field. Immutable.
 */
public final class JsonObject {
    private static final JsonFactory FACTORY = new JsonFactory();
    private final String name;
    private final Map<String, YamlNode> fields = new LinkedHashMap<>();

    private JsonObject(String name, YamlNode.Mapping object) {
        this.name = name;
        object.entries().forEach(entry -> fields.put(entry.key(), entry.value()));
    }

    /** Reads one object; {@code name} is what messages call it. */
    public static JsonObject read(String name, String text) {
        var problems = new Problems();
        if (JsonDocument.parse(name, text, problems) instanceof YamlNode.Mapping object) {
            return new JsonObject(name, object);
        }
        throw PlumblineException.user(name + " must be one JSON object" + problems.fatal().stream().map(p -> "; " + p.message())
                .findFirst().orElse(""));
    }

    /** Writes one object; {@code members} writes what is in it. */
    public static String write(Consumer<JsonGenerator> members) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            members.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    /** Refuses fields that nobody knows. */
    public JsonObject only(Set<String> known) {
        for (String field : fields.keySet()) {
            if (!known.contains(field)) {
                throw PlumblineException.user(name + " has the unknown field \"" + field + "\"; known are " + String.join(", ", known.stream().sorted().toList()));
            }
        }
        return this;
    }

    public boolean has(String field) {
        YamlNode node = fields.get(field);
        return node != null && !node.isNull();
    }

    /** The text, empty when there is none. */
    public String text(String field) {
        YamlNode node = fields.get(field);
        if (node == null || node.isNull()) {
            return "";
        }
        return scalar(field, node);
    }

    private String scalar(String field, YamlNode node) {
        if (node instanceof YamlNode.Scalar s) {
            return s.text();
        }
        throw PlumblineException.user(name + ": " + field + " is " + node.kind() + ", must be text or a number");
    }

    /** The text; there must be some. */
    public String required(String field) {
        String text = text(field);
        if (text.isBlank()) {
            throw PlumblineException.user(name + " needs " + field);
        }
        return text;
    }

    long whole(String field) {
        try {
            return Long.parseLong(required(field));
        } catch (NumberFormatException e) {
            throw PlumblineException.user(name + ": " + field + " is \"" + text(field) + "\", must be a whole number");
        }
    }

    /** The members of the object in a field, single values; empty when there is none. */
    public Map<String, String> texts(String field) {
        var texts = new LinkedHashMap<String, String>();
        if (fields.get(field) instanceof YamlNode.Mapping object) {
            object.entries().forEach(e -> texts.put(e.key(), scalar(e.key(), e.value())));
        }
        return texts;
    }

    List<String> list(String field) {
        var list = new ArrayList<String>();
        if (fields.get(field) instanceof YamlNode.Sequence sequence) {
            sequence.items().forEach(item -> list.add(scalar(field, item)));
        }
        return list;
    }

    /** The object in a field, null when there is none. */
    public @Nullable JsonObject object(String field) {
        return fields.get(field) instanceof YamlNode.Mapping object ? new JsonObject(name, object) : null;
    }

    /** The objects of the list in a field; empty when there is none. */
    public List<JsonObject> objects(String field) {
        var objects = new ArrayList<JsonObject>();
        if (fields.get(field) instanceof YamlNode.Sequence sequence) {
            for (YamlNode item : sequence.items()) {
                if (item instanceof YamlNode.Mapping object) {
                    objects.add(new JsonObject(name, object));
                }
            }
        }
        return objects;
    }

    /** A field's value as JSON text, whatever it is. */
    public Optional<String> json(String field) {
        return Optional.ofNullable(fields.get(field)).filter(n -> !n.isNull()).map(JsonDocument::write);
    }
}
