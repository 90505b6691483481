package dev.plumbline.daemon.rollouts;

import dev.plumbline.daemon.config.yaml.JsonDocument;
import dev.plumbline.daemon.config.yaml.Problems;
import dev.plumbline.daemon.config.yaml.YamlNode;
import dev.plumbline.model.PlumblineException;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A value in JSON that may not be there; what is absent reads as empty. */
record JsonView(@Nullable YamlNode node) {

    /** Reads a text; INTERNAL when it is no JSON. */
    static JsonView of(String what, String text) {
        var problems = new Problems();
        YamlNode root = JsonDocument.parse(what, text, problems);
        if (root == null) {
            throw PlumblineException.internal(what + " is not JSON: " + problems.fatal(), null);
        }
        return new JsonView(root);
    }

    JsonView at(String name) {
        if (node instanceof YamlNode.Mapping mapping) {
            for (YamlNode.Entry entry : mapping.entries()) {
                if (entry.key().equals(name)) {
                    return new JsonView(entry.value());
                }
            }
        }
        return new JsonView(null);
    }

    boolean exists() {
        return node != null && !node.isNull();
    }

    /** The text of a string, number or boolean. */
    String text() {
        return node instanceof YamlNode.Scalar scalar && !scalar.isNull() ? scalar.text() : "";
    }

    boolean isTrue() {
        return text().equals("true");
    }

    OptionalInt number() {
        try {
            return OptionalInt.of(Integer.parseInt(text()));
        } catch (NumberFormatException e) {
            return OptionalInt.empty();
        }
    }

    List<JsonView> items() {
        return node instanceof YamlNode.Sequence list ? list.items().stream().map(JsonView::new).toList() : List.of();
    }
}
