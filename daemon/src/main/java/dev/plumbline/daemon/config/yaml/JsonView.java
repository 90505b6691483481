package dev.plumbline.daemon.config.yaml;

import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A value in JSON that may not be there; what is absent reads as empty. */
public record JsonView(@Nullable YamlNode node) {

    /** Reads what ought to be JSON; INTERNAL when it is none. */
    public static JsonView of(String what, String text) {
        var problems = new Problems();
        YamlNode root = JsonDocument.parse(what, text, problems);
        if (root == null) {
            throw PlumblineException.internal(what + " is not JSON: " + problems.fatal(), null);
        }
        return new JsonView(root);
    }

    /** Reads what somebody sent; USER when it is no object of JSON. */
    public static JsonView ofRequest(String what, String text) {
        var problems = new Problems();
        if (JsonDocument.parse(what, text, problems) instanceof YamlNode.Mapping object) {
            return new JsonView(object);
        }
        throw PlumblineException.user(what + " must be one JSON object" + problems.fatal().stream().map(p -> "; " + p.message())
                .findFirst().orElse(""));
    }

    /** A member of an object. */
    public JsonView at(String name) {
        if (node instanceof YamlNode.Mapping mapping) {
            for (YamlNode.Entry entry : mapping.entries()) {
                if (entry.key().equals(name)) {
                    return new JsonView(entry.value());
                }
            }
        }
        return new JsonView(null);
    }

    /** Whether it is there and not null. */
    public boolean exists() {
        return node != null && !node.isNull();
    }

    /** The text of a string, number or boolean. */
    public String text() {
        return node instanceof YamlNode.Scalar scalar && !scalar.isNull() ? scalar.text() : "";
    }

    /** Whether it is the word true. */
    public boolean isTrue() {
        return text().equals("true");
    }

    /** A whole number of 32 bits; empty when it is none. */
    public OptionalInt number() {
        try {
            return OptionalInt.of(Integer.parseInt(text()));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    /** The names of an object's members, in order; none of anything else. */
    public List<String> names() {
        return node instanceof YamlNode.Mapping object ? object.entries().stream().map(YamlNode.Entry::key).toList() : List.of();
    }

    /** The elements of a list; none of anything else. */
    public List<JsonView> items() {
        return node instanceof YamlNode.Sequence list ? list.items().stream().map(JsonView::new).toList() : List.of();
    }
}
