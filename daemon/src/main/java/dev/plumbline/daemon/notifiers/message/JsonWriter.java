package dev.plumbline.daemon.notifiers.message;

import dev.plumbline.model.Labels;
import dev.plumbline.template.value.Fields;
import dev.plumbline.template.value.TemplateObject;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Writes JSON bodies, members in the order of the calls. Used by one thread. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();
    private final JsonGenerator out;

    private JsonWriter(JsonGenerator out) {
        this.out = out;
    }

    /** One object in UTF-8. */
    public static byte[] object(Consumer<JsonWriter> members) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            new JsonWriter(out).nested(members);
        }
        return bytes.toByteArray();
    }

    /** One value of the user's own, see {@link #element}. */
    public static byte[] any(Consumer<JsonWriter> value) {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
            value.accept(new JsonWriter(out));
        }
        return bytes.toByteArray();
    }

    public JsonWriter name(String name) {
        out.writeName(name);
        return this;
    }

    /** An object as the next value. */
    public JsonWriter nested(Consumer<JsonWriter> members) {
        out.writeStartObject();
        members.accept(this);
        out.writeEndObject();
        return this;
    }

    /** An array as the next value, each element written by {@code element}. */
    public <T> JsonWriter array(List<T> elements, Consumer<T> element) {
        out.writeStartArray();
        elements.forEach(element);
        out.writeEndArray();
        return this;
    }

    public JsonWriter string(String name, String value) {
        out.writeStringProperty(name, value);
        return this;
    }

    /** Nothing when the value is empty. */
    public JsonWriter unlessEmpty(String name, String value) {
        return value.isEmpty() ? this : string(name, value);
    }

    public JsonWriter bool(String name, boolean value) {
        out.writeBooleanProperty(name, value);
        return this;
    }

    public JsonWriter number(String name, long value) {
        out.writeNumberProperty(name, value);
        return this;
    }

    /** A string as the next value. */
    public JsonWriter text(String value) {
        out.writeString(value);
        return this;
    }

    /**
     * A text that a template made as the next value: an object, an array, a number, true or false if that is what it says in
     * JSON, else a string. Alertmanager reads YAML here, which also makes an object of {@code a: b} and a number of a
     * telephone's {@code 0123}; these stay strings.
     */
    public JsonWriter element(String rendered) {
        String text = rendered.strip();
        if (!text.isEmpty() && "{[-0123456789tf".indexOf(text.charAt(0)) >= 0 && valid(text)) {
            out.writeRawValue(text);
        } else {
            out.writeString(rendered);
        }
        return this;
    }

    /** JSON as it stands. */
    public JsonWriter raw(String json) {
        out.writeRawValue(json);
        return this;
    }

    private static boolean valid(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (StreamReadException e) {
            return false;
        }
    }

    /** A value of the templates as the next value, under the names that JSON has. */
    public JsonWriter value(@Nullable Object value) {
        switch (value) {
            case null -> out.writeNull();
            case TemplateObject object -> value(object.json());
            case Fields fields -> nested(w -> fields.values().forEach((name, field) -> w.name(name).value(field)));
            case Labels labels -> nested(w -> labels.forEach(w::string));
            case Map<?, ?> map -> nested(w -> map.forEach((name, member) -> w.name(String.valueOf(name)).value(member)));
            case List<?> list -> array(list, this::value);
            case Long number -> out.writeNumber(number);
            case Double number -> out.writeNumber(number);
            case Boolean bool -> out.writeBoolean(bool);
            default -> out.writeString(value.toString());
        }
        return this;
    }
}
