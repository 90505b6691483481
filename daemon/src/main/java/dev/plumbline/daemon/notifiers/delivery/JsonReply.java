package dev.plumbline.daemon.notifiers.delivery;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * The members of a JSON object that a service answered with: scalars as text, arrays of scalars as lists, all else left out.
 * Deep nesting is refused by the parser.
 */
public final class JsonReply {
    private static final JsonFactory FACTORY = new JsonFactory();
    private final Map<String, List<String>> members = new HashMap<>();

    private JsonReply() {}

    /** Empty for what is not one JSON object. */
    public static Optional<JsonReply> parse(String text) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            var reply = new JsonReply();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                reply.members.put(name, values(parser));
            }
            return Optional.of(reply);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    private static List<String> values(JsonParser parser) {
        var values = new ArrayList<String>();
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY && parser.currentToken() != null) {
                add(parser, values);
            }
        } else {
            add(parser, values);
        }
        return values;
    }

    private static void add(JsonParser parser, List<String> values) {
        JsonToken token = parser.currentToken();
        if (token != null && token.isScalarValue()) {
            values.add(parser.getString());
        } else {
            parser.skipChildren();
        }
    }

    /** A scalar's text; empty when there is none. */
    public String text(String name) {
        List<String> values = members.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getFirst();
    }

    /** The scalars of an array. */
    public List<String> texts(String name) {
        return members.getOrDefault(name, List.of());
    }

    /** Seconds, possibly with decimals, as milliseconds; 0 when there are none that make sense. */
    public long secondsAsMillis(String name) {
        try {
            return (long) (Math.clamp(Double.parseDouble(text(name)), 0, 1e6) * 1000);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Whether the member is there at all. */
    public boolean has(@Nullable String name) {
        return members.containsKey(name);
    }
}
