package dev.plumbline.daemon.relabel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plumbline.model.Labels;
import dev.plumbline.testkit.vectors.VectorFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import com.fasterxml.jackson.databind.JsonNode;

class RelabelVectorsTest {

    @Test
    void relabel() {
        VectorFile.open("relabel").ifPresent(file -> {
            file.section("cases", RelabelVectorsTest::check);
            file.finish();
        });
    }

    @Test
    void validate() {
        VectorFile.open("relabel-validate").ifPresent(file -> {
            file.section("cases", RelabelVectorsTest::checkValidation);
            file.finish();
        });
    }

    private static void check(JsonNode c) {
        var rules = new ArrayList<RelabelRule>();
        c.get("input").get("rules").forEach(rule -> rules.add(rule(rule, false)));
        assertThat(rules).allSatisfy(rule -> assertThat(rule.validate()).isNull());
        Labels after = Relabeling.apply(rules, labels(c.get("input").get("labels")));
        if (c.get("drop").booleanValue()) {
            assertThat(after).isNull();
        } else {
            assertThat(after).isEqualTo(labels(c.get("labels")));
        }
    }

    private static void checkValidation(JsonNode c) {
        JsonNode input = c.get("input");
        if (!input.has("Action")) {
            // An absent action has a default in a file and cannot be empty in our type: what Go rejects cannot be built.
            assertThat(c.get("error").textValue()).contains("action cannot be empty");
            return;
        }
        String problem = rule(input, true).validate();
        if (c.get("error").isNull()) {
            assertThat(problem).isNull();
        } else {
            assertThat(problem).isNotNull().contains("target_label");
        }
    }

    private static RelabelRule rule(JsonNode node, boolean goNames) {
        Map<String, JsonNode> fields = new HashMap<>();
        node.properties().forEach(e -> fields.put(goNames ? snake(e.getKey()) : e.getKey(), e.getValue()));
        var sources = new ArrayList<String>();
        if (fields.containsKey("source_labels")) {
            fields.get("source_labels").forEach(s -> sources.add(s.textValue()));
        }
        String regex = text(fields.get("regex"), "(.*)");
        return new RelabelRule(List.copyOf(sources), text(fields.get("separator"), ";"),
                regex.equals("(.*)") ? RelabelRegex.DEFAULT : new RelabelRegex(regex),
                fields.containsKey("modulus") ? fields.get("modulus").longValue() : 0, text(fields.get("target_label"), ""),
                text(fields.get("replacement"), "$1"),
                RelabelAction.valueOf(text(fields.get("action"), "replace").toUpperCase(Locale.ROOT)),
                text(fields.get("name_validation_scheme"), "").startsWith("Legacy") ? NameValidation.LEGACY : NameValidation.UTF8);
    }

    private static String snake(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
    }

    private static String text(@Nullable JsonNode node, String absent) {
        return node == null || node.isNull() ? absent : node.textValue();
    }

    private static Labels labels(JsonNode node) {
        var labels = new Labels.Builder();
        node.properties().forEach(e -> labels.set(e.getKey(), e.getValue().textValue()));
        return labels.build();
    }
}
