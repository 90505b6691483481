package dev.plumbline.daemon.alerting;

import dev.plumbline.daemon.config.yaml.JsonDocument;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.Labels;
import dev.plumbline.model.PlumblineException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** The bodies of documents: how they are written, and an object of them as it is read. */
final class JsonText {
    private static final JsonFactory FACTORY = new JsonFactory();
    private final String name;
    private final Map<String, YamlNode> fields = new HashMap<>();

    private JsonText(String name, YamlNode.Mapping object) {
        this.name = name;
        object.entries().forEach(entry -> fields.put(entry.key(), entry.value()));
    }

    /** One object; {@code fields} writes what is in it. */
    static String write(Consumer<JsonGenerator> fields) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            fields.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    static void labels(JsonGenerator json, String name, Labels labels) {
        json.writeObjectPropertyStart(name);
        labels.forEach(json::writeStringProperty);
        json.writeEndObject();
    }

    /** An array, sorted, so that equal sets are equal texts. */
    static void texts(JsonGenerator json, String name, Collection<String> texts) {
        json.writeArrayPropertyStart(name);
        new TreeSet<>(texts).forEach(json::writeString);
        json.writeEndArray();
    }

    /** Reads an object; INTERNAL when the text is none: nobody but us writes these documents. */
    static JsonText read(String name, String text) {
        var problems = new Problems();
        if (JsonDocument.parse(name, text, problems) instanceof YamlNode.Mapping object) {
            return new JsonText(name, object);
        }
        throw PlumblineException.internal("the document " + name + " is damaged: " + problems, null);
    }

    private YamlNode field(String field) {
        YamlNode node = fields.get(field);
        if (node == null) {
            throw PlumblineException.internal("the document " + name + " lacks the field " + field, null);
        }
        return node;
    }

    boolean has(String field) {
        return fields.containsKey(field);
    }

    String text(String field) {
        return text(field(field));
    }

    private String text(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text();
        }
        throw PlumblineException.internal("the document " + name + " has " + node.kind() + " where text belongs", null);
    }

    long number(String field) {
        try {
            return Long.parseLong(text(field));
        } catch (NumberFormatException e) {
            throw PlumblineException.internal("the document " + name + " has no number in the field " + field, e);
        }
    }

    boolean flag(String field) {
        return text(field).equals("true");
    }

    Labels labels(String field) {
        var labels = new Labels.Builder();
        if (field(field) instanceof YamlNode.Mapping object) {
            object.entries().forEach(entry -> labels.set(entry.key(), text(entry.value())));
        }
        return labels.build();
    }

    Set<String> texts(String field) {
        var texts = new LinkedHashSet<String>();
        if (field(field) instanceof YamlNode.Sequence list) {
            list.items().forEach(item -> texts.add(text(item)));
        }
        return texts;
    }

    /** The object in a field, or null when there is none. */
    @Nullable JsonText object(String field) {
        return fields.get(field) instanceof YamlNode.Mapping object ? new JsonText(name, object) : null;
    }

    List<JsonText> objects(String field) {
        var objects = new ArrayList<JsonText>();
        if (field(field) instanceof YamlNode.Sequence list) {
            for (YamlNode item : list.items()) {
                if (item instanceof YamlNode.Mapping object) {
                    objects.add(new JsonText(name, object));
                }
            }
        }
        return objects;
    }
}
