package dev.plumbline.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Two answers in JSON, compared by their keys and types, or by their content with the order of series left free. */
final class JsonShape {
    /** Objects whose keys are data: label sets, metrics, flags, pools. */
    private static final Set<String> MAPS = Set.of("labels", "metric", "discoveredLabels", "annotations", "target", "seriesLabels",
            "droppedTargetCounts");

    private JsonShape() {}

    /** Same keys and types throughout; to each element of a list there is one of its shape. */
    static void assertSame(JsonNode expected, JsonNode actual) {
        compare("", expected, actual);
    }

    private static void compare(String path, JsonNode expected, JsonNode actual) {
        assertThat(actual.getNodeType()).as(path + " of " + actual).isEqualTo(expected.getNodeType());
        if (expected.isObject()) {
            String name = path.substring(path.lastIndexOf('.') + 1);
            if (MAPS.contains(name)) {
                actual.forEach(value -> expected.forEach(like -> assertThat(value.getNodeType()).as(path).isEqualTo(like.getNodeType())));
                return;
            }
            assertThat(keys(actual)).as(path).isEqualTo(keys(expected));
            expected.properties().forEach(e -> compare(path + "." + e.getKey(), e.getValue(), actual.get(e.getKey())));
        } else if (expected.isArray()) {
            expected.forEach(element -> anyLike(path, element, actual));
        }
    }

    private static void anyLike(String path, JsonNode expected, JsonNode list) {
        AssertionError last = new AssertionError(path + " is empty, but should hold something like " + expected);
        for (JsonNode element : list) {
            try {
                compare(path + "[]", expected, element);
                return;
            } catch (AssertionError e) {
                last = e;
            }
        }
        throw last;
    }

    private static Set<String> keys(JsonNode object) {
        var keys = new TreeSet<String>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** The same with every list of objects in an order of its own. Numbers that are equal are the same. */
    static JsonNode ordered(JsonNode node) {
        if (node.isArray()) {
            List<JsonNode> items = new ArrayList<>();
            node.forEach(item -> items.add(ordered(item)));
            if (!items.isEmpty() && items.getFirst().isObject()) {
                items.sort(Comparator.comparing(JsonNode::toString));
            }
            var array = JsonNodeFactory.instance.arrayNode();
            items.forEach(array::add);
            return array;
        }
        if (node.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            keys(node).forEach(key -> object.set(key, ordered(node.get(key))));
            return object;
        }
        return node.isNumber() ? JsonNodeFactory.instance.numberNode(node.doubleValue()) : node;
    }
}
