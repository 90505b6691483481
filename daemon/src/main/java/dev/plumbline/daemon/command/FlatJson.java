package dev.plumbline.daemon.command;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.json.JsonFactory;

/** The scalar members of a JSON object as text; nested values are passed over. */
public final class FlatJson {
    private FlatJson() {}

    /** @throws tools.jackson.core.JacksonException when it is not JSON */
    public static Map<String, String> read(String json) {
        var members = new LinkedHashMap<String, String>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return members;
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                JsonToken value = parser.nextToken();
                if (value.isStructStart()) {
                    parser.skipChildren();
                } else {
                    members.put(name, value == JsonToken.VALUE_NULL ? "" : parser.getString());
                }
            }
        }
        return members;
    }
}
