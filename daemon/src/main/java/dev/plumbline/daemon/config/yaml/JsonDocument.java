package dev.plumbline.daemon.config.yaml;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Reads JSON into the same trees as YAML, and writes them. Bounds: 100 levels of nesting; the caller bounds the text. */
public final class JsonDocument {
    private static final int MAX_DEPTH = 100;
    private static final JsonFactory FACTORY = new JsonFactory();
    private final String file;
    private final Problems problems;
    private final JsonParser parser;

    private JsonDocument(String file, Problems problems, JsonParser parser) {
        this.file = file;
        this.problems = problems;
        this.parser = parser;
    }

    /** The root; or null when the text is not one JSON value, which has been reported. */
    public static @Nullable YamlNode parse(String file, String text, Problems problems) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            var document = new JsonDocument(file, problems, parser);
            if (parser.nextToken() == null) {
                problems.error(Position.of(file), "the document is empty");
                return null;
            }
            YamlNode root = document.value(0);
            if (parser.nextToken() != null) {
                problems.error(document.at(), "something follows the JSON value");
                return null;
            }
            return root;
        } catch (JacksonException e) {
            problems.error(position(file, e.getLocation()), "this is not valid JSON: " + e.getOriginalMessage());
            return null;
        }
    }

    private static Position position(String file, @Nullable TokenStreamLocation location) {
        return location == null ? Position.of(file) : new Position(file, location.getLineNr(), location.getColumnNr());
    }

    private Position at() {
        return position(file, parser.currentTokenLocation());
    }

    /** The value whose first token is the current one. */
    private YamlNode value(int depth) {
        if (depth > MAX_DEPTH) {
            throw new StreamReadException(parser, "nested more than " + MAX_DEPTH + " levels deep");
        }
        Position at = at();
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            return object(at, depth);
        }
        if (token == JsonToken.START_ARRAY) {
            List<YamlNode> items = new ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                items.add(value(depth + 1));
            }
            return new YamlNode.Sequence(at, items);
        }
        return new YamlNode.Scalar(at, parser.getString(), token != JsonToken.VALUE_STRING);
    }

    private YamlNode object(Position at, int depth) {
        List<YamlNode.Entry> entries = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            Position keyAt = at();
            String key = parser.currentName();
            parser.nextToken();
            YamlNode value = value(depth + 1);
            if (keys.add(key)) {
                entries.add(new YamlNode.Entry(key, keyAt, value));
            } else {
                problems.error(keyAt, "the key \"" + key + "\" is given twice");
            }
        }
        return new YamlNode.Mapping(at, entries);
    }

    /** A tree as JSON text. All scalars as texts: that is how they are read anyway. */
    public static String write(YamlNode root) {
        var text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            write(json, root);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, YamlNode node) {
        switch (node) {
            case YamlNode.Mapping m -> {
                json.writeStartObject();
                m.entries().forEach(e -> {
                    json.writeName(e.key());
                    write(json, e.value());
                });
                json.writeEndObject();
            }
            case YamlNode.Sequence s -> {
                json.writeStartArray();
                s.items().forEach(item -> write(json, item));
                json.writeEndArray();
            }
            case YamlNode.Scalar s -> json.writeString(s.text());
        }
    }
}
