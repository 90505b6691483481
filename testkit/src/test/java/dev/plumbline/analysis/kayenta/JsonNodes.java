package dev.plumbline.analysis.kayenta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/** What the vectors' JSON needs beside the library's own calls. */
final class JsonNodes {
    private JsonNodes() {}

    static JsonNode listOf(JsonNode element) {
        return JsonNodeFactory.instance.arrayNode().add(element);
    }

    static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(t -> texts.add(t.asText()));
        return texts;
    }
}
